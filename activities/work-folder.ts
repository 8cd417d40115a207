import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/** Host and process, so that whoever finds a folder can tell whether its worker still lives. */
const OWNER = /^work-(.+)-(\d+)-[^-]+$/;

/** A fresh folder for one piece of work, gone when the work ends, however it ends. */
export async function inWorkFolder<T>(workPath: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(workPath, { recursive: true });
  const folder = await mkdtemp(join(workPath, `work-${hostname()}-${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what killed workers of this host left behind. Called before the first work of a process. */
export async function removeDeadWork(workPath: string): Promise<void> {
  await mkdir(workPath, { recursive: true });
  for (const name of await readdir(workPath)) {
    const [, host, pid] = OWNER.exec(name) ?? [];
    if (host !== hostname() || isAlive(Number(pid))) continue;
    await rm(join(workPath, name), { recursive: true, force: true });
  }
}

/** A container starts again under the same number: what bears our own is our predecessor's. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
