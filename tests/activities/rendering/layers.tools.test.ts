import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { FONTS_PATH } from "../../../activities/rendering/fonts.ts";
import { assDocument, assFilter } from "../../../domain/captions/ass.ts";
import { layersOver } from "../../../domain/render/layer-filters.ts";
import type { PlannedSegment, RenderPlan } from "../../../domain/render/plan.ts";
import { type OverlayLayer, segmentLayers } from "../../../domain/render/segment-layers.ts";
import { captionDrawings, cardDrawings, lookOf } from "../../../domain/render/segment-overlay.ts";
import { CAPTION_STYLES } from "../../../domain/video/video-settings.ts";
import { fonts, planOf, sceneOf, scriptOf, specWith } from "../../domain/render/planned-video.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-layers-"));
});
afterAll(() => rm(folder, { recursive: true }));

const POINTS = {
  ...sceneOf(2, ["The sea rises twice a day.", "It follows the moon."]),
  kicker: "PART 2",
  points: ["Twice a day", "After the moon"],
  pointSentences: [0, 1],
};
const QUOTE = { ...sceneOf(3, ["A good comparison is half of it."]), kind: "quote" as const, heading: "Half of it" };
const FROM_RIGHT = { ...sceneOf(3, ["يرتفع البحر مرتين في اليوم."], "البحر"), kicker: "مثال" };

/** Smallest likeness in dB of layers to the same letters drawn on every frame: while nothing moves, and of all frames. */
async function likeness(plan: RenderPlan, segment: PlannedSegment, layers: readonly OverlayLayer[]) {
  const { width, height } = plan.canvas;
  const whole = join(folder, "whole.ass");
  const look = lookOf(plan, segment, fonts);
  const drawings = [...cardDrawings(segment.card, look), ...captionDrawings(segment.captions, look)];
  const events = drawings.flatMap((drawing) => drawing.events);
  await writeFile(whole, assDocument(plan.canvas, events));
  const files = layers.map((layer, index) => ({ layer, script: join(folder, `layer-${index}.ass`) }));
  for (const { layer, script } of files) await writeFile(script, layer.script);
  const { frameCount } = segment;
  const { steps, output } = layersOver("[picture]null", files, {
    name: "p",
    fonts: FONTS_PATH,
    fps: plan.fps,
    frameCount,
  });
  const stats = join(folder, "stats.txt");
  const graph = [
    `color=c=0x8fa0b0:s=${width}x${height}:r=${plan.fps},format=yuv420p,split[picture][other]`,
    `[other]${assFilter(whole, FONTS_PATH)}[drawn]`,
    ...steps,
    `[drawn][${output}]psnr=stats_file=${stats}`,
  ].join(";");
  execFileSync("ffmpeg", ["-v", "error", "-filter_complex", graph, "-frames:v", String(frameCount), "-f", "null", "-"]);
  const lines = (await readFile(stats, "utf8")).match(/psnr_avg:\S+/g) ?? [];
  expect(lines.length).toBeGreaterThanOrEqual(frameCount);
  const likenesses = lines.map((each) => Number(each.replace("psnr_avg:", "").replace("inf", "100")));
  // A line that fades in gains its cover a little later in a layer.
  const isMoving = (frame: number): boolean =>
    events.some(({ startMs, movesForMs = 0 }) => {
      const sinceMs = (frame * 1000) / plan.fps - startMs;
      return movesForMs > 0 && sinceMs > -50 && sinceMs < movesForMs + 50;
    });
  return { still: Math.min(...likenesses.filter((_, frame) => !isMoving(frame))), all: Math.min(...likenesses) };
}

function planned(captionStyle: (typeof CAPTION_STYLES)[number], last = QUOTE as typeof POINTS | typeof FROM_RIGHT) {
  const spec = specWith({ size: "720p", look: { captions: captionStyle, transition: "cut" } });
  const { plan } = planOf(spec, scriptOf([sceneOf(1, ["Tides."]), POINTS, last]));
  return { plan, drawn: plan.segments.filter(({ scene }) => scene > 0) };
}

test.each(CAPTION_STYLES)("layers look like letters drawn on every frame: %s", async (style) => {
  const { plan, drawn } = planned(style);
  for (const segment of drawn) {
    const { still, all } = await likeness(plan, segment, segmentLayers(plan, segment, fonts));
    expect(still).toBeGreaterThan(48);
    expect(all).toBeGreaterThan(30);
  }
});

test("the same where words run from the right", async () => {
  const { plan, drawn } = planned("highlight", FROM_RIGHT);
  for (const segment of drawn) {
    const { still, all } = await likeness(plan, segment, segmentLayers(plan, segment, fonts));
    expect(still).toBeGreaterThan(48);
    expect(all).toBeGreaterThan(30);
  }
});

test("a change that is not drawn would be seen", async () => {
  const { plan, drawn } = planned("highlight");
  const [segment] = drawn;
  if (segment === undefined) throw new Error("nothing was planned");
  const frozen = segmentLayers(plan, segment, fonts).map((layer) => ({ ...layer, changes: [[0, 0] as const] }));
  expect((await likeness(plan, segment, frozen)).still).toBeLessThan(30);
});
