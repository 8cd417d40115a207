import { writeFile } from "node:fs/promises";

import type { CheckId } from "../../../domain/inspection/inspection.ts";
import type { FileInspectionInput } from "../../../domain/video/production.ts";
import { AUDIO, type Clip, CLIP, ffmpeg, INDEX_FIRST, VIDEO, wav } from "./clip.ts";
import type { Expected } from "./judge.ts";

/** A defect that is planted in a file of its own. */
export interface FileMutant extends Expected {
  /** Makes the file at `path`; what it gives back is handed to the inspection in place of the clean clip's. */
  readonly make: (clip: Clip, path: string) => Promise<Partial<FileInspectionInput> | void>;
  /** The picture is compared with the rendered segments. */
  readonly withSegments?: boolean;
}

export type Magnitude = Expected["magnitude"];
export type Position = Expected["position"];

export const WHOLE = "whole" as const;
export const source = (clip: Clip) => clip.at(clip.videoKey);

/** Starts of a defect in seconds, clear of what the plan intends: a still 4–6, a gap in the speech 6.2–7.4, a fade 11.5–12. */
export const PLACES: readonly (readonly [Position, number])[] = [
  ["start", 0.8],
  ["middle", 7.5],
  ["end", 9.2],
];

export function atPlaces(
  common: { readonly kind: string; readonly caughtBy: readonly CheckId[]; readonly toleranceMs?: number },
  sizes: readonly (readonly [Magnitude, number])[],
  make: (fromSeconds: number, size: number) => FileMutant["make"],
  places = PLACES,
): FileMutant[] {
  return places.flatMap(([position, from]) =>
    sizes.map(([magnitude, size]): FileMutant => {
      const where = { fromMs: from * 1000, toMs: (from + size) * 1000 };
      return { ...common, magnitude, position, where, make: make(from, size) };
    }),
  );
}

export function whole(
  kind: string,
  caughtBy: readonly CheckId[],
  sizes: readonly (readonly [Magnitude, FileMutant["make"]])[],
): FileMutant[] {
  return sizes.map(([magnitude, make]) => ({ kind, magnitude, position: WHOLE, caughtBy, make }));
}

export const between = (from: number, size: number) => `between(t,${from},${(from + size - 0.001).toFixed(3)})`;
export const frames = (count: number) => count / CLIP.fps;

/** The clean picture with another sound. */
export async function dub(clip: Clip, path: string, samples: Float64Array): Promise<void> {
  await writeFile(`${path}.wav`, wav(samples));
  const inputs = ["-i", source(clip), "-i", `${path}.wav`, "-map", "0:v", "-map", "1:a"];
  await ffmpeg(...inputs, "-c:v", "copy", ...AUDIO, ...INDEX_FIRST, path);
}

/** Encoded as the pipeline does, but for what is given; later options win. */
export function encoded(clip: Clip, path: string, ...options: string[]): Promise<void> {
  return ffmpeg("-i", source(clip), ...VIDEO, "-c:a", "copy", ...INDEX_FIRST, ...options, path);
}

export function copied(clip: Clip, path: string, ...options: string[]): Promise<void> {
  return ffmpeg("-i", source(clip), "-c", "copy", ...INDEX_FIRST, ...options, path);
}
