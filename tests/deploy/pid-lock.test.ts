import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CHECKOUT } from "../../deploy/embedded/paths.ts";
import { tryLock, waitForLock } from "../../deploy/embedded/pid-lock.ts";
import { identityOf, isRunning } from "../../deploy/embedded/process-table.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "longtake-lock-"));
  path = join(folder, "the.lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

function deadPid(): number {
  return spawnSync("true").pid;
}

test("a living owner keeps the lock, and is named", () => {
  expect(tryLock(path)).toHaveProperty("lock");
  expect(tryLock(path)).toEqual({ heldBy: process.pid });
});

test("a dead owner loses the lock", () => {
  writeFileSync(path, JSON.stringify({ pid: deadPid(), startTicks: "1" }));
  expect(tryLock(path)).toHaveProperty("lock");
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(identityOf(process.pid));
});

test.runIf(process.platform === "linux")("a later process with the pid of the owner is not the owner", () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, startTicks: "1" }));
  expect(tryLock(path)).toHaveProperty("lock");
});

test("a half-written lock file is left alone while young, then taken over", () => {
  writeFileSync(path, "");
  expect(tryLock(path)).toEqual({ heldBy: 0 });
  utimesSync(path, new Date(0), new Date(0));
  expect(tryLock(path)).toHaveProperty("lock");
});

test("a released lock is free, and a waiting taker gets it", async () => {
  const attempt = tryLock(path);
  const heard: number[] = [];
  const waiting = waitForLock(path, (pid) => heard.push(pid));
  if ("lock" in attempt) attempt.lock.release();
  const lock = await waiting;
  expect(heard).toEqual([process.pid]);
  lock.release();
  expect(existsSync(path)).toBe(false);
});

test("of eight processes that find a stale lock at once, one gets it", async () => {
  writeFileSync(path, JSON.stringify({ pid: deadPid(), startTicks: "1" }));
  const module = join(CHECKOUT, "deploy", "embedded", "pid-lock.ts");
  const script = `
    const { tryLock } = await import(${JSON.stringify(module)});
    process.stdin.resume();
    while (Date.now() < Number(process.argv[1])) {}
    console.log("lock" in tryLock(${JSON.stringify(path)}) ? "won" : "lost");
  `;
  const startAt = String(Date.now() + 2000);
  const children = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", script, "--", startAt]),
  );
  // Each lives on until all have spoken: an owner that ended would lose the lock to a late one.
  const outcomes = children.map(
    (child) => new Promise<string>((resolve) => child.stdout.once("data", (text: Buffer) => resolve(text.toString()))),
  );
  const all = (await Promise.all(outcomes)).map((outcome) => outcome.trim()).toSorted();
  for (const child of children) child.kill();
  expect(all).toEqual([...Array<string>(7).fill("lost"), "won"]);
}, 30_000);

test("a zombie counts as gone", async () => {
  // The shell leaves its child unreaped while it sleeps itself, through exec.
  const shell = spawn("sh", ["-c", "true & echo $!; exec sleep 5"]);
  const pid = await new Promise<number>((resolve) => {
    shell.stdout.once("data", (text: Buffer) => resolve(Number(text.toString())));
  });
  await expect.poll(() => isRunning(pid)).toBe(false);
  shell.kill("SIGKILL");
});
