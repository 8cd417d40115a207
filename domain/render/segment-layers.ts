import { type AssEvent, assDocument, movedInto } from "../captions/ass.ts";
import type { CardText } from "../look/cards.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";
import { captionColours } from "./segment-captions.ts";
import { ROLE_COLOUR } from "./segment-card.ts";
import { type Drawing, type Look, captionDrawings, cardDrawings, lookOf } from "./segment-overlay.ts";
import { wipePicture } from "./segment-wipe.ts";
import type { Canvas } from "../video/video.ts";

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
  const drawings = cardDrawings(card, look);
  return (["text", "accent"] as const).flatMap((colour) =>
    layerOf(
      drawings.filter(({ role }) => ROLE_COLOUR[role] === colour),
      { ...settingOf(plan, look), ground: look.palette[colour] },
    ),
  );
}

function captionLayer({ captions }: PlannedSegment, plan: RenderPlan, look: Look): OverlayLayer[] {
  return layerOf(captionDrawings(captions, look), { ...settingOf(plan, look), ground: captionColours(look).ground });
}

function settingOf({ canvas, fps }: RenderPlan, { durationMs }: Look) {
  return { canvas, fps, frameCount: Math.round((durationMs * fps) / 1000) };
}

interface LayerSetting extends Pick<OverlayLayer, "ground"> {
  readonly canvas: Canvas;
  readonly fps: number;
  readonly frameCount: number;
  /** Pixels of the canvas to one of the picture that is made, a whole number; left out, as large as the canvas. */
  readonly reduction?: number;
}

/** One layer around all drawings; none where there are none. */
export function layerOf(
  drawings: readonly Drawing[],
  { canvas, fps, frameCount, ground, reduction = 1 }: LayerSetting,
): OverlayLayer[] {
  if (drawings.length === 0) return [];
  // Colour has half the pixels of brightness: a layer begins and ends on whole ones of both.
  const grain = 2 * reduction;
  const onGrain = (value: number, most: number): number =>
    Math.min(Math.max(0, grain * Math.floor(value / grain)), most);
  const boxes = drawings.map(({ box }) => box);
  const left = onGrain(Math.min(...boxes.map((box) => box.left)), canvas.width - grain);
  const top = onGrain(Math.min(...boxes.map((box) => box.top)), canvas.height - grain);
  const right = onGrain(Math.max(...boxes.map((box) => box.right)) + grain, canvas.width);
  const bottom = onGrain(Math.max(...boxes.map((box) => box.bottom)) + grain, canvas.height);
  const size = { width: Math.max(grain, right - left), height: Math.max(grain, bottom - top) };
  const events = drawings.flatMap((drawing) => drawing.events);
  const moved = events.map((event) => coveringOnce(movedInto({ left, top }, event)));
  const made = { width: size.width / reduction, height: size.height / reduction };
  const changes = changedFrames(events, fps, frameCount);
  return [{ script: assDocument(size, moved), ...made, x: left / reduction, y: top / reduction, ground, changes }];
}

/** ffmpeg lays a see-through colour into a layer twice, as colour and as cover: its root gives the cover that was meant. */
function coveringOnce(event: AssEvent): AssEvent {
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
