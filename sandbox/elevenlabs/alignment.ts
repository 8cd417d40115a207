import type { SpokenText } from "../speaker.ts";

interface Alignment {
  readonly characters: readonly string[];
  readonly character_start_times_seconds: readonly number[];
  readonly character_end_times_seconds: readonly number[];
}

/** When each character is spoken: words begin where they really do, and their characters share the time until the next. */
export function alignmentOf(text: string, { samples, sampleRate, wordStarts }: SpokenText): Alignment {
  const characters = Array.from(text);
  const endMs = (samples.length * 1000) / sampleRate;
  const anchors = [...wordStarts, { character: characters.length, ms: endMs }].filter(
    ({ character }, index, all) => index === 0 || character > (all[index - 1]?.character ?? 0),
  );
  const startMs = (character: number): number => {
    const next = anchors.findIndex((anchor) => anchor.character > character);
    const right = anchors[next] ?? { character: characters.length, ms: endMs };
    const left = anchors[next - 1] ?? { character: 0, ms: anchors[0]?.ms ?? 0 };
    const share = (character - left.character) / Math.max(1, right.character - left.character);
    return left.ms + (right.ms - left.ms) * Math.min(1, share);
  };
  const seconds = (ms: number): number => Math.round(ms) / 1000;
  return {
    characters,
    character_start_times_seconds: characters.map((_, index) => seconds(startMs(index))),
    character_end_times_seconds: characters.map((_, index) =>
      seconds(index + 1 < characters.length ? startMs(index + 1) : endMs),
    ),
  };
}
