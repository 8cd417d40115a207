import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Artwork } from "../../domain/look/artwork.ts";
import { figureClipArguments } from "../../domain/charts/figure.ts";
import { jpegArguments } from "../../domain/media/commands.ts";
import type { Usage } from "../../domain/video/production.ts";
import { assFilter } from "../../domain/captions/ass.ts";
import type { Canvas } from "../../domain/video/video.ts";
import { contentHash, fileSha256 } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { bundledFonts, FONTS_PATH } from "../rendering/fonts.ts";
import { framesOf, type MadeFile, type MadePicture, type MakingDeps } from "./making.ts";
import { inWorkFolder } from "../work-folder.ts";

interface Drawing {
  readonly signal: AbortSignal;
  readonly usage: Usage[];
}

/** The artwork as a still in the store. */
export async function drawStill(deps: MakingDeps, artwork: Artwork, { signal, usage }: Drawing): Promise<MadeFile> {
  const version = await deps.ffmpeg.ffmpegVersion();
  const objectKey = `stills/${contentHash({ artwork, version })}.jpg`;
  if (!(await deps.storage.has(objectKey))) {
    await inWorkFolder(deps.workPath, async (folder) => {
      const shapes = join(folder, "shapes.ass");
      const still = join(folder, "still.jpg");
      await writeFile(shapes, artwork.ass);
      usage.push(cpuUsage("draw", await deps.ffmpeg.runFfmpeg(stillArguments(artwork, shapes, still), { signal })));
      await deps.storage.putFile(objectKey, still);
    });
  }
  return { objectKey, ...artwork.size, sha256: await fileSha256(await deps.storage.getFile(objectKey)) };
}

/** A chart or map that builds itself up over its ground. */
export async function drawFigureClip(
  deps: MakingDeps,
  input: { readonly ground: MadeFile; readonly overlay: string; readonly canvas: Canvas; readonly frameCount: number },
  { signal, usage }: Drawing,
): Promise<NonNullable<MadePicture["clip"]>> {
  const { ground, overlay, canvas, frameCount } = input;
  const [version, { sha256: fonts }] = await Promise.all([deps.ffmpeg.ffmpegVersion(), bundledFonts()]);
  const key = { ground: ground.sha256, overlay, canvas, frameCount, fonts, version };
  const objectKey = `clips/${contentHash(key)}.mp4`;
  if (!(await deps.storage.has(objectKey))) {
    await inWorkFolder(deps.workPath, async (folder) => {
      const paths = { overlay: join(folder, "figure.ass"), output: join(folder, "figure.mp4") };
      await writeFile(paths.overlay, overlay);
      const still = await deps.storage.getFile(ground.objectKey);
      const args = figureClipArguments({ ...paths, ground: still, fontsPath: FONTS_PATH, canvas, frameCount });
      usage.push(cpuUsage("draw", await deps.ffmpeg.runFfmpeg(args, { signal })));
      await deps.storage.putFile(objectKey, paths.output);
    });
  }
  const path = await deps.storage.getFile(objectKey);
  return { objectKey, ...canvas, frameCount: await framesOf(deps, path), sha256: await fileSha256(path) };
}

function stillArguments(artwork: Artwork, shapes: string, output: string): string[] {
  const overlay = assFilter(shapes, FONTS_PATH);
  const filters = `format=yuv444p,${artwork.grain},${overlay},scale=out_range=pc:out_color_matrix=bt601,format=yuvj420p`;
  return ["-filter_threads", "1", "-f", "lavfi", "-i", artwork.ground, "-vf", filters, ...jpegArguments(output)];
}
