import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import { join } from "node:path";

import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";

import { writingError } from "./storage-errors.ts";

/** A folder of objects; it takes no key that leads out of it. */
export function folderDisk(root: string): Disk {
  return new Disk(new FSDriver({ location: root, visibility: "private" }));
}

/** Writes beside the target, forces it to the disk and renames: a crash leaves a part behind, never half an object. */
export async function placeFile(
  disk: Disk,
  root: string,
  key: string,
  write: (part: string) => Promise<void>,
): Promise<void> {
  const part = `parts/${randomUUID()}`;
  try {
    await write(part);
    const handle = await open(join(root, part), "r+");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await disk.move(part, key);
  } catch (error) {
    await disk.delete(part);
    throw writingError(error);
  }
}
