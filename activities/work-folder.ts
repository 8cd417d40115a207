import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/** A fresh folder for one piece of work, gone when the work ends, however it ends. */
export async function inWorkFolder<T>(workPath: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(workPath, { recursive: true });
  const folder = await mkdtemp(join(workPath, "work-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
