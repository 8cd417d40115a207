import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsPath } from "../../config.ts";
import { CHILDREN } from "../../deploy/embedded/embedded-platform.ts";
import { CHECKOUT } from "../../deploy/embedded/paths.ts";
import { RunningPlatform } from "./running-platform.ts";

/** Enough for script and voice, too little for pictures and segments. */
const TINY_BYTES = 3 * 1024 * 1024;

let running: RunningPlatform;
let tiny = "";
let isTiny = false;
let worker: ChildProcess | undefined;

/** The media worker is ours, so that its PATH and its disk can be taken away. */
beforeAll(async () => {
  running = await RunningPlatform.start(CHILDREN.filter((name) => name !== "media"));
  tiny = join(running.platform.paths.data, "tiny");
  mkdirSync(tiny);
  isTiny = process.getuid?.() === 0 && mount(TINY_BYTES);
});
afterAll(async () => {
  await stopWorker();
  if (isMounted()) spawnSync("umount", ["-l", tiny]);
  await running?.stop();
});

function startWorker(variables: Readonly<Record<string, string>>): void {
  const folders = { LONGTAKE_DATA_DIR: tiny, OBJECT_STORE_PATH: join(tiny, "objects") };
  const env = { ...process.env, ...running.platform.env, ...folders, ...variables };
  const args = [join(CHECKOUT, "workers", "main.ts"), "media", "rendering", "platforms"];
  worker = spawn(process.execPath, args, { env, stdio: "ignore" });
}

async function stopWorker(): Promise<void> {
  if (worker === undefined || worker.exitCode !== null) return;
  const gone = once(worker, "exit");
  worker.kill("SIGTERM");
  await gone;
}

function mount(bytes: number, ...more: string[]): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", [`size=${bytes}`, ...more].join(","), "tmpfs", tiny]).status === 0;
}

function isMounted(): boolean {
  return tiny !== "" && readFileSync("/proc/mounts", "utf8").includes(` ${tiny} `);
}

describe("a machine that lacks something parks the run, and the run goes on when it is there", () => {
  let videoId = "";

  test("without ffmpeg and espeak-ng the run names the tool", async () => {
    videoId = await running.queueVideo({ channel_id: await running.connectedChannel() });
    startWorker({ PATH: join(tiny, "nothing") });
    const waitingFor = await running.parked(videoId);
    expect(waitingFor).toMatchObject({ kind: "failure", reason: expect.stringMatching(/espeak-ng|ffmpeg/) });
    expect(waitingFor["remedy"]).toMatch(/[Ii]nstall/);
    expect(await errorCodesOf(videoId)).toContain("missing_tool");
    await stopWorker();
  });

  test("on a full disk it says so, and with room it makes the video", async ({ skip }) => {
    skip(!isTiny, "only root may mount a small disk");
    expect(statfsSync(tiny).blocks * statfsSync(tiny).bsize).toBeLessThanOrEqual(TINY_BYTES);
    startWorker({});
    await resume(videoId);
    const full = await running.until(videoId, isParkedBy("disk_full"), 60_000);
    expect(full["waiting_for"]).toMatchObject({ remedy: expect.stringMatching(/disk space/) });
    expect(mount(512 * 1024 * 1024, "remount")).toBe(true);
    await resume(videoId);
    expect(await running.completed(videoId)).toMatchObject({ publish_status: "published" });
  });
});

const isParkedBy = (code: string) => (video: Readonly<Record<string, unknown>>) =>
  JSON.stringify(video["waiting_for"] ?? {}).includes(`"error_code":"${code}"`);

async function resume(videoId: string): Promise<void> {
  const { status, body } = await running.call("POST", `/pipeline/videos/${videoId}/resume`, { json: {} });
  expect({ status, detail: body["detail"] }).toEqual({ status: 200, detail: undefined });
}

async function errorCodesOf(videoId: string): Promise<unknown[]> {
  const { stages } = (await running.video(videoId)) as { stages: { error_code: string | null }[] };
  return stages.map((stage) => stage.error_code);
}

describe("wrong settings", () => {
  test("stop every process with exit code 78, and each wrong value is named by its exact path", async () => {
    const folder = mkdtempSync(join(tmpdir(), "longtake-settings-"));
    const file = join(folder, "temporal-config.yaml");
    const wrong = readFileSync(settingsPath({}), "utf8")
      .replace(/capacity: 100/, "capacity: 0")
      .replace(/requestsPerMinute:/, "requestPerMinute:")
      .replace(/\{ gpu: 3/, '{ gpu: "three"');
    writeFileSync(file, wrong);
    const env = { ...process.env, ...running.platform.env, LONGTAKE_CONFIG: file };
    const entries = [["deploy/embedded/platform.ts"], ["workers/main.ts", "media"], ["api/main.ts"]];
    const ends = await Promise.all(
      entries.map(([entry = "", ...roles]) => endOf([join(CHECKOUT, entry), ...roles], env)),
    );
    for (const { code, output } of ends) {
      expect(code).toBe(78);
      for (const path of ["queue.capacity", "queue.slots.gpu", "requestPerMinute", file])
        expect(output).toContain(path);
    }
    rmSync(folder, { recursive: true });
  });
});

async function endOf(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}
