import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { joinList } from "../../domain/render/assembly.ts";
import { PREVIEW_VERSION, type PreviewRun, previewGroups, previewLayers } from "../../domain/render/preview.ts";
import {
  DRAFT_SAMPLE_RATE,
  type PreviewPart,
  previewArguments,
  previewJoinArguments,
  previewPictures,
  previewSound,
} from "../../domain/render/preview-command.ts";
import { waveInput } from "../../domain/sound/wave.ts";
import type { PreviewResult, Usage } from "../../domain/video/production.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import { contentHash, fileSha256 } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { FONTS_PATH, bundledFonts } from "./fonts.ts";
import { mixSettings } from "./audio.ts";
import { musicBed } from "./music.ts";
import type { Work } from "./segment.ts";
import type { RenderingDeps } from "./rendering.ts";
import { together } from "../together.ts";
import { inWorkFolder } from "../work-folder.ts";

/**
 * Two processes are what a small machine can do at once. The first waits for the music and makes the sound too, so it
 * gets the smaller share of the pictures.
 */
const FIRST_SHARE = 0.35;

interface PreviewWork {
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly run: (args: readonly string[], signal: AbortSignal, input?: Promise<string>) => Promise<string>;
}

/** Makes sure that the draft of a plan is in the store. */
export async function ensurePreview(
  deps: RenderingDeps,
  { plan, planKey }: { plan: RenderPlan; planKey: string },
  work: Work,
): Promise<PreviewResult> {
  const [version, { sha256: fontsSha256 }] = await Promise.all([deps.ffmpeg.ffmpegVersion(), bundledFonts()]);
  const previewKey = `previews/${contentHash({ planKey, version, fontsSha256, preview: PREVIEW_VERSION })}.mp4`;
  const usage: Usage[] = [];
  if (work.fresh || !(await deps.storage.has(previewKey))) {
    await inWorkFolder(deps.workPath, async (folder) => {
      work.report(0, "drawing a draft");
      const run: PreviewWork["run"] = async (args, signal, input) => {
        const result = await deps.ffmpeg.runFfmpeg(args, { signal, ...(input === undefined ? {} : { input }) });
        usage.push(cpuUsage("preview", result));
        return result.stderr;
      };
      const output = await drawPreview(deps, plan, { folder, signal: work.signal, run });
      await deps.storage.putFile(previewKey, output);
    });
  }
  const path = await deps.storage.getFile(previewKey);
  work.report(1, "draft ready");
  const { size: bytes } = await stat(path);
  return { previewKey, sha256: await fileSha256(path), bytes, durationMs: plan.durationMs, usage };
}

async function drawPreview(deps: RenderingDeps, plan: RenderPlan, work: PreviewWork): Promise<string> {
  const files = {
    sound: join(work.folder, "sound.m4a"),
    output: join(work.folder, "preview.mp4"),
  };
  const groups = previewGroups(plan, FIRST_SHARE);
  const drawings = await Promise.all(groups.map((runs, index) => drawingOf(deps, plan, { runs, index }, work.folder)));
  const draw = async ({ runs, pictures }: Drawing, index: number, signal: AbortSignal): Promise<void> => {
    const parts = [pictures];
    if (index === 0)
      parts.push(await soundOf(deps, plan, { first: runs.length, sound: files.sound }, { ...work, signal }));
    await work.run(previewArguments(parts), signal);
  };
  const drawn: Promise<void>[] = [];
  await together(
    work.signal,
    ...drawings.map((drawing, index) => (signal: AbortSignal) => (drawn[index] = draw(drawing, index, signal))),
    // ffmpeg takes a tenth of a second to start: where one part is drawn, it does so while the other is.
    async (signal: AbortSignal) => {
      await Promise.race(drawn);
      const list = Promise.all(drawn).then(() => joinList(drawings.map(({ output }) => `file:${output}`)));
      await work.run(previewJoinArguments(files), signal, list);
    },
  );
  return files.output;
}

interface Drawing {
  readonly runs: readonly PreviewRun[];
  readonly pictures: PreviewPart;
  readonly output: string;
}

/** How ffmpeg draws one group of runs, and where it leaves them. */
async function drawingOf(
  { storage }: RenderingDeps,
  plan: RenderPlan,
  { runs, index }: { runs: readonly PreviewRun[]; index: number },
  folder: string,
): Promise<Drawing> {
  const { fonts } = await bundledFonts();
  const layers = previewLayers(plan, runs, fonts).map((layer, number) => {
    return { layer, script: join(folder, `part-${index}-${number}.ass`) };
  });
  const files = {
    pictures: await Promise.all(runs.map(({ objectKey }) => storage.getFile(objectKey))),
    layers,
    fonts: FONTS_PATH,
    output: join(folder, `part-${index}.mp4`),
  };
  await Promise.all(layers.map(({ layer, script }) => writeFile(script, layer.script)));
  return { runs, pictures: previewPictures(plan, runs, files), output: files.output };
}

async function soundOf(
  deps: RenderingDeps,
  plan: RenderPlan,
  { first, sound }: { first: number; sound: string },
  { folder, signal, run }: PreviewWork,
): Promise<PreviewPart> {
  const prepared = (args: readonly string[]): Promise<string> => run(args, signal);
  const bed = await musicBed(deps, plan, { folder, signal, run: prepared, sampleRate: DRAFT_SAMPLE_RATE });
  const inputs = [...waveInput(await deps.storage.getFile(plan.audio.narrationKey)), ...(bed?.input ?? [])];
  return previewSound(plan, { inputs, first, output: sound }, mixSettings(plan.audio, bed));
}
