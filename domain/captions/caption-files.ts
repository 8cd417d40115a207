import type { CaptionCue } from "./captions.ts";

/** SubRip, as YouTube takes it. */
export function subRip(cues: readonly CaptionCue[]): string {
  return cues
    .map(
      (cue, index) =>
        `${index + 1}\n${stamp(cue.startMs, ",")} --> ${stamp(cue.endMs, ",")}\n${cue.lines.join("\n")}\n`,
    )
    .join("\n");
}

/** WebVTT, as the player's `<track>` takes it. */
export function webVtt(cues: readonly CaptionCue[]): string {
  const escaped = (line: string): string =>
    line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const blocks = cues.map(
    (cue) => `${stamp(cue.startMs, ".")} --> ${stamp(cue.endMs, ".")}\n${cue.lines.map(escaped).join("\n")}\n`,
  );
  return ["WEBVTT\n", ...blocks].join("\n");
}

function stamp(ms: number, separator: "," | "."): string {
  const seconds = Math.floor(ms / 1000);
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${clock}${separator}${String(ms % 1000).padStart(3, "0")}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
