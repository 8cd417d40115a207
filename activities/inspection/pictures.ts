import { open } from "node:fs/promises";

import type { QualityPolicy } from "../../domain/inspection/inspection.ts";
import type { Moment, SeenPicture } from "../../domain/inspection/picture.ts";
import { blockinessOf, sharpnessOf } from "../../domain/inspection/pixels.ts";
import type { VideoFacts } from "../../domain/inspection/streams.ts";

type Shown = Pick<VideoFacts, "width" | "height" | "fps" | "rotation">;

/** Filters that let the frames at these moments pass, as luma in the size of the file; moments must ascend. */
export function seeingFilters(video: Shown, moments: readonly Moment[]): string {
  const frames = moments.map(({ atMs }) => `eq(n,${Math.round((atMs * video.fps) / 1000)})`);
  const { width, height } = sizeOf(video);
  return `select='${frames.join("+")}',scale=${width}:${height},format=gray`;
}

/** Measures the frames in a file that the filters filled; one that ended early shows fewer. */
export async function seePictures(
  path: string,
  {
    video,
    moments,
    policy,
  }: { readonly video: Shown; readonly moments: readonly Moment[]; readonly policy: QualityPolicy },
): Promise<SeenPicture[]> {
  const { width, height } = sizeOf(video);
  const pixels = new Uint8Array(width * height);
  const seen: SeenPicture[] = [];
  const file = await open(path, "r");
  try {
    for (const { letters, fromMs, toMs } of moments) {
      // Reading gives way to heartbeats between pictures, each of which takes some milliseconds.
      const { bytesRead } = await file.read(pixels, 0, pixels.length, seen.length * pixels.length);
      if (bytesRead < pixels.length) break;
      const picture = { pixels, width, height };
      // Captions would hide that the card above them is blurred.
      const rows = letters === "card" ? Math.trunc(height * policy.detection.pictureShare) : height;
      const lettersStand = letters !== "unknown";
      const sharpness = letters === null ? null : sharpnessOf(picture, { rows, lettersStand });
      seen.push({ fromMs, toMs, sharpness, blockiness: blockinessOf(picture) });
    }
  } finally {
    await file.close();
  }
  return seen;
}

/** ffmpeg turns pictures as players do. */
function sizeOf({ width, height, rotation }: Shown): { readonly width: number; readonly height: number } {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}
