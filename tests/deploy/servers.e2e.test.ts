import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import postgres from "postgres";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { removePlatformFiles, startPlatform, type EmbeddedPlatform } from "../../deploy/embedded/embedded-platform.ts";
import { httpAnswers } from "../../deploy/embedded/readiness.ts";
import { CHECKOUT, cacheFolder, embeddedPaths } from "../../deploy/embedded/paths.ts";
import { isRunning } from "../../deploy/embedded/process-table.ts";

const SERVERS = ["temporal", "postgres", "redis"] as const;
const folders: string[] = [];

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "longtake-servers-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const data of folders) {
    const place = { cache: cacheFolder(process.env), data, isRoot: process.getuid?.() === 0 };
    removePlatformFiles(embeddedPaths(place));
  }
});

describe("servers under a supervisor", () => {
  let platform: EmbeddedPlatform;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    platform = await startPlatform({ dataDir: dataFolder(), only: [...SERVERS], onLine: (line) => lines.push(line) });
  });
  afterEach(() => platform.stop());

  test("come back after kill -9, with what they held", async () => {
    const { DATABASE_URL = "", REDIS_URL = "" } = platform.env;
    const before = postgres(DATABASE_URL, { max: 1 });
    await before`create table kept (word text)`;
    await before`insert into kept values ('durable')`;
    const redisBefore = new Redis(REDIS_URL);
    await redisBefore.set("kept", "durable");
    // Redis syncs its file once a second and writes it at once: the process may die, the machine not yet.
    redisBefore.disconnect();
    await before.end();

    for (const name of SERVERS) {
      const child = platform.child(name);
      const pid = child.pid;
      child.kill("SIGKILL");
      await child.waitReady();
      expect(child.pid).not.toBe(pid);
      expect(lines.join("\n")).toContain(`${name} stopped (signal SIGKILL)`);
    }

    const after = postgres(DATABASE_URL, { max: 1 });
    expect(await after`select word from kept`).toEqual([{ word: "durable" }]);
    expect((await after`show fsync`)[0]).toEqual({ fsync: "on" });
    expect(await after`select name from pg_available_extensions where name = 'vector'`).toHaveLength(1);
    await after.end();
    const redisAfter = new Redis(REDIS_URL);
    expect(await redisAfter.get("kept")).toBe("durable");
    redisAfter.disconnect();
    expect(await httpAnswers(`${platform.urls.temporalUi}/api/v1/namespaces/default`)).toBe(true);
  });

  test("stop within 15 s and leave no process", async () => {
    const pids = platform.children.map((child) => child.pid ?? 0);
    const startedMs = Date.now();
    await platform.stop();
    expect(Date.now() - startedMs).toBeLessThan(15_000);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test("have their data folder for themselves", async () => {
    await expect(startPlatform({ dataDir: platform.paths.data, only: ["redis"] })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`Process ${process.pid} already runs Longtake`),
    });
  });

  test("run twice at once on blocks of their own", async () => {
    const second = await startPlatform({ dataDir: dataFolder(), only: ["redis"] });
    expect(second.env.REDIS_URL).not.toBe(platform.env.REDIS_URL);
    await second.stop();
  });
});

test("a port that another program took meanwhile moves the platform, with all it held, to the next block", async () => {
  const place = { dataDir: dataFolder(), only: ["redis"] as const };
  const first = await startPlatform(place);
  const { REDIS_URL: before = "" } = first.env;
  const redis = new Redis(before);
  await redis.set("kept", "durable");
  redis.disconnect();
  await first.stop();

  const intruder = createServer();
  await new Promise<void>((resolve) => {
    intruder.listen(Number(new URL(before).port), "127.0.0.1", resolve);
  });
  const second = await startPlatform(place);
  try {
    const { REDIS_URL: after = "" } = second.env;
    expect(new URL(after).port).not.toBe(new URL(before).port);
    const moved = new Redis(after);
    expect(await moved.get("kept")).toBe("durable");
    moved.disconnect();
  } finally {
    await second.stop();
    intruder.close();
  }
});

describe("a supervisor killed with -9", () => {
  test("leaves no server behind, and the next start recovers the data", async () => {
    const data = dataFolder();
    const first = await startSupervisorProcess(data);
    const sql = postgres(first.databaseUrl, { max: 1 });
    await sql`create table kept as select 'durable' as word`;
    await sql.end();
    expect(first.pids).toHaveLength(SERVERS.length);

    first.process.kill("SIGKILL");
    await expect.poll(() => first.pids.filter(isRunning), { timeout: 30_000 }).toEqual([]);

    const second = await startSupervisorProcess(data);
    const again = postgres(second.databaseUrl, { max: 1 });
    expect(await again`select word from kept`).toEqual([{ word: "durable" }]);
    await again.end();
    second.process.kill("SIGTERM");
    await expect.poll(() => second.pids.filter(isRunning), { timeout: 30_000 }).toEqual([]);
    expect(await exitCode(second.process)).toBe(0);
    rmSync(join(data, "supervisor.lock"), { force: true });
  });
});

interface SupervisorProcess {
  readonly process: ChildProcess;
  readonly databaseUrl: string;
  readonly pids: readonly number[];
}

async function startSupervisorProcess(data: string): Promise<SupervisorProcess> {
  const main = join(CHECKOUT, "deploy", "embedded", "main.ts");
  const { PATH, HOME, XDG_CACHE_HOME } = process.env;
  const child = spawn(process.execPath, [main, "start", "--only", SERVERS.join(",")], {
    env: { PATH, HOME, XDG_CACHE_HOME, LONGTAKE_DATA_DIR: data },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  while (!output.includes("Ctrl-C")) {
    if (child.exitCode !== null) throw new Error(`the supervisor stopped:\n${output}`);
    await sleep(50);
  }
  const { environment } = JSON.parse(readFileSync(join(data, "environment.json"), "utf8"));
  const pids = [...output.matchAll(/process (\d+)/g)].map((match) => Number(match[1]));
  return { process: child, databaseUrl: environment.DATABASE_URL, pids };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
  return child.exitCode;
}
