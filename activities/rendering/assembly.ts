import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { subRip, webVtt } from "../../domain/captions/caption-files.ts";
import { chapterFile, joinArguments, segmentList } from "../../domain/render/assembly.ts";
import { contactSheetArguments, contactSheetList } from "../../domain/render/contact-sheet.ts";
import { AppError } from "../../domain/errors.ts";
import type { AssemblyResult, Usage } from "../../domain/video/production.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import { contentHash, fileSha256 } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { encodedKeyOf } from "./audio.ts";
import type { Work } from "./segment.ts";
import { THUMBNAILS_VERSION, drawThumbnails } from "./thumbnails.ts";
import type { RenderingDeps } from "./rendering.ts";
import { inWorkFolder } from "../work-folder.ts";

export interface AssemblyParts {
  readonly plan: RenderPlan;
  readonly planKey: string;
  readonly segmentKeys: readonly string[];
  readonly audioKey: string;
}

/** Part of the record's key: files that were joined otherwise are not those that are looked for. */
const JOIN_VERSION = 2;

type Made = Omit<AssemblyResult, "usage">;

export async function assemble(deps: RenderingDeps, parts: AssemblyParts, work: Work): Promise<AssemblyResult> {
  const version = await deps.ffmpeg.ffmpegVersion();
  const { planKey, segmentKeys, audioKey } = parts;
  const recordKey = `assemblies/${contentHash({ planKey, segmentKeys, audioKey, version, joined: JOIN_VERSION, thumbnails: THUMBNAILS_VERSION })}.json`;
  // The record is written last: where it is, all the files are.
  if (!work.fresh && (await deps.storage.has(recordKey))) {
    work.report(1, "video ready");
    return { ...(await deps.storage.getJson<Made>(recordKey)), usage: [] };
  }
  return inWorkFolder(deps.workPath, async (folder) => {
    const usage: Usage[] = [];
    const run = async (args: readonly string[]): Promise<string> => {
      const result = await deps.ffmpeg.runFfmpeg(args, { signal: work.signal });
      usage.push(cpuUsage("assemble", result));
      return result.stderr;
    };
    work.report(0, "joining segments and sound");
    const segmentPaths = await Promise.all(parts.segmentKeys.map((key) => deps.storage.getFile(key)));
    const videoPath = await joinVideo(deps, { ...parts, segmentPaths }, folder, run);
    work.report(0.6, "drawing thumbnails and contact sheet");
    const thumbnailKeys = await drawThumbnails(deps, parts.plan, { folder, run, fresh: work.fresh });
    const contactSheetPath = join(folder, "contact-sheet.jpg");
    const sheetList = join(folder, "contact-sheet.txt");
    await writeFile(sheetList, contactSheetList(parts.plan, segmentPaths));
    await run(contactSheetArguments(parts.plan, sheetList, contactSheetPath));
    const srtPath = join(folder, "captions.srt");
    const vttPath = join(folder, "captions.vtt");
    await writeFile(srtPath, subRip(parts.plan.captions));
    await writeFile(vttPath, webVtt(parts.plan.captions));
    const sha256 = await fileSha256(videoPath);
    const made: Made = {
      videoKey: `videos/${sha256}.mp4`,
      sha256,
      bytes: (await stat(videoPath)).size,
      durationMs: parts.plan.durationMs,
      thumbnailKey: thumbnailKeys[0],
      thumbnailKeys,
      contactSheetKey: `contact-sheets/${await fileSha256(contactSheetPath)}.jpg`,
      srtKey: `captions/${await fileSha256(srtPath)}.srt`,
      vttKey: `captions/${await fileSha256(vttPath)}.vtt`,
    };
    await deps.storage.putFile(made.videoKey, videoPath);
    await deps.storage.putFile(made.contactSheetKey, contactSheetPath);
    await deps.storage.putFile(made.srtKey, srtPath);
    await deps.storage.putFile(made.vttKey, vttPath);
    await deps.storage.putJson(recordKey, made);
    work.report(1, "video ready");
    return { ...made, usage };
  });
}

type Run = (args: readonly string[]) => Promise<string>;

async function joinVideo(
  deps: RenderingDeps,
  { plan, audioKey, segmentPaths }: AssemblyParts & { readonly segmentPaths: readonly string[] },
  folder: string,
  run: Run,
): Promise<string> {
  if (segmentPaths.length !== plan.segments.length) {
    throw new AppError("render_failed", `${segmentPaths.length} segments for a plan of ${plan.segments.length}`);
  }
  const files = {
    list: join(folder, "segments.txt"),
    audio: await deps.storage.getFile(encodedKeyOf(audioKey)),
    chapters: join(folder, "chapters.txt"),
    output: join(folder, "video.mp4"),
  };
  await writeFile(files.list, segmentList(plan, segmentPaths));
  await writeFile(files.chapters, chapterFile(plan.chapters));
  await run(joinArguments(files));
  const { streams } = await deps.ffmpeg.ffprobe(files.output);
  const frames = Number(streams.find((stream) => stream.codec_type === "video")?.nb_frames);
  if (frames !== plan.frameCount) {
    throw new AppError("render_failed", `the joined video has ${frames} frames, ${plan.frameCount} were planned`, {
      retryable: true,
    });
  }
  return files.output;
}
