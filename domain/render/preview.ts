import type { FontMetrics } from "../look/font-metrics.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { framesMs } from "./scenes.ts";
import { captionColours } from "./segment-captions.ts";
import { type OverlayLayer, layerOf } from "./segment-layers.ts";
import { type Drawing, captionDrawings, cardDrawings, lookOf } from "./segment-overlay.ts";
import type { Canvas } from "../video/video.ts";

/** A draft of a plan: small, at a third of the frame rate. Transitions are cuts in it, the loudness is a guess. */
export const PREVIEW = { shortEdge: 360, fps: 10 } as const;

/** Part of the key of what is made with it. */
export const PREVIEW_VERSION = 9;

/** Stretches of the plan that one picture lasts, moved as one. Frames are the preview's. */
export interface PreviewRun {
  readonly segment: PlannedSegment;
  readonly objectKey: string;
  readonly startFrame: number;
  readonly frameCount: number;
  /** How far into its picture it begins. */
  readonly fromFrame: number;
}

export function previewCanvas({ width, height }: Canvas): Canvas {
  const scale = PREVIEW.shortEdge / Math.min(width, height);
  const even = (value: number): number => Math.round((value * scale) / 2) * 2;
  return { width: even(width), height: even(height) };
}

/** The first of the preview's frames at or after one of the plan's. */
function previewFrameOf({ fps }: Pick<RenderPlan, "fps">): (at: Pick<PlannedSegment, "startFrame">) => number {
  return ({ startFrame }) => Math.ceil((startFrame * PREVIEW.fps) / fps);
}

export function previewRuns(plan: RenderPlan): PreviewRun[] {
  const frameOf = previewFrameOf(plan);
  const runs: PreviewRun[] = [];
  for (const segment of plan.segments) {
    const startFrame = frameOf(segment);
    const frameCount = frameOf({ startFrame: segment.startFrame + segment.frameCount }) - startFrame;
    const objectKey = (segment.clip ?? segment.still).objectKey;
    const before = runs.at(-1);
    const goesOn = before?.objectKey === objectKey && before.segment.scene === segment.scene;
    if (before !== undefined && goesOn) {
      runs[runs.length - 1] = { ...before, frameCount: before.frameCount + frameCount };
    } else runs.push({ segment, objectKey, startFrame, frameCount, fromFrame: 0 });
  }
  return runs.filter(({ frameCount }) => frameCount > 0);
}

/**
 * Runs for two processes: the first gets about `share` of the frames. The border is where a segment begins, since what
 * moves on its card must not begin twice, in the middle of a run where need be.
 */
export function previewGroups(plan: RenderPlan, share: number): PreviewRun[][] {
  const runs = previewRuns(plan);
  const wanted = framesOf(runs) * share;
  const distance = (frame: number): number => Math.abs(frame - wanted);
  const [border = framesOf(runs)] = plan.segments
    .slice(1)
    .map(previewFrameOf(plan))
    .toSorted((left, right) => distance(left) - distance(right));
  const first = runs.flatMap((run) => {
    const frameCount = Math.min(run.frameCount, border - run.startFrame);
    return frameCount > 0 ? [{ ...run, frameCount }] : [];
  });
  const second = runs.flatMap((run) => {
    const skipped = Math.max(0, border - run.startFrame);
    const { startFrame, frameCount, fromFrame } = run;
    if (skipped >= frameCount) return [];
    const cut = { startFrame: startFrame + skipped, frameCount: frameCount - skipped, fromFrame: fromFrame + skipped };
    return [{ ...run, ...cut }];
  });
  return [first, second].filter((group) => group.length > 0);
}

/**
 * Cards, and captions, of some runs on their common clock: two layers, since captions change with every word, and cards
 * are large. libass fits the letters to the small picture by itself.
 */
export function previewLayers(
  plan: RenderPlan,
  runs: readonly PreviewRun[],
  fonts: readonly FontMetrics[],
): OverlayLayer[] {
  const fromMs = framesMs(runs[0]?.startFrame ?? 0, PREVIEW.fps);
  const untilMs = fromMs + framesMs(framesOf(runs), PREVIEW.fps);
  const drawn = plan.segments
    .filter(({ startFrame }) => framesMs(startFrame, plan.fps) < untilMs - 1)
    .filter(({ startFrame, frameCount }) => framesMs(startFrame + frameCount, plan.fps) > fromMs + 1)
    .map((segment) => {
      const look = lookOf(plan, segment, fonts);
      const placed = placedAt(framesMs(segment.startFrame, plan.fps) - fromMs, look.durationMs);
      return {
        card: cardDrawings(segment.card, look).map(placed),
        captions: captionDrawings(segment.captions, look).map(placed),
      };
    });
  const { canvas } = plan;
  const reduction = canvas.width / previewCanvas(canvas).width;
  const setting = { canvas, fps: PREVIEW.fps, frameCount: framesOf(runs), reduction };
  const card = drawn.flatMap((each) => each.card);
  const captions = drawn.flatMap((each) => each.captions);
  return [
    ...layerOf(card, { ...setting, ground: plan.palette.text }),
    ...layerOf(captions, { ...setting, ground: captionGround(plan) }),
  ];
}

function captionGround(plan: RenderPlan): string {
  return captionColours({ captionStyle: "highlight", ...plan }).ground;
}

export function framesOf(runs: readonly PreviewRun[]): number {
  return runs.reduce((sum, { frameCount }) => sum + frameCount, 0);
}

function placedAt(startMs: number, lengthMs: number): (drawing: Drawing) => Drawing {
  return ({ box, events }) => ({
    box,
    events: events.map((event) => ({
      ...event,
      startMs: startMs + event.startMs,
      endMs: startMs + Math.min(event.endMs, lengthMs),
    })),
  });
}
