import { mkdirSync, readFileSync, rmSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { identityOf, isSameProcess, type ProcessIdentity } from "./process-table.ts";
import { isSystemError } from "./system-error.ts";

export interface PidLock {
  release(): void;
}

export type LockAttempt = { readonly lock: PidLock } | { readonly heldBy: number };

const Identity = z.object({ pid: z.int(), startTicks: z.string().nullable() });

/** A guard left by a process that died between two lines is taken over after this time. */
const GUARD_STALE_MS = 10_000;

/** Takes the lock file for this process, from a dead owner if need be; otherwise names the pid that holds it. */
export function tryLock(path: string): LockAttempt {
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (createLockFile(path)) return { lock: { release: () => rmSync(path, { force: true }) } };
    const owner = ownerOf(path);
    if (owner !== null && isSameProcess(owner)) return { heldBy: owner.pid };
    removeStaleLock(path);
  }
  return { heldBy: ownerOf(path)?.pid ?? 0 };
}

/** Waits for the lock; `onWait` hears the pid of the holder once. */
export async function waitForLock(path: string, onWait: (pid: number) => void): Promise<PidLock> {
  let told = false;
  for (;;) {
    const attempt = tryLock(path);
    if ("lock" in attempt) return attempt.lock;
    if (!told) onWait(attempt.heldBy);
    told = true;
    await sleep(500);
  }
}

function createLockFile(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify(identityOf(process.pid)), { flag: "wx", mode: 0o644 });
    return true;
  } catch (error) {
    if (isSystemError(error, "EEXIST")) return false;
    throw error;
  }
}

/** null for a lock file that is gone, empty or half written. */
function ownerOf(path: string): ProcessIdentity | null {
  try {
    return Identity.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || isSystemError(error, "ENOENT")) return null;
    throw error;
  }
}

/** Only the holder of the guard removes a stale lock, and looks again first: two takers cannot both win. */
function removeStaleLock(path: string): void {
  const guard = `${path}.takeover`;
  try {
    mkdirSync(guard);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw error;
    if (Date.now() - modifiedMs(guard) > GUARD_STALE_MS) rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    const owner = ownerOf(path);
    // An empty lock may be one that its owner is just writing: leave a young one alone.
    const isYoung = owner === null && Date.now() - modifiedMs(path) < 1000;
    if (!isYoung && (owner === null || !isSameProcess(owner))) rmSync(path, { force: true });
  } finally {
    rmdirSync(guard);
  }
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
