import { jpegArguments } from "../media/commands.ts";
import type { Chapter, RenderPlan } from "./plan.ts";

/** ffmpeg's list of files to join. */
export function joinList(paths: readonly string[]): string {
  const lines = paths.map((path) => `file '${path.replaceAll("'", "'\\''")}'`);
  return `ffconcat version 1.0\n${lines.join("\n")}\n`;
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

/** Pictures from all over the video. Only keyframes are decoded, which every segment has each two seconds. */
export function contactSheetArguments(plan: RenderPlan, video: string, output: string): string[] {
  const moments = keyframeMoments(plan);
  const cells = Math.min(SHEET_COLUMNS * SHEET_ROWS, moments.length);
  const chosen = Array.from({ length: cells }, (_, cell) => moments[Math.floor((cell * moments.length) / cells)] ?? 0);
  const half = 0.5 / plan.fps;
  const selected = chosen
    .map((second) => `between(t,${(second - half).toFixed(4)},${(second + half).toFixed(4)})`)
    .join("+");
  const cell = plan.canvas.width >= plan.canvas.height ? `${SHEET_CELL_WIDTH}:-2` : `-2:${SHEET_CELL_WIDTH}`;
  const columns = Math.min(SHEET_COLUMNS, cells);
  const tile = `tile=${columns}x${Math.ceil(cells / columns)}:padding=6:margin=6:color=0x101418`;
  return [
    ...["-threads", "1", "-skip_frame", "nokey", "-i", video, "-map", "0:v:0"],
    ...["-vf", `select='${selected}',scale=${cell},${tile},scale=out_range=pc,format=yuvj420p`, "-fps_mode", "vfr"],
    ...jpegArguments(output, 3),
  ];
}

/** Keyframes near the middle of each segment, in seconds; a segment begins under a wipe, so its first one is a last resort. */
function keyframeMoments(plan: RenderPlan): number[] {
  const interval = plan.fps * 2;
  const shown = plan.segments.filter(({ bridge }) => bridge === undefined);
  return shown.map(({ startFrame, frameCount }) => {
    const middle = Math.floor(frameCount / 2 / interval + 0.5) * interval;
    return (startFrame + (middle < frameCount ? middle : 0)) / plan.fps;
  });
}
