import { type AssEvent, assDocument, movedInto } from "../captions/ass.ts";
import type { CardText } from "../look/cards.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { captionBox, captionColours, captionEvents } from "./segment-captions.ts";
import { ROLE_COLOUR, cardEvent, cardItemBox } from "./segment-card.ts";
import { type Look, lookOf } from "./segment-overlay.ts";
import { wipePicture } from "./segment-wipe.ts";

/**
 * A see-through picture over a segment. libass draws it only on the frames where it changes, and ffmpeg lays it over the
 * others with vector instructions: drawing letters on every frame costs four times as much.
 */
export interface OverlayLayer {
  /** A libass script of the layer's own size. */
  readonly script: string;
  readonly width: number;
  readonly height: number;
  /** Place on the canvas, in whole pixels or as ffmpeg's expression of the time. */
  readonly x: number | string;
  readonly y: number;
  /** `rrggbb` that soft edges fade into, so that they keep the colour of what they belong to. */
  readonly ground: string;
  /** Frames that are drawn anew: first and last of each stretch. */
  readonly changes: readonly (readonly [number, number])[];
}

/** What lies over a segment's picture, lowest first. */
export function segmentLayers(
  plan: RenderPlan,
  segment: PlannedSegment,
  fonts: readonly FontMetrics[],
): OverlayLayer[] {
  const look = lookOf(plan, segment, fonts);
  const wipe = wipePicture(segment, plan.fps, look);
  return [
    ...cardLayers(segment.card, plan, look),
    ...(wipe === null ? [] : [{ ...wipe, y: 0, ground: look.palette.accent, changes: [[0, 0] as const] }]),
    ...captionLayer(segment, plan, look),
  ];
}

/** The card that leaves with the picture before a bridge. */
export function outgoingLayers(
  plan: RenderPlan,
  segment: PlannedSegment,
  fonts: readonly FontMetrics[],
): OverlayLayer[] {
  return cardLayers(segment.bridge?.from.card ?? [], plan, lookOf(plan, segment, fonts));
}

/** A layer for each colour of a card. */
function cardLayers(card: readonly CardText[], plan: RenderPlan, look: Look): OverlayLayer[] {
  const seen = card.filter(({ enterMs }) => enterMs < look.durationMs);
  return (["text", "accent"] as const).flatMap((colour) => {
    const items = seen.filter(({ role }) => ROLE_COLOUR[role] === colour);
    if (items.length === 0) return [];
    const boxes = items.map((item) => cardItemBox(item, look));
    return [
      layer(
        boxes,
        items.map((item) => cardEvent(item, look)),
        look.palette[colour],
        plan,
        look,
      ),
    ];
  });
}

/** Around the box of a caption, for its outline; in pixels of a canvas of 1080 lines. */
const CAPTION_AIR = 24 / 1080;

function captionLayer({ captions }: PlannedSegment, plan: RenderPlan, look: Look): OverlayLayer[] {
  const events = captions.flatMap((cue) => captionEvents(cue, look));
  if (events.length === 0) return [];
  const air = Math.min(look.canvas.width, look.canvas.height) * CAPTION_AIR;
  const boxes = captions
    .map((cue) => captionBox(cue, look))
    .map(({ left, top, right, bottom }) => ({
      left: left - air,
      top: top - air,
      right: right + air,
      bottom: bottom + air,
    }));
  return [layer(boxes, events, captionColours(look).ground, plan, look)];
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function layer(
  boxes: readonly Box[],
  events: readonly AssEvent[],
  ground: string,
  { canvas, fps }: RenderPlan,
  look: Look,
): OverlayLayer {
  // Colour has half the pixels of brightness: a layer begins and ends on whole ones of both.
  const even = (value: number, most: number): number => Math.min(Math.max(0, 2 * Math.floor(value / 2)), most);
  const left = even(Math.min(...boxes.map((box) => box.left)), canvas.width - 2);
  const top = even(Math.min(...boxes.map((box) => box.top)), canvas.height - 2);
  const right = even(Math.max(...boxes.map((box) => box.right)) + 2, canvas.width);
  const bottom = even(Math.max(...boxes.map((box) => box.bottom)) + 2, canvas.height);
  const size = { width: Math.max(2, right - left), height: Math.max(2, bottom - top) };
  const script = assDocument(
    size,
    events.map((event) => coveringOnce(movedInto({ left, top }, event))),
  );
  const changes = changedFrames(events, fps, Math.round((look.durationMs * fps) / 1000));
  return { script, ...size, x: left, y: top, ground, changes };
}

/** ffmpeg lays a see-through colour into a layer twice, as colour and as cover: its root gives the cover that was meant. */
export function coveringOnce(event: AssEvent): AssEvent {
  const body = event.body.replace(/\\1a&H([0-9A-F]{2})&/g, (_, hidden: string) => {
    const cover = Math.sqrt(1 - Number.parseInt(hidden, 16) / 255);
    return `\\1a&H${Math.round((1 - cover) * 255)
      .toString(16)
      .padStart(2, "0")
      .toUpperCase()}&`;
  });
  return { ...event, body };
}

/** Frames at which an event begins, moves or ends; libass sees times in whole milliseconds, cut, so a border may fall on either side. */
export function changedFrames(
  events: readonly AssEvent[],
  fps: number,
  frameCount: number,
): readonly (readonly [number, number])[] {
  const stretch = (fromMs: number, toMs: number): [number, number] => [
    Math.max(0, Math.ceil(((fromMs - BORDER_MS) * fps) / 1000)),
    Math.min(frameCount - 1, Math.ceil(((toMs + 1) * fps) / 1000)),
  ];
  const stretches = events
    .flatMap(({ startMs, endMs, movesForMs = 0 }) => [stretch(startMs, startMs + movesForMs), stretch(endMs, endMs)])
    .filter(([first, last]) => first <= last)
    .toSorted(([left], [right]) => left - right);
  const merged: [number, number][] = [[0, 0]];
  for (const [first, last] of stretches) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** Scripts count in hundredths of a second, cut. */
const BORDER_MS = 11;
