import { type AssEvent } from "../captions/ass.ts";
import { type FontMetrics, preferring } from "../look/font-metrics.ts";
import type { Palette } from "../media/media.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { framesMs } from "./scenes.ts";
import { captionEvents } from "./segment-captions.ts";
import { ROLE_COLOUR, cardEvent } from "./segment-card.ts";
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

/** What is drawn over a picture, apart by the colour that its edges have; lowest first. */
export interface DrawnOver {
  readonly text: readonly AssEvent[];
  readonly accent: readonly AssEvent[];
  readonly captions: readonly AssEvent[];
}

/** Everything drawn over a segment's picture, on the segment's own clock. */
export function segmentEvents(plan: RenderPlan, segment: PlannedSegment, fonts: readonly FontMetrics[]): DrawnOver {
  const look = lookOf(plan, segment, fonts);
  const seen = segment.card.filter(({ enterMs }) => enterMs < look.durationMs);
  const card = (colour: "text" | "accent"): AssEvent[] =>
    seen.filter(({ role }) => ROLE_COLOUR[role] === colour).map((item) => cardEvent(item, look));
  return {
    text: card("text"),
    accent: [...card("accent"), ...wipeEvents(segment, plan.fps, look)],
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
