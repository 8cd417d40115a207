import { join } from "node:path";

import type { Ffmpeg, FfmpegResult } from "../../clients/ffmpeg/ffmpeg.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import { stillSize } from "../../domain/look/artwork.ts";
import { AppError, appErrorOf } from "../../domain/errors.ts";
import type { Palette } from "../../domain/media/media.ts";
import { type ClipCut, clipArguments, cutOf, foreignStillArguments } from "../../domain/media/commands.ts";
import { clipMsFor } from "../../domain/media/need.ts";
import type { WideRange } from "../../domain/media/facts.ts";
import { isLargeEnough, isMuchTooShort, type MediaNeed } from "../../domain/media/ranking.ts";
import type { Usage } from "../../domain/video/production.ts";
import { FRAMES_PER_SECOND } from "../../domain/video/video.ts";
import { contentHash, fileSha256 } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import type { Asset } from "./assets.ts";
import { inWorkFolder } from "../work-folder.ts";

export interface MakingDeps {
  readonly storage: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly workPath: string;
}

export interface MadeFile {
  readonly objectKey: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

export interface MadePicture {
  readonly still: MadeFile;
  readonly clip: (MadeFile & { readonly frameCount: number }) | null;
}

export interface Making {
  readonly need: MediaNeed;
  readonly palette: Palette;
  /** A library says how large its files are; what a person gives is taken as it is. */
  readonly mustBeLarge: boolean;
  readonly signal: AbortSignal;
  readonly usage: Usage[];
}

/** A hostile file may keep a decoder busy for as long as it likes. */
const MAKING_LIMIT_MS = 120_000;
/** Of the frames that a clip should have; fewer means that it broke off. */
const FEWEST_FRAMES_SHARE = 0.9;

/** A foreign file as the plan wants it: a still, and for a clip the part that is shown. Throws AppError `media_failed`. */
export async function makePicture(deps: MakingDeps, asset: Asset, making: Making): Promise<MadePicture> {
  const { need, mustBeLarge } = making;
  const { width, height, kind, durationMs } = asset.file;
  if (mustBeLarge && !isLargeEnough(asset.file, need.canvas)) {
    throw new AppError("media_failed", `its picture is ${width}×${height}, smaller than promised`);
  }
  if (mustBeLarge && isMuchTooShort({ kind, durationMs }, need)) {
    throw new AppError("media_failed", `it lasts ${((durationMs ?? 0) / 1000).toFixed(1)} s, shorter than promised`);
  }
  if (durationMs === null) return { still: await makeStill(deps, asset, null, making), clip: null };
  const cut = cutOf(durationMs, clipMsFor(need.durationMs));
  const clip = await makeClip(deps, asset, cut, making);
  const middleMs = cut.inMs + (clip.frameCount * 500) / FRAMES_PER_SECOND;
  return { still: await makeStill(deps, asset, Math.round(middleMs), making), clip };
}

async function makeStill(deps: MakingDeps, asset: Asset, atMs: number | null, making: Making): Promise<MadeFile> {
  const size = stillSize(making.need.canvas);
  const { sha256, demuxer, objectKey: assetKey } = asset;
  const range = rangeOf(asset);
  const look = { size, ground: making.palette.deep, ...range };
  const objectKey = `stills/${contentHash({ sha256, atMs, look, version: await deps.ffmpeg.ffmpegVersion() })}.jpg`;
  await ensureMade(deps, objectKey, "still", making, async (output) => {
    const source = { path: await deps.storage.getFile(assetKey), demuxer, ...range };
    return foreignStillArguments({ source, atMs, size, palette: making.palette, output });
  });
  return { objectKey, ...size, sha256: await fileSha256(await deps.storage.getFile(objectKey)) };
}

async function makeClip(deps: MakingDeps, asset: Asset, cut: ClipCut, making: Making) {
  const { canvas } = making.need;
  const { sha256, demuxer, objectKey: assetKey } = asset;
  const range = rangeOf(asset);
  const look = { canvas, ground: making.palette.deep, ...range };
  const objectKey = `clips/${contentHash({ sha256, cut, look, version: await deps.ffmpeg.ffmpegVersion() })}.mp4`;
  await ensureMade(deps, objectKey, "clip", making, async (output) => {
    const source = { path: await deps.storage.getFile(assetKey), demuxer, ...range };
    return clipArguments({ source, cut, canvas, palette: making.palette, output });
  });
  const path = await deps.storage.getFile(objectKey);
  const frameCount = await framesOf(deps, path);
  if (frameCount < cut.frameCount * FEWEST_FRAMES_SHARE) {
    throw new AppError("media_failed", `it ends after ${frameCount} of ${cut.frameCount} frames`);
  }
  return { objectKey, ...canvas, frameCount, sha256: await fileSha256(path) };
}

function rangeOf({ file: { range } }: Asset): { readonly range?: WideRange } {
  return range === undefined ? {} : { range };
}

export async function framesOf({ ffmpeg }: Pick<MakingDeps, "ffmpeg">, path: string): Promise<number> {
  const { streams } = await ffmpeg.ffprobe(path);
  return Number(streams.find(({ codec_type }) => codec_type === "video")?.nb_frames ?? 0);
}

async function ensureMade(
  deps: MakingDeps,
  objectKey: string,
  operation: string,
  { signal, usage }: Making,
  argumentsFor: (output: string) => Promise<string[]>,
): Promise<void> {
  if (await deps.storage.has(objectKey)) return;
  await inWorkFolder(deps.workPath, async (folder) => {
    const output = join(folder, `made.${objectKey.split(".").at(-1)}`);
    usage.push(cpuUsage(operation, await decode(deps, await argumentsFor(output), signal)));
    await deps.storage.putFile(objectKey, output);
  });
}

/** What ffmpeg cannot read here is the file's fault, not the machine's: the disk and the tool itself are told apart. */
async function decode(deps: MakingDeps, args: readonly string[], signal: AbortSignal): Promise<FfmpegResult> {
  try {
    return await deps.ffmpeg.runFfmpeg(args, { signal, timeoutMs: MAKING_LIMIT_MS });
  } catch (cause) {
    const known = appErrorOf(cause);
    if (known?.code === "render_failed" && known.message.includes("No such filter")) {
      throw new AppError("media_failed", "it is HDR, which an ffmpeg without zscale cannot show", { cause });
    }
    if (known?.code === "render_failed") throw new AppError("media_failed", "it is damaged", { cause });
    if (known?.code === "stage_timeout") throw new AppError("media_failed", "it takes too long to decode", { cause });
    throw cause;
  }
}
