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
export function fileLine(path: string): string {
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
