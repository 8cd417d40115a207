import { jpegArguments } from "../media/commands.ts";
import type { Chapter, RenderPlan } from "./plan.ts";

/** ffmpeg's list of files to join. */
export function joinList(paths: readonly string[]): string {
  return `ffconcat version 1.0\n${paths.map(fileLine).join("\n")}\n`;
}

/**
 * The segments of a plan, each with its exact length: a file's own header has whole milliseconds, rounded up, which come
 * to more than a frame in ten minutes.
 */
export function segmentList({ segments, fps }: RenderPlan, paths: readonly string[]): string {
  const lines = paths.map((path, index) => {
    const seconds = (segments[index]?.frameCount ?? 0) / fps;
    return `${fileLine(path)}\nduration ${seconds.toFixed(6)}`;
  });
  return `ffconcat version 1.0\n${lines.join("\n")}\n`;
}

/** Without a decoder: half of a join is else the beginning of each file, decoded to learn what its header says. */
function fileLine(path: string): string {
  return `file '${path.replaceAll("'", "'\\''")}'\noption codec_whitelist none`;
}

/** Chapters as ffmpeg's metadata file; with none it is only a header. */
export function chapterFile(chapters: readonly Chapter[]): string {
  const blocks = chapters.map(
    ({ title, startMs, endMs }) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${startMs}\nEND=${endMs}\ntitle=${metadataText(title)}\n`,
  );
  return `;FFMETADATA1\n${blocks.join("")}`;
}

function metadataText(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/[=;#\\]/g, (character) => `\\${character}`);
}

/**
 * Pictures and sound are copied as they are; the index goes to the front; nothing of time or machine gets into the file.
 * Metadata comes from the chapter file, which has none of its own: turning it off would take the chapters' titles too.
 */
export function joinArguments(files: { list: string; audio: string; chapters: string; output: string }): string[] {
  return [
    ...["-f", "concat", "-safe", "0", "-i", files.list, "-i", files.audio, "-f", "ffmetadata", "-i", files.chapters],
    ...["-map", "0:v", "-map", "1:a", "-map_metadata", "2", "-map_chapters", "2", "-c", "copy"],
    ...[
      "-video_track_timescale",
      "30000",
      "-movflags",
      "+faststart",
      "-fflags",
      "+bitexact",
      "-f",
      "mp4",
      "-y",
      files.output,
    ],
  ];
}

const SHEET_COLUMNS = 4;
const SHEET_ROWS = 3;
const SHEET_CELL_WIDTH = 320;

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
  const cells = sheetCells(plan).length;
  const cell = plan.canvas.width >= plan.canvas.height ? `${SHEET_CELL_WIDTH}:-2` : `-2:${SHEET_CELL_WIDTH}`;
  const columns = Math.min(SHEET_COLUMNS, cells);
  const tile = `tile=${columns}x${Math.ceil(cells / columns)}:padding=6:margin=6:color=0x101418`;
  return [
    ...["-threads", "1", "-skip_frame", "nokey", "-f", "concat", "-safe", "0", "-i", list, "-map", "0:v:0"],
    ...["-vf", `scale=${cell},${tile},scale=out_range=pc,format=yuvj420p`, "-fps_mode", "passthrough"],
    ...jpegArguments(output, 3),
  ];
}

/** Keyframes are two seconds apart; a segment begins under a wipe, so its first one is a last resort. */
function sheetCells(plan: RenderPlan): SheetCell[] {
  const interval = plan.fps * 2;
  const shown = plan.segments.flatMap(({ bridge, frameCount }, index) => {
    if (bridge !== undefined) return [];
    const middle = Math.floor(frameCount / 2 / interval + 0.5) * interval;
    return [{ index, second: (middle < frameCount ? middle : 0) / plan.fps }];
  });
  const cells = Math.min(SHEET_COLUMNS * SHEET_ROWS, shown.length);
  return Array.from({ length: cells }, (_, cell) => shown[Math.floor((cell * shown.length) / cells)]).filter(
    (cell) => cell !== undefined,
  );
}
