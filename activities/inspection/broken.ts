import { join } from "node:path";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { FileFacts } from "../../domain/inspection/streams.ts";
import type { TimeRange } from "../../domain/speech/speech.ts";
import { isMediaFailure } from "./file.ts";
import { listingOf } from "./packets.ts";

/** Decodes once more past every error and names the ranges in which no frame came out. For files known to be broken. */
export async function locateBroken(
  ffmpeg: Ffmpeg,
  input: { readonly path: string; readonly file: FileFacts; readonly folder: string; readonly signal: AbortSignal },
): Promise<{ ranges: TimeRange[]; cpuSeconds: number }> {
  const { path, file, folder, signal } = input;
  const streams = [
    ...(file.video ? [{ map: "0:v:0", durationMs: file.video.durationMs, name: "video.crc" }] : []),
    ...(file.audio ? [{ map: "0:a:0", durationMs: file.audio.durationMs, name: "audio.crc" }] : []),
  ];
  const outputs = streams.flatMap(({ map, name }) => {
    // Small pictures: only their times are wanted.
    const filters = map.startsWith("0:v") ? ["-vf", "scale=16:16:flags=neighbor", "-fps_mode", "passthrough"] : [];
    return ["-map", map, ...filters, "-f", "framecrc", "-y", join(folder, name)];
  });
  let cpuSeconds = 0;
  try {
    const result = await ffmpeg.runFfmpeg(["-err_detect", "explode", "-threads", "1", "-i", path, ...outputs], {
      signal,
    });
    cpuSeconds = result.cpuSeconds;
  } catch (error) {
    if (!isMediaFailure(error)) throw error;
  }
  const gaps = await Promise.all(
    streams.map(async ({ name, durationMs }) => frameGaps(await listingOf(join(folder, name)), durationMs)),
  );
  return { ranges: merge(gaps.flat()), cpuSeconds };
}

/** Stretches of a framecrc listing in which frames are missing, up to the length that the container announces. */
export function frameGaps(listing: string, durationMs: number): TimeRange[] {
  const [, numerator, denominator] = /^#tb 0: (\d+)\/(\d+)/m.exec(listing) ?? [];
  const tickMs = (1000 * Number(numerator ?? 0)) / Number(denominator ?? 1);
  const frames = listing
    .split("\n")
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(",").map(Number))
    .map(([, , pts, duration]) => ({ fromMs: (pts ?? 0) * tickMs, toMs: ((pts ?? 0) + (duration ?? 0)) * tickMs }))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const gaps: TimeRange[] = [];
  let seenMs = 0;
  for (const frame of [...frames, { fromMs: durationMs, toMs: durationMs }]) {
    const frameMs = Math.max(1, frame.toMs - frame.fromMs);
    if (frame.fromMs - seenMs > Math.max(frameMs * 0.9, 15)) gaps.push({ fromMs: seenMs, toMs: frame.fromMs });
    seenMs = Math.max(seenMs, frame.toMs);
  }
  return gaps;
}

function merge(ranges: readonly TimeRange[]): TimeRange[] {
  const merged: TimeRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = merged.at(-1);
    // Errors closer than half a second are one place to mend.
    if (last === undefined || range.fromMs > last.toMs + 500) merged.push(range);
    else merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, range.toMs) };
  }
  return merged;
}
