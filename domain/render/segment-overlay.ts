import { type AssEvent } from "../captions/ass.ts";
import { type FontMetrics, preferring } from "../look/font-metrics.ts";
import type { Palette } from "../media/media.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { framesMs } from "./scenes.ts";
import { captionEvents } from "./segment-captions.ts";
import { cardEvent } from "./segment-card.ts";
import { wipeEvents } from "./segment-wipe.ts";
import type { Canvas } from "../video/video.ts";
import type { CaptionStyle } from "../video/video-settings.ts";

export interface Look {
  readonly canvas: Canvas;
  readonly palette: Palette;
  readonly fonts: readonly FontMetrics[];
  readonly captionStyle: CaptionStyle;
  readonly durationMs: number;
}

/** What is drawn over a segment's picture, lowest first, on the segment's own clock. */
export function segmentEvents(
  plan: RenderPlan,
  segment: PlannedSegment,
  fonts: readonly FontMetrics[],
): { readonly card: AssEvent[]; readonly captions: AssEvent[] } {
  const look = lookOf(plan, segment, fonts);
  const items = segment.card.filter(({ enterMs }) => enterMs < look.durationMs);
  return {
    card: [...items.map((item) => cardEvent(item, look)), ...wipeEvents(segment, plan.fps, look)],
    captions: segment.captions.flatMap((cue) => captionEvents(cue, look)),
  };
}

export function lookOf(plan: RenderPlan, segment: PlannedSegment, fonts: readonly FontMetrics[]): Look {
  return {
    canvas: plan.canvas,
    palette: plan.palette,
    fonts: preferring(fonts, plan.font),
    captionStyle: plan.captionStyle ?? "highlight",
    durationMs: framesMs(segment.frameCount, plan.fps),
  };
}
