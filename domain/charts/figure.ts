import { type AssEvent, assDocument, assFilter } from "../captions/ass.ts";
import { stillSize } from "../look/artwork.ts";
import { chartEvents } from "./artwork.ts";
import { chartProblem } from "./data.ts";
import { figureArea, type FigureLook } from "./look.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import type { MediaCredit, Palette } from "../media/media.ts";
import { clipEncoding } from "../media/commands.ts";
import { type LandOutline, mapEvents } from "./map-artwork.ts";
import { mapProblem } from "./map-projection.ts";
import type { Scene } from "../script/script.ts";
import { type Canvas, FRAMES_PER_SECOND } from "../video/video.ts";

/** What a scene draws from its own data. */
export type SceneFigure =
  | { readonly kind: "chart"; readonly chart: NonNullable<Scene["chart"]> }
  | { readonly kind: "map"; readonly map: NonNullable<Scene["map"]> };

/** The scene's chart, else its map; with the reason where the data cannot be drawn. */
export function figureOf(scene: Scene): SceneFigure | { readonly problem: string } | null {
  if (scene.chart !== undefined) {
    const problem = chartProblem(scene.chart);
    return problem === null ? { kind: "chart", chart: scene.chart } : { problem };
  }
  if (scene.map === undefined) return null;
  const problem = mapProblem(scene.map);
  return problem === null ? { kind: "map", map: scene.map } : { problem };
}

export function figureCredit(figure: SceneFigure): MediaCredit {
  const drawn = { source: "generated", url: null };
  return figure.kind === "chart"
    ? { ...drawn, author: `Longtake; figures: ${figure.chart.source.trim()}`, licence: "CC0-1.0" }
    : { ...drawn, author: "Longtake; land: Natural Earth", licence: "CC0-1.0" };
}

export interface FigureInput {
  readonly figure: SceneFigure;
  readonly canvas: Canvas;
  readonly palette: Palette;
  readonly fonts: readonly FontMetrics[];
  readonly outline: LandOutline;
}

/** The figure whole, on a still: in the middle of the room that the camera pans in. */
export function figureStill(input: FigureInput): AssEvent[] {
  const { canvas } = input;
  const size = stillSize(canvas);
  const [right, down] = [(size.width - canvas.width) / 2, (size.height - canvas.height) / 2];
  const area = figureArea(canvas);
  const moved = {
    left: area.left + right,
    top: area.top + down,
    right: area.right + right,
    bottom: area.bottom + down,
  };
  return eventsOf(input, { area: moved, size, isMoving: false });
}

/** libass script of the figure building itself up on the canvas. */
export function figureClip(input: FigureInput): string {
  const { canvas } = input;
  return assDocument(canvas, eventsOf(input, { area: figureArea(canvas), size: canvas, isMoving: true }));
}

function eventsOf(
  { figure, canvas, palette, fonts, outline }: FigureInput,
  place: Pick<FigureLook, "area" | "size" | "isMoving">,
): AssEvent[] {
  const look = { ...place, palette, fonts, unit: Math.min(canvas.width, canvas.height) / 100 };
  return figure.kind === "chart" ? chartEvents(figure.chart, look) : mapEvents(figure.map, outline, look);
}

/** The ground moves slowly under the figure, so that the picture lives while the figure stands. */
export function figureClipArguments(input: {
  readonly ground: string;
  readonly overlay: string;
  readonly fontsPath: string;
  readonly canvas: Canvas;
  readonly frameCount: number;
  readonly output: string;
}): string[] {
  const { ground, overlay, fontsPath, canvas, frameCount, output } = input;
  const size = stillSize(canvas);
  const [room, drop] = [size.width - canvas.width, size.height - canvas.height];
  const framesPerStep = Math.max(1, Math.ceil(frameCount / Math.max(1, room)));
  const filters = [
    "scale=in_range=pc:out_range=tv:in_color_matrix=bt601:out_color_matrix=bt709",
    "format=yuv420p",
    "loop=-1:1:0",
    `setpts=N/(${FRAMES_PER_SECOND}*TB)`,
    `fps=${FRAMES_PER_SECOND}`,
    `trim=end_frame=${frameCount}`,
    `crop=${canvas.width}:${canvas.height}:x='floor(n/${framesPerStep})':y=${Math.floor(drop / 2)}:exact=1`,
    assFilter(overlay, fontsPath),
  ];
  return [
    ...["-threads", "1", "-filter_threads", "1", "-framerate", String(FRAMES_PER_SECOND), "-i", ground],
    ...["-vf", filters.join(","), "-an", ...clipEncoding(frameCount, output)],
  ];
}
