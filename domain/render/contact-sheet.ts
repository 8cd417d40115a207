import { jpegArguments } from "../media/commands.ts";
import type { Canvas } from "../video/video.ts";
import { fileLine } from "./assembly.ts";
import type { PlannedSegment, RenderPlan } from "./plan.ts";

const COLUMNS = 4;
const ROWS = 3;
/** In pixels: the longer side of a cell, and what lies between cells and around them. */
const CELL_SIDE = 320;
const PADDING = 6;

interface SheetCell {
  /** Place of the segment in the plan. */
  readonly index: number;
  /** Of a keyframe, in seconds from the segment's start. */
  readonly second: number;
}

/** ffmpeg's list of the pictures on the contact sheet: of each chosen segment one keyframe, and nothing else is read. */
export function contactSheetList(plan: RenderPlan, segmentPaths: readonly string[]): string {
  const frame = 1 / plan.fps;
  const files = sheetCells(plan).map(({ index, second }) => {
    const points = `inpoint ${(second + frame / 2).toFixed(4)}\noutpoint ${(second + frame).toFixed(4)}\n`;
    return `${fileLine(segmentPaths[index] ?? "")}\n${points}`;
  });
  return `ffconcat version 1.0\n${files.join("")}`;
}

/** Pictures from all over the video, side by side; `list` is of `contactSheetList`. */
export function contactSheetArguments(plan: RenderPlan, list: string, output: string): string[] {
  const { columns, rows, width, height } = gridOf(plan.canvas, sheetCells(plan).length);
  const tile = `tile=${columns}x${rows}:padding=${PADDING}:margin=${PADDING}:color=0x101418`;
  return [
    ...["-threads", "1", "-skip_frame", "nokey", "-f", "concat", "-safe", "0", "-i", list, "-map", "0:v:0"],
    ...["-vf", `scale=${width}:${height},${tile},scale=out_range=pc,format=yuvj420p`, "-fps_mode", "passthrough"],
    ...jpegArguments(output, 3),
  ];
}

/** A frame on the contact sheet, and the sheet's own size, in pixels. */
export interface SheetFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly sheetWidth: number;
  readonly sheetHeight: number;
}

/** Where the contact sheet shows a scene (from 0), its last picture with most of its words; null where nothing of it can be seen. */
export function sheetFrameOf(plan: Pick<RenderPlan, "canvas" | "fps" | "segments">, scene: number): SheetFrame | null {
  const cells = sheetCells(plan);
  const cell = cells.findLastIndex(({ index, second }) => {
    const segment = plan.segments[index];
    return segment?.scene === scene && segment.brandCard === undefined && isClear(segment, second * plan.fps);
  });
  if (cell === -1) return null;
  const { columns, rows, width, height } = gridOf(plan.canvas, cells.length);
  const [column, row] = [cell % columns, Math.floor(cell / columns)];
  const along = (count: number, size: number): number => PADDING + count * (size + PADDING);
  return {
    ...{ x: along(column, width), y: along(row, height), width, height },
    ...{ sheetWidth: along(columns, width), sheetHeight: along(rows, height) },
  };
}

/** In a short segment the only keyframes may lie under the panel of a wipe, or in the fade at the end. */
function isClear({ frameCount, wipeInFrames, wipeOutFrames, fadeOutFrames }: PlannedSegment, frame: number): boolean {
  return frame >= wipeInFrames && frame < frameCount - Math.max(wipeOutFrames, fadeOutFrames);
}

function gridOf({ width, height }: Canvas, cells: number) {
  const even = (part: number): number => 2 * Math.round((CELL_SIDE * part) / 2);
  const columns = Math.min(COLUMNS, cells);
  return {
    columns,
    rows: Math.ceil(cells / columns),
    width: width >= height ? CELL_SIDE : even(width / height),
    height: width >= height ? even(height / width) : CELL_SIDE,
  };
}

/** Keyframes are two seconds apart; a segment begins under a wipe, so its first one is a last resort. */
function sheetCells({ fps, segments }: Pick<RenderPlan, "fps" | "segments">): SheetCell[] {
  const interval = fps * 2;
  const shown = segments.flatMap(({ bridge, frameCount }, index) => {
    if (bridge !== undefined) return [];
    const middle = Math.floor(frameCount / 2 / interval + 0.5) * interval;
    return [{ index, second: (middle < frameCount ? middle : 0) / fps }];
  });
  const cells = Math.min(COLUMNS * ROWS, shown.length);
  return Array.from({ length: cells }, (_, cell) => shown[Math.floor((cell * shown.length) / cells)]).filter(
    (cell) => cell !== undefined,
  );
}
