import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { readdir, rm, stat, statfs, utimes } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Readable } from "node:stream";

import { folderDisk, placeFile } from "./placing.ts";
import { isAbsent } from "./storage-errors.ts";

/** Downloads of a distant store in a folder that several processes may share. */
export interface ObjectCache {
  /** Where this version of an object lies, from now on in use; null when it is not here. */
  find(key: string, version: string): Promise<string | null>;
  /** Keeps a version under a name of its own: whoever still reads another one is not disturbed. */
  keep(key: string, version: string, content: Readable): Promise<string>;
}

/** A path that was handed out may be opened for this long: many times what a stage may take. */
const IN_USE_MS = 60 * 60 * 1000;
const BYTES_AT_MOST = 20 * 1024 ** 3;
/** The rest of the disk is for working files, logs and other programs. */
const DISK_SHARE = 0.25;
/** The folder is looked through again after downloads of this share of what it may hold. */
const LOOK_SHARE = 0.02;

/** Holds `limitBytes`, or what is sensible on this disk; the files that were used longest ago go first. */
export function createObjectCache(root: string, limitBytes?: number): ObjectCache {
  const disk = folderDisk(root);
  let limit = limitBytes;
  let unseenBytes = Number.POSITIVE_INFINITY;
  const bound = async (added: number): Promise<void> => {
    limit ??= Math.min(BYTES_AT_MOST, (await diskBytes(root)) * DISK_SHARE);
    unseenBytes += added;
    if (unseenBytes < limit * LOOK_SHARE) return;
    unseenBytes = 0;
    await removeLongUnused(root, limit);
  };
  return {
    find: async (key, version) => {
      const path = join(root, nameOf(key, version));
      return (await touched(path)) ? path : null;
    },
    keep: async (key, version, content) => {
      const name = nameOf(key, version);
      await placeFile(disk, root, name, (part) => disk.putStream(part, content));
      const path = join(root, name);
      await bound((await stat(path)).size);
      return path;
    },
  };
}

/** Keeps the extension, by which some readers know the format. */
function nameOf(key: string, version: string): string {
  const extension = extname(key);
  const mark = createHash("sha256").update(version).digest("hex").slice(0, 16);
  return `${key.slice(0, key.length - extension.length)}.${mark}${extension}`;
}

async function touched(path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function diskBytes(root: string): Promise<number> {
  const { bsize, blocks } = await statfs(root);
  return bsize * blocks;
}

async function removeLongUnused(root: string, limitBytes: number): Promise<void> {
  const files: { path: string; bytes: number; usedMs: number }[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const facts = entry.isFile() ? await factsOf(path) : null;
    if (facts !== null) files.push({ path, bytes: facts.size, usedMs: facts.mtimeMs });
  }
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const { path, bytes: freed, usedMs } of files.toSorted((left, right) => left.usedMs - right.usedMs)) {
    if (bytes <= limitBytes || usedMs > Date.now() - IN_USE_MS) return;
    // Somebody may have asked for it since it was listed.
    if ((await factsOf(path))?.mtimeMs !== usedMs) continue;
    await rm(path, { force: true });
    bytes -= freed;
  }
}

/** Null for a file that another process removed meanwhile. */
async function factsOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
