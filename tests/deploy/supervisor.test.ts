import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isRunning } from "../../deploy/embedded/process-table.ts";
import type { ChildSpec } from "../../deploy/embedded/supervised-child.ts";
import { createSupervisor, type Supervisor } from "../../deploy/embedded/supervisor.ts";

let folder: string;
let lines: string[];
let supervisor: Supervisor | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "longtake-supervisor-"));
  lines = [];
});
afterEach(async () => {
  await supervisor?.stop();
  rmSync(folder, { recursive: true });
});

/** A child that runs the shell script; ready when it has made `<name>.ready`. */
function shell(name: string, script: string, rest: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name,
    tier: "application",
    after: [],
    command: "sh",
    args: ["-c", script],
    env: { PATH: process.env.PATH ?? "" },
    cwd: folder,
    isReady: async () => existsSync(join(folder, `${name}.ready`)),
    readyWithinMs: 10_000,
    stopSignal: "SIGTERM",
    ...rest,
  };
}

function supervise(...specs: ChildSpec[]): Supervisor {
  supervisor = createSupervisor(specs, { logs: join(folder, "logs"), onLine: (line) => lines.push(line) });
  return supervisor;
}

test("a child starts when those before it are ready", async () => {
  const first = shell("first", "sleep 0.5; touch first.ready; exec sleep 60");
  const second = shell("second", "test -e first.ready && touch second.ready; exec sleep 60", { after: ["first"] });
  await supervise(second, first).start();
  expect(existsSync(join(folder, "second.ready"))).toBe(true);
});

test("a wrong setting stops the start with the child's own message", async () => {
  const wrong = shell("wrong", `echo '{"level":60,"msg":"stages.render.timeoutMs: expected a number"}'; exit 78`);
  const other = shell("other", "touch other.ready; exec sleep 60");
  await expect(supervise(other, wrong).start()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("stages.render.timeoutMs: expected a number"),
    remedy: expect.stringContaining(join(folder, "logs", "wrong.log")),
  });
  expect(supervisor?.children.map((child) => child.pid)).toEqual([null, null]);
});

test("a child that cannot start gives up in time and shows why", async () => {
  const hopeless = shell("hopeless", "echo the disk is full; exit 1", { readyWithinMs: 1500 });
  await expect(supervise(hopeless).start()).rejects.toThrow("the disk is full");
});

test("a refused start is tried again until it succeeds", async () => {
  const stubborn = shell("stubborn", "test -e tried || { touch tried; exit 1; }; touch stubborn.ready; exec sleep 60");
  await supervise(stubborn).start();
  expect(lines).toContain("stubborn stopped (exit code 1); starting it again in 0.5 s");
});

test("what a killed child left behind in its group goes before its successor starts", async () => {
  const parent = shell("parent", "sleep 60 & echo $! >> grandchildren; touch parent.ready; wait");
  await supervise(parent).start();
  const child = supervisor?.children[0];
  // Its successor has to say anew that it is ready.
  rmSync(join(folder, "parent.ready"));
  child?.kill("SIGKILL");
  await child?.waitReady();
  const [orphan, living] = readFileSync(join(folder, "grandchildren"), "utf8").trim().split("\n").map(Number);
  await expect.poll(() => orphan !== undefined && isRunning(orphan)).toBe(false);
  expect(living).not.toBe(orphan);
  expect(living !== undefined && isRunning(living)).toBe(true);
});

test("a child that ignores its stop signal is killed, with its group", async () => {
  const deaf = shell(
    "deaf",
    "trap '' TERM; sleep 60 & echo $! > grandchild; touch deaf.ready; while :; do sleep 1; done",
  );
  await supervise(deaf).start();
  const pid = supervisor?.children[0]?.pid ?? 0;
  await supervisor?.children[0]?.stop(500);
  expect(isRunning(pid)).toBe(false);
  const grandchild = Number(readFileSync(join(folder, "grandchild"), "utf8"));
  await expect.poll(() => isRunning(grandchild)).toBe(false);
});

test("a stop during the start ends it", async () => {
  const slow = shell("slow", "exec sleep 60");
  const started = supervise(slow).start();
  setTimeout(() => void supervisor?.stop(), 300);
  await expect(started).rejects.toMatchObject({ code: "cancelled" });
});

test("logs of earlier starts are kept, three of them", async () => {
  for (let start = 1; start <= 5; start++) {
    await supervise(shell("speaker", `echo start ${start}; touch speaker.ready; exec sleep 60`)).start();
    await supervisor?.stop();
    rmSync(join(folder, "speaker.ready"));
  }
  const log = (suffix: string) => readFileSync(join(folder, "logs", `speaker.log${suffix}`), "utf8").trim();
  expect([log(""), log(".1"), log(".2"), log(".3")]).toEqual(["start 5", "start 4", "start 3", "start 2"]);
  expect(existsSync(join(folder, "logs", "speaker.log.4"))).toBe(false);
});
