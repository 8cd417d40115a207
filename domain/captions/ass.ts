import type { Canvas } from "../video/video.ts";
import { isRightToLeft } from "./direction.ts";

/** Advanced SubStation Alpha, as libass reads it: the one drawing language of cards, captions and artwork. */
export interface AssEvent {
  /** Higher layers lie on top. */
  readonly layer: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Overrides and text; every text inside has gone through `assText`. */
  readonly body: string;
  /** How long it moves, fades or fills after its start; left out where it stands still. */
  readonly movesForMs?: number;
}

/** Unicode's "right-to-left embedding" and its end: libass takes every line for one that reads from the left. */
const FROM_RIGHT = ["\u202B", "\u202C"] as const;
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/gu;

/** Text that can hold nothing but text: no override block, no line break, no control character. */
export function assText(text: string, isFromRight = isRightToLeft(text)): string {
  const plain = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(DIRECTION_CONTROLS, "")
    // libass has an escape for braces and none for the backslash.
    .replaceAll("\\", "/")
    .replace(/[{}]/g, (brace) => `\\${brace}`);
  return isFromRight ? FROM_RIGHT.join(plain) : plain;
}

/** `rrggbb` as ASS writes it: blue, green, red. */
export function assColour(rgb: string): string {
  return `&H${rgb.slice(4, 6)}${rgb.slice(2, 4)}${rgb.slice(0, 2)}&`.toUpperCase();
}

/** ffmpeg's filter that draws a script, with the letters of a folder of fonts. */
export function assFilter(script: string, fonts: string): string {
  return `ass=filename=${filterPath(script)}:fontsdir=${filterPath(fonts)}`;
}

/** A path inside a filter graph: escaped once for the option and once for the graph. */
export function filterPath(path: string): string {
  return path
    .replace(/[\\':]/g, (character) => `\\${character}`)
    .replace(/[\\'[\],;]/g, (character) => `\\${character}`);
}

/** A drawing or text starts from this style and says the rest in its overrides. */
export function assDocument(canvas: Canvas, events: readonly AssEvent[]): string {
  // Encoding 1 keeps sentences left to right even where their first word is not; `assText` turns others round.
  const style =
    "Style: Base,Noto Sans,40,&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,-1,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1";
  const lines = events.map(
    ({ layer, startMs, endMs, body }) => `Dialogue: ${layer},${stamp(startMs)},${stamp(endMs)},Base,,0,0,0,,${body}`,
  );
  return [
    "[Script Info]",
    "ScriptType: v4.00+",
    `PlayResX: ${canvas.width}`,
    `PlayResY: ${canvas.height}`,
    "ScaledBorderAndShadow: yes",
    "YCbCr Matrix: TV.709",
    "WrapStyle: 2",
    "",
    "[V4+ Styles]",
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding",
    style,
    "",
    "[Events]",
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ...lines,
    "",
  ].join("\n");
}

/** Hundredths of a second, cut: an event is there on the first frame at or after its moment. */
function stamp(ms: number): string {
  const hundredths = Math.max(0, Math.floor(ms / 10));
  const seconds = Math.floor(hundredths / 100);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}

/** The event on a smaller canvas whose corner lies at (left, top) of the whole one. */
export function movedInto({ left, top }: { left: number; top: number }, event: AssEvent): AssEvent {
  const body = event.body.replace(
    /\\(pos|move)\((-?\d+),(-?\d+)(?:,(-?\d+),(-?\d+))?/g,
    (_, tag: string, x: string, y: string, toX?: string, toY?: string) => {
      const from = `${Number(x) - left},${Number(y) - top}`;
      return `\\${tag}(${from}${toX === undefined ? "" : `,${Number(toX) - left},${Number(toY) - top}`}`;
    },
  );
  return { ...event, body };
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Share of a quarter circle's radius at which a cubic curve's handles lie. */
const ROUND = 0.5523;

/** Path of a circle around (0, 0) moved to (x, y), in the drawing's own pixels. */
export function circlePath(x: number, y: number, radius: number): string {
  const handle = radius * ROUND;
  const points = [
    [x - radius, y - handle, x - handle, y - radius, x, y - radius],
    [x + handle, y - radius, x + radius, y - handle, x + radius, y],
    [x + radius, y + handle, x + handle, y + radius, x, y + radius],
    [x - handle, y + radius, x - radius, y + handle, x - radius, y],
  ];
  const curves = points.map((curve) => `b ${curve.map((value) => Math.round(value)).join(" ")}`);
  return `m ${Math.round(x - radius)} ${Math.round(y)} ${curves.join(" ")}`;
}

export function polygonPath(points: readonly (readonly [number, number])[]): string {
  const [first, ...rest] = points.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`);
  return `m ${first ?? "0 0"} l ${rest.join(" ")}`;
}

/** Path of a rectangle with round corners. */
export function roundedPath(left: number, top: number, right: number, bottom: number, radius: number): string {
  const corner = Math.min(radius, (right - left) / 2, (bottom - top) / 2);
  const near = corner * (1 - ROUND);
  const at = (...values: number[]): string => values.map((value) => Math.round(value)).join(" ");
  return [
    `m ${at(left + corner, top)} l ${at(right - corner, top)}`,
    `b ${at(right - near, top, right, top + near, right, top + corner)} l ${at(right, bottom - corner)}`,
    `b ${at(right, bottom - near, right - near, bottom, right - corner, bottom)} l ${at(left + corner, bottom)}`,
    `b ${at(left + near, bottom, left, bottom - near, left, bottom - corner)} l ${at(left, top + corner)}`,
    `b ${at(left, top + near, left + near, top, left + corner, top)}`,
  ].join(" ");
}
