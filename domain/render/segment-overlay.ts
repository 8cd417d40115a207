import { type AssEvent, assColour, assDocument, polygonPath } from "../captions/ass.ts";
import { type FontMetrics, preferring } from "../look/font-metrics.ts";
import type { Palette } from "../media/media.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { framesMs } from "./scenes.ts";
import { captionEvents } from "./segment-captions.ts";
import { PAST_END_MS, cardEvent } from "./segment-card.ts";
import type { Canvas } from "../video/video.ts";
import type { CaptionStyle } from "../video/video-settings.ts";

/** Above cards, below captions. */
const WIPE_LAYER = 5;

export interface Look {
  readonly canvas: Canvas;
  readonly palette: Palette;
  readonly fonts: readonly FontMetrics[];
  readonly captionStyle: CaptionStyle;
  readonly durationMs: number;
}

/** Everything drawn over a segment's picture, as one libass script on the segment's own clock. */
export function segmentOverlay(plan: RenderPlan, segment: PlannedSegment, fonts: readonly FontMetrics[]): string {
  return assDocument(plan.canvas, segmentEvents(plan, segment, fonts));
}

/** The card that leaves with the picture before a bridge. */
export function outgoingOverlay(plan: RenderPlan, segment: PlannedSegment, fonts: readonly FontMetrics[]): string {
  const look = lookOf(plan, segment, fonts);
  return assDocument(
    plan.canvas,
    (segment.bridge?.from.card ?? []).map((item) => cardEvent(item, look)),
  );
}

export function segmentEvents(plan: RenderPlan, segment: PlannedSegment, fonts: readonly FontMetrics[]): AssEvent[] {
  const look = lookOf(plan, segment, fonts);
  return [
    ...segment.card.filter(({ enterMs }) => enterMs < look.durationMs).map((item) => cardEvent(item, look)),
    ...wipeEvents(segment, plan.fps, look),
    ...segment.captions.flatMap((cue) => captionEvents(cue, look)),
  ];
}

function lookOf(plan: RenderPlan, segment: PlannedSegment, fonts: readonly FontMetrics[]): Look {
  return {
    canvas: plan.canvas,
    palette: plan.palette,
    fonts: preferring(fonts, plan.font),
    captionStyle: plan.captionStyle ?? "highlight",
    durationMs: framesMs(segment.frameCount, plan.fps),
  };
}

/** A slanted panel covers the picture before a cut between scenes and uncovers the next one after it. */
function wipeEvents(segment: PlannedSegment, fps: number, look: Look): AssEvent[] {
  const { width, height } = look.canvas;
  const slant = Math.round(width * 0.12);
  const edge = Math.round(width * 0.035);
  const panel = polygonPath(slantedBand(0, width + slant, slant, height));
  const edges = [slantedBand(-edge, 0, slant, height), slantedBand(width + slant, width + slant + edge, slant, height)];
  const layers = [
    { layer: WIPE_LAYER, colour: look.palette.base, path: panel },
    { layer: WIPE_LAYER, colour: look.palette.accent, path: edges.map(polygonPath).join(" ") },
  ];
  const moving = (fromX: number, toX: number, startMs: number, moveMs: number, endMs: number): AssEvent[] =>
    layers.map(({ layer, colour, path }) => ({
      layer,
      startMs,
      endMs,
      body: `{\\an7\\move(${fromX},0,${toX},0,0,${Math.round(moveMs)})\\bord0\\shad0\\1c${assColour(colour)}\\p1}${path}`,
    }));
  const inMs = framesMs(segment.wipeInFrames, fps);
  const outMs = framesMs(segment.wipeOutFrames, fps);
  const outStartMs = look.durationMs - outMs;
  return [
    ...(inMs > 0 ? moving(-slant, -(width + 2 * slant + edge), 0, inMs, inMs) : []),
    ...(outMs > 0 ? moving(width + edge, -slant, outStartMs, outMs, look.durationMs + PAST_END_MS) : []),
  ];
}

/** A band leaning to the right; x at its foot. */
function slantedBand(left: number, right: number, slant: number, height: number): [number, number][] {
  return [
    [left + slant, 0],
    [right + slant, 0],
    [right, height],
    [left, height],
  ];
}
