import type { AssEvent } from "../captions/ass.ts";
import type { CaptionCue } from "../captions/captions.ts";
import type { CardRole, CardText } from "../look/cards.ts";
import { type FontMetrics, preferring } from "../look/font-metrics.ts";
import type { Palette } from "../media/media.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { framesMs } from "./scenes.ts";
import { captionBox, captionEvents } from "./segment-captions.ts";
import { cardEvent, cardItemBox } from "./segment-card.ts";
import type { Canvas } from "../video/video.ts";
import type { CaptionStyle } from "../video/video-settings.ts";

export interface Look {
  readonly canvas: Canvas;
  readonly palette: Palette;
  readonly fonts: readonly FontMetrics[];
  readonly captionStyle: CaptionStyle;
  readonly durationMs: number;
}

/** The pixels that something may touch. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What libass draws in one place, on its segment's clock. */
export interface Drawing {
  readonly box: Box;
  readonly events: readonly AssEvent[];
}

/** Lines and shapes of a card, those that enter before its segment ends. */
export function cardDrawings(card: readonly CardText[], look: Look): (Drawing & { readonly role: CardRole })[] {
  return card
    .filter(({ enterMs }) => enterMs < look.durationMs)
    .map((item) => ({ role: item.role, box: cardItemBox(item, look), events: [cardEvent(item, look)] }));
}

/** Around the box of a caption, for its outline; in pixels of a canvas of 1080 lines. */
const CAPTION_AIR = 24 / 1080;

/** Captions that are drawn at all: the style may be none. */
export function captionDrawings(captions: readonly CaptionCue[], look: Look): Drawing[] {
  const air = Math.min(look.canvas.width, look.canvas.height) * CAPTION_AIR;
  return captions
    .map((cue) => {
      const { left, top, right, bottom } = captionBox(cue, look);
      const box = { left: left - air, top: top - air, right: right + air, bottom: bottom + air };
      return { box, events: captionEvents(cue, look) };
    })
    .filter(({ events }) => events.length > 0);
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
