import { existsSync, statfsSync } from "node:fs";
import { availableParallelism, release, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder, dataFolder } from "../paths.ts";
import { readRunningPlatform } from "../running-platform.ts";
import { takePortBlock } from "../ports.ts";
import type { Finding } from "./finding.ts";

const GIB = 1024 ** 3;
/** The servers, the caches of one build and a few videos. */
const DISK_MIN_BYTES = 3 * GIB;
/** The idle platform takes 1.2 GB, a render 0.3 GB each. */
const MEMORY_WANTED_BYTES = 4 * GIB;

/** Processor, memory, disk and ports. */
export async function machineFindings(): Promise<readonly Finding[]> {
  const folders = new Set([dataFolder(process.env), cacheFolder(process.env)].map(existingFolder));
  return [system(), memory(), ...[...folders].map(disk), await ports()];
}

function system(): Finding {
  const found = `${process.platform} ${process.arch} ${release()}, ${availableParallelism()} cores`;
  return { what: "Machine", state: "ok", found };
}

function memory(): Finding {
  const bytes = totalmem();
  const found = `${gibibytes(bytes)} GiB`;
  if (bytes >= MEMORY_WANTED_BYTES) return { what: "Memory", state: "ok", found };
  return { what: "Memory", state: "note", found, remedy: `${gibibytes(MEMORY_WANTED_BYTES)} GiB or more are advised.` };
}

function disk(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  const what = `Disk of ${folder}`;
  const found = `${gibibytes(freeBytes)} GiB free`;
  if (freeBytes >= DISK_MIN_BYTES) return { what, state: "ok", found };
  return { what, state: "missing", found, remedy: `Free ${gibibytes(DISK_MIN_BYTES)} GiB, or set LONGTAKE_DATA_DIR.` };
}

async function ports(): Promise<Finding> {
  const data = dataFolder(process.env);
  const running = readRunningPlatform(data);
  if (running !== null) {
    const found = `in use by the running platform (process ${running.pid}, ${running.environment.LONGTAKE_PUBLIC_URL})`;
    return { what: "Ports", state: "ok", found };
  }
  const block = await takePortBlock({ cache: cacheFolder(process.env), data });
  block.release();
  return { what: "Ports", state: "ok", found: `${block.base} to ${block.base + 19} are free` };
}

/** The folder itself, or the nearest one above it that is there. */
function existingFolder(folder: string): string {
  return existsSync(join(folder, ".")) ? folder : existingFolder(dirname(folder));
}

function gibibytes(bytes: number): string {
  return (bytes / GIB).toFixed(1);
}
