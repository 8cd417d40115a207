import type { AssEvent } from "../captions/ass.ts";
import { type Box, finePath, filled, ribbonPath } from "../look/artwork-shapes.ts";
import { FIGURE_STARTS_MS, type FigureLook, figureShape, figureText, roundPath } from "./look.ts";
import { type Projection, projectionOf } from "./map-projection.ts";
import { mixColours } from "../look/palette.ts";
import type { SceneMap } from "../script/script.ts";
import { fontFor } from "../look/text-layout.ts";
import type { Canvas } from "../video/video.ts";

/** Outlines as points in degrees: `assets/land-outline.json`. */
export interface LandOutline {
  readonly land: readonly Outline[];
  readonly borders: readonly Outline[];
}
export type Outline = readonly { readonly lon: number; readonly lat: number }[];

/** Text of the asset: hundredths of a degree, longitude and latitude in turn, lines apart by semicolons. */
export function parseOutlines(text: string): Outline[] {
  return text.split(";").map((line) => {
    const numbers = line.split(" ").map(Number);
    return Array.from({ length: numbers.length / 2 }, (_, index) => ({
      lon: (numbers[index * 2] ?? 0) / 100,
      lat: (numbers[index * 2 + 1] ?? 0) / 100,
    }));
  });
}

const POP_MS = 260;
const PLACE_STEP_MS = 320;

/** Land behind the whole picture, and the places on it with their names. */
export function mapEvents(map: SceneMap, outline: LandOutline, look: FigureLook): AssEvent[] {
  const projection = projectionOf(map, look.area);
  return [...landEvents(outline, projection, look), ...placeEvents(map, projection, look)];
}

function landEvents({ land, borders }: LandOutline, projection: Projection, look: FigureLook): AssEvent[] {
  const { size, palette, unit } = look;
  const inView = (points: readonly (readonly [number, number])[]): boolean => meets(boundsOf(points), size);
  const shores = land.flatMap((ring) => everyTurn(projected(ring, projection), projection)).filter(inView);
  const lines = borders.flatMap((line) => everyTurn(projected(line, projection), projection)).filter(inView);
  const ground = filled(shores.map((ring) => finePath(ring)).join(" "), {
    colour: palette.shape,
    alpha: 0.5,
    layer: 0,
  });
  const shore = filled(shores.map((ring) => ribbonPath([...ring, ...ring.slice(0, 1)], unit * 0.25)).join(" "), {
    colour: mixColours(palette.shape, palette.text, 0.45),
    alpha: 0.7,
    layer: 0,
  });
  const border = filled(lines.map((line) => ribbonPath(line, unit * 0.14)).join(" "), {
    colour: palette.deep,
    alpha: 0.75,
    layer: 0,
  });
  return [ground, border, shore].map((event) => ({ ...event, endMs: 3_600_000 }));
}

/** A ring that lies across the edge of the sheet is kept in one piece: each point follows the one before. */
function projected(outline: Outline, { place, turnPx }: Projection): (readonly [number, number])[] {
  let before: number | undefined;
  return outline.map((point) => {
    const [x, y] = place(point);
    const near: number = before === undefined ? x : x + turnPx * Math.round((before - x) / turnPx);
    before = near;
    return [near, y];
  });
}

/** One turn to either side as well: a land whose outline begins beyond the edge would else be missing on this side. */
function everyTurn(points: readonly (readonly [number, number])[], { turnPx }: Projection) {
  return [-turnPx, 0, turnPx].map((east) => points.map(([x, y]): readonly [number, number] => [x + east, y]));
}

function placeEvents({ places }: SceneMap, projection: Projection, look: FigureLook): AssEvent[] {
  const { unit, palette, size, area } = look;
  const namePx = Math.min(unit * 3.3, (area.right - area.left) / 9);
  const taken: Box[] = places.map((place) => around(projection.place(place), unit * 1.8));
  return places.flatMap((place, index) => {
    const [x, y] = projection.place(place);
    const startMs = FIGURE_STARTS_MS + index * PLACE_STEP_MS;
    const name = labelPlace(look, place.name.trim(), [x, y], namePx, taken, size);
    taken.push(name.box);
    const pop = `\\fscx20\\fscy20\\t(0,${POP_MS},0.5,\\fscx100\\fscy100)\\fad(80,0)`;
    const dot = (radius: number, colour: string, alpha: number, layer: number): AssEvent =>
      figureShape(look, {
        path: roundPath(radius),
        at: [x, y],
        anchor: 5,
        colour,
        alpha,
        layer,
        startMs,
        motion: pop,
      });
    return [
      dot(unit * 2.6, palette.accent, 0.28, 2),
      dot(unit * 1.25, palette.accent, 1, 3),
      dot(unit * 0.5, palette.deep, 1, 4),
      // Letters on land of any tone: the ground's darkest colour lies softly behind them.
      filled(backing(name.box, unit), { colour: palette.deep, alpha: 0.6, layer: 3, blurPx: unit * 0.8 }),
      figureText(look, {
        text: place.name.trim(),
        at: name.at,
        anchor: name.anchor,
        sizePx: namePx,
        colour: palette.text,
        isBold: true,
        startMs: startMs + 120,
        layer: 5,
      }),
    ].map((event) =>
      event.endMs < 3_600_000 ? { ...event, startMs: look.isMoving ? startMs + 120 : 0, endMs: 3_600_000 } : event,
    );
  });
}

/** To the right of its place, else to the left, below or above, or aslant: where it stays inside and meets no other. */
function labelPlace(
  { fonts, unit, area }: FigureLook,
  text: string,
  [x, y]: readonly [number, number],
  sizePx: number,
  taken: readonly Box[],
  size: Canvas,
): { at: readonly [number, number]; anchor: number; box: Box } {
  const width = fontFor(fonts, text).widthEm(text) * sizePx;
  const [half, gap] = [sizePx * 0.62, unit * 2.4];
  const choices = [
    {
      at: [x + gap, y] as const,
      anchor: 4,
      box: { left: x + gap, right: x + gap + width, top: y - half, bottom: y + half },
    },
    {
      at: [x - gap, y] as const,
      anchor: 6,
      box: { left: x - gap - width, right: x - gap, top: y - half, bottom: y + half },
    },
    {
      at: [x, y + gap + half] as const,
      anchor: 5,
      box: { left: x - width / 2, right: x + width / 2, top: y + gap, bottom: y + gap + 2 * half },
    },
    {
      at: [x, y - gap - half] as const,
      anchor: 5,
      box: { left: x - width / 2, right: x + width / 2, top: y - gap - 2 * half, bottom: y - gap },
    },
    // Above and below once more, from the place to the right: beside an edge or a crowd.
    {
      at: [x - gap, y - gap - half] as const,
      anchor: 4,
      box: { left: x - gap, right: x - gap + width, top: y - gap - 2 * half, bottom: y - gap },
    },
    {
      at: [x - gap, y + gap + half] as const,
      anchor: 4,
      box: { left: x - gap, right: x - gap + width, top: y + gap, bottom: y + gap + 2 * half },
    },
  ];
  // The card's words stand beside the area.
  const [leftmost, rightmost] = [Math.max(size.width * 0.04, area.left - gap), size.width * 0.96];
  const inside = (box: Box): boolean => box.left > leftmost && box.right < rightmost;
  const [first] = choices;
  if (first === undefined) throw new RangeError("no place for a name");
  return choices.find(({ box }) => inside(box) && !taken.some((other) => overlap(box, other))) ?? first;
}

function backing({ left, top, right, bottom }: Box, unit: number): string {
  return finePath([
    [left - unit, top],
    [right + unit, top],
    [right + unit, bottom],
    [left - unit, bottom],
  ]);
}

function around([x, y]: readonly [number, number], reach: number): Box {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

function overlap(left: Box, right: Box): boolean {
  return left.left < right.right && right.left < left.right && left.top < right.bottom && right.top < left.bottom;
}

function boundsOf(points: readonly (readonly [number, number])[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function meets(box: Box, { width, height }: Canvas): boolean {
  return box.right > 0 && box.left < width && box.bottom > 0 && box.top < height;
}
