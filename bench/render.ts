import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { FONTS_PATH, bundledFonts } from "../activities/rendering/fonts.ts";
import type { RenderPlan } from "../domain/render/plan.ts";
import { segmentArguments } from "../domain/render/segment-command.ts";
import { segmentLayers } from "../domain/render/segment-layers.ts";
import { ffmpeg, makeVideo, openStudio, specOf, type Studio } from "../tests/activities/rendering/made-video.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { renderWithMoviePy } from "./render-peer.ts";
import { REMOTION_VERSION, renderWithRemotion } from "./render-remotion.ts";

const REPEATS = 3;
const SECONDS = 60;
const MEGABYTE = 1024 * 1024;

/** GEN-7: processor time and memory of a 60 s 1080p30 video of a fixed seed, with MoviePy and Remotion on the same plan. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const studio = await openStudio();
  const folder = await mkdtemp(join(tmpdir(), "longtake-bench-render-"));
  try {
    onLine(`making a ${SECONDS} s video at 1080p30`);
    const startedAt = performance.now();
    const made = await makeVideo(studio, specOf({ seconds: SECONDS, size: "1080p", seed: 20 }));
    const wallSeconds = (performance.now() - startedAt) / 1000;
    const plan = await studio.storage.getJson<RenderPlan>(made.plan.planKey);
    const plain = await repeated(studio, withCaptionsOnly(plan), folder, onLine, "pan and captions");
    const full = await repeated(studio, plan, folder, onLine, "full design");
    onLine("MoviePy on the first 10 s of the plan");
    const planPath = join(folder, "plan.json");
    await writeFile(planPath, JSON.stringify(plan));
    const peer = await renderWithMoviePy({ planPath, storePath: studio.folder, output: join(folder, "peer.mp4") });
    onLine("Remotion on the first 4 s of the plan");
    const browser = await renderWithRemotion({
      planPath,
      storePath: studio.folder,
      output: join(folder, "browser.mp4"),
    });
    const peakMegabytes = Math.max(plain.peakRssBytes, full.peakRssBytes) / MEGABYTE;
    return [
      ...spread("CPU-s per video-second, pan and word captions", plain.cpu, 0.4, peer.cpuSecondsPerVideoSecond),
      ...(browser === null ? [] : [besideRemotion(plain.cpu, browser.cpuSecondsPerVideoSecond)]),
      ...spread("CPU-s per video-second, full design", full.cpu, 0.6, peer.cpuSecondsPerVideoSecond),
      {
        figure: "peak RSS of a render process",
        value: peakMegabytes,
        unit: "MB",
        goal: "≤ 300",
        ok: peakMegabytes <= 300,
        peer: "MoviePy",
        peerValue: peer.peakRssBytes / MEGABYTE,
      },
      { figure: "topic to file, 60 s video, wall", value: wallSeconds, unit: "s", goal: "≤ 60", ok: wallSeconds <= 60 },
      {
        figure: "frames lost or doubled",
        value: plan.frameCount - full.frames,
        unit: "frames",
        goal: "0",
        ok: plan.frameCount === full.frames,
      },
    ];
  } finally {
    await Promise.all([studio.folder, folder].map((path) => rm(path, { recursive: true, force: true })));
  }
}

function besideRemotion(cpu: readonly number[], peerValue: number): Figure {
  const value = cpu.toSorted((left, right) => left - right)[Math.floor(cpu.length / 2)] ?? Infinity;
  return {
    figure: "the same beside a browser, median",
    value,
    unit: "CPU-s/s",
    goal: "shown",
    ok: true,
    peer: `Remotion ${REMOTION_VERSION}, pan and captions`,
    peerValue,
  };
}

/** The plan without cards and wipes: what the goal of 0.4 is about. */
function withCaptionsOnly(plan: RenderPlan): RenderPlan {
  const segments = plan.segments.map((segment) => ({
    ...segment,
    card: [],
    wipeInFrames: 0,
    wipeOutFrames: 0,
    fadeOutFrames: 0,
  }));
  return { ...plan, segments };
}

interface Measured {
  /** CPU seconds per second of video, one a repeat. */
  readonly cpu: readonly number[];
  readonly peakRssBytes: number;
  readonly frames: number;
}

async function repeated(
  studio: Studio,
  plan: RenderPlan,
  folder: string,
  onLine: (line: string) => void,
  what: string,
): Promise<Measured> {
  const cpu: number[] = [];
  let peakRssBytes = 0;
  let frames = 0;
  for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
    onLine(`${what}, repeat ${repeat} of ${REPEATS}`);
    const results = await renderAll(studio, plan, folder);
    cpu.push(results.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / (plan.durationMs / 1000));
    peakRssBytes = Math.max(peakRssBytes, ...results.map((result) => result.peakRssBytes));
    frames = results.reduce((sum, result) => sum + result.frames, 0);
  }
  return { cpu, peakRssBytes, frames };
}

/** Every segment anew, as many at once as the machine has cores. */
async function renderAll(studio: Studio, plan: RenderPlan, folder: string) {
  const { fonts } = await bundledFonts();
  return Promise.all(
    plan.segments.map(async (segment) => {
      const output = join(folder, `${segment.index}.mp4`);
      const layers = segmentLayers(plan, segment, fonts).map((layer, index) => {
        return { layer, script: join(folder, `${segment.index}-${index}.ass`) };
      });
      await Promise.all(layers.map(({ layer, script }) => writeFile(script, layer.script)));
      const still = await studio.storage.getFile(segment.still.objectKey);
      const result = await ffmpeg.runFfmpeg(
        segmentArguments(plan, segment, { picture: still, layers, fonts: FONTS_PATH, output }),
      );
      const { streams } = await ffmpeg.ffprobe(output);
      return { ...result, frames: Number(streams[0]?.nb_frames) };
    }),
  );
}

function spread(figure: string, values: readonly number[], limit: number, peerValue: number): Figure[] {
  const sorted = values.toSorted((left, right) => left - right);
  const named = [
    { name: "minimum", value: sorted[0] ?? Infinity },
    { name: "median", value: sorted[Math.floor(sorted.length / 2)] ?? Infinity },
    { name: "maximum", value: sorted.at(-1) ?? Infinity },
  ];
  return named.map(({ name, value }) => ({
    figure: `${figure}, ${name}`,
    value,
    unit: "CPU-s/s",
    goal: name === "median" ? `≤ ${limit}` : "shown",
    ok: name !== "median" || value <= limit,
    peer: "MoviePy 2.1.2, pan and captions",
    peerValue,
  }));
}
