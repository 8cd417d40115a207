import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import { isMediaFailure } from "./file.ts";

export interface Packets {
  /** By frame number, from 0. */
  readonly checksums: ReadonlyMap<number, string>;
  readonly cpuSeconds: number;
}

/**
 * A checksum of every coded picture, without decoding any. Only the slices count: joining repeats parameter sets.
 * What stands behind an unreadable packet is missing from the answer.
 */
export async function readPackets(
  ffmpeg: Ffmpeg,
  {
    input,
    name,
    fps,
    folder,
    signal,
  }: {
    readonly input: readonly string[];
    readonly name: string;
    readonly fps: number;
    readonly folder: string;
    readonly signal: AbortSignal;
  },
): Promise<Packets> {
  const listing = join(folder, `${name}.packets`);
  const copy = [
    "-map",
    "0:v:0",
    "-c",
    "copy",
    "-bsf:v",
    "filter_units=pass_types=1-5",
    "-f",
    "framecrc",
    "-y",
    listing,
  ];
  let cpuSeconds = 0;
  try {
    ({ cpuSeconds } = await ffmpeg.runFfmpeg([...input, ...copy], { signal }));
  } catch (error) {
    if (!isMediaFailure(error)) throw error;
  }
  return { checksums: checksumsOf(await listingOf(listing), fps), cpuSeconds };
}

/** Lines `stream, dts, pts, duration, size, checksum` after a header that says what a tick is. */
export function checksumsOf(listing: string, fps: number): Map<number, string> {
  const [, numerator = "0", denominator = "1"] = /^#tb 0: (\d+)\/(\d+)/m.exec(listing) ?? [];
  const framesPerTick = (fps * Number(numerator)) / Number(denominator);
  return new Map(
    listing
      .split("\n")
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(",").map((field) => field.trim()))
      .map(([, , pts, , size, checksum]) => [Math.round(Number(pts) * framesPerTick), `${size} ${checksum}`]),
  );
}

/** A stream of which nothing can be read at all leaves no listing. */
export async function listingOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
