import { cheapestCuts } from "../cheapest-cuts.ts";
import { CLEAR_BEFORE_SCENE_FRAMES, type SceneClock, type SceneWord, framesMs, sceneClocks } from "../render/scenes.ts";
import type { NarrationTimings } from "../speech/speech.ts";
import type { Aspect } from "../video/video.ts";

/** One caption on screen. `words` carry the moments at which each lights up. */
export interface CaptionCue {
  readonly startMs: number;
  readonly endMs: number;
  /** One or two lines. */
  readonly lines: readonly string[];
  readonly words: readonly CaptionWord[];
  /** Index into the narration's sentences. */
  readonly sentence: number;
}

export interface CaptionWord {
  readonly text: string;
  readonly startMs: number;
  /** Index into the cue's `lines`. */
  readonly line: number;
}

/** Netflix Timed Text Style Guide: 42 characters a line, two lines, 5/6 to 7 seconds, 17 characters a second. */
export const CAPTION_LIMITS = { lines: 2, shortestMs: 833, longestMs: 7_000, charactersPerSecond: 17 } as const;

/** Characters a line; fewer where the picture is narrow, so that letters stay large. */
export function captionLineCharacters(aspect: Aspect): number {
  return { "16:9": 42, "1:1": 32, "9:16": 24 }[aspect];
}

/** A caption leaves at least this long before the next sentence, so that a cut can lie between them. */
const CLEAR_BEFORE_SENTENCE_MS = 120;
/** How long a caption that no other takes over from stays after the voice has ended, where there is room. */
const LINGER_MS = 400;
/** A caption stays until the next one where the voice does not rest for longer. */
const LONGEST_GAP_MS = 1_500;

/** The captions of a narration: cues never cross a sentence, never overlap, and break where the sense breaks. */
export function captionCues(
  timings: NarrationTimings,
  lineCharacters: number,
  clearFrames: number = CLEAR_BEFORE_SCENE_FRAMES,
): CaptionCue[] {
  return sceneClocks(timings, clearFrames).flatMap((clock) =>
    sceneCues(clock, lineCharacters).map((cue) => laterBy(cue, clock.anchorMs)),
  );
}

/** The captions of one scene, on the scene's own clock. */
export function sceneCues(clock: SceneClock, lineCharacters: number): CaptionCue[] {
  return clock.sentences.flatMap(({ index }, position) => {
    const words = clock.words.filter((word) => word.sentence === index);
    return sentenceCues(splitLongWords(words, lineCharacters), lineCharacters, sentenceBoundaryMs(clock, position));
  });
}

/** Moment on the scene's clock after which a sentence's captions are gone and the picture may change. */
export function sentenceBoundaryMs(clock: SceneClock, position: number): number {
  const next = clock.sentences[position + 1];
  if (next === undefined) return framesMs(clock.endFrame);
  return Math.max(clock.sentences[position]?.endMs ?? 0, next.startMs - CLEAR_BEFORE_SENTENCE_MS);
}

/** The same caption on a clock that started earlier; whole milliseconds. */
export function laterBy(cue: CaptionCue, ms: number): CaptionCue {
  const moved = (at: number): number => Math.round(at + ms);
  return {
    ...cue,
    startMs: moved(cue.startMs),
    endMs: moved(cue.endMs),
    words: cue.words.map((word) => ({ ...word, startMs: moved(word.startMs) })),
  };
}

function splitLongWords(words: readonly SceneWord[], lineCharacters: number): SceneWord[] {
  return words.flatMap((word) => {
    const characters = Array.from(word.text);
    if (characters.length <= lineCharacters) return [word];
    const pieces = Math.ceil(characters.length / lineCharacters);
    return Array.from({ length: pieces }, (_, piece) => ({
      ...word,
      text: characters.slice(piece * lineCharacters, (piece + 1) * lineCharacters).join(""),
    }));
  });
}

/** The cheapest way to cut the words into cues. */
function sentenceCues(words: readonly SceneWord[], lineCharacters: number, untilMs: number): CaptionCue[] {
  const cuts = cheapestCuts(words.length, (from, to) => cueCost(words, from, to, lineCharacters, untilMs));
  return cuts.map(([from, to]) => cueOf(words, from, to, lineCharacters, untilMs));
}

function cueCost(words: readonly SceneWord[], from: number, to: number, lineCharacters: number, untilMs: number) {
  const chosen = words.slice(from, to);
  const lines = brokenIntoLines(chosen, lineCharacters);
  if (lines === null) return Number.POSITIVE_INFINITY;
  const lastMs =
    takenOverMs(words, to) ?? Math.min(goneMs(words, to, untilMs), (chosen.at(-1)?.endMs ?? 0) + LINGER_MS);
  const durationMs = lastMs - (chosen[0]?.startMs ?? 0);
  if (durationMs > CAPTION_LIMITS.longestMs && chosen.length > 1) return Number.POSITIVE_INFINITY;
  const characters = chosen.map(({ text }) => text).join(" ").length;
  const comfortable = Math.min(54, lineCharacters * 1.75);
  const hurry = Math.max(0, (characters * 1000) / Math.max(1, durationMs) - CAPTION_LIMITS.charactersPerSecond);
  const tooShort = durationMs < CAPTION_LIMITS.shortestMs ? 20 : 0;
  const breaksSense = to === words.length || /[,;:.!?…]$/u.test(chosen.at(-1)?.text ?? "") ? 0 : 0.5;
  return 0.3 + ((characters - comfortable) / comfortable) ** 2 + tooShort + breaksSense + hurry ** 2;
}

/** When the next caption of the sentence takes over; null where there is none, or the voice rests before it. */
function takenOverMs(words: readonly SceneWord[], to: number): number | null {
  const [last, next] = [words[to - 1], words[to]];
  if (last === undefined || next === undefined || next.startMs - last.endMs > LONGEST_GAP_MS) return null;
  return next.startMs;
}

/** When a caption that nothing takes over from has to be gone. */
function goneMs(words: readonly SceneWord[], to: number, untilMs: number): number {
  return words[to]?.startMs ?? untilMs;
}

function cueOf(
  words: readonly SceneWord[],
  from: number,
  to: number,
  lineCharacters: number,
  untilMs: number,
): CaptionCue {
  const chosen = words.slice(from, to);
  const first = chosen[0];
  const last = chosen.at(-1);
  const breakAt = brokenIntoLines(chosen, lineCharacters) ?? chosen.length;
  const lines = [chosen.slice(0, breakAt), chosen.slice(breakAt)].filter((line) => line.length > 0);
  const startMs = first?.startMs ?? 0;
  const text = lines.map((line) => line.map((word) => word.text).join(" "));
  const readableMs = (text.join(" ").length * 1000) / CAPTION_LIMITS.charactersPerSecond;
  const wantedMs = Math.max(
    (last?.endMs ?? startMs) + LINGER_MS,
    startMs + CAPTION_LIMITS.shortestMs,
    startMs + readableMs,
  );
  const endMs =
    takenOverMs(words, to) ?? Math.min(goneMs(words, to, untilMs), startMs + CAPTION_LIMITS.longestMs, wantedMs);
  return {
    startMs,
    endMs: Math.round(endMs),
    lines: text,
    sentence: first?.sentence ?? 0,
    words: lines.flatMap((line, index) =>
      line.map((word) => ({ text: word.text, startMs: word.startMs, line: index })),
    ),
  };
}

/** Words on the first line: all when they fit, else where the lines come out most even; null when two lines do not hold them. */
function brokenIntoLines(words: readonly SceneWord[], lineCharacters: number): number | null {
  if (lengthOf(words) <= lineCharacters) return words.length;
  let best: { at: number; unevenness: number } | null = null;
  for (let at = 1; at < words.length; at += 1) {
    const longest = Math.max(lengthOf(words.slice(0, at)), lengthOf(words.slice(at)));
    if (longest > lineCharacters) continue;
    // A line that ends with the sense may be a good deal longer than an even one.
    const unevenness = /[,;:.!?…]$/u.test(words[at - 1]?.text ?? "") ? longest * 0.75 : longest;
    if (best === null || unevenness < best.unevenness) best = { at, unevenness };
  }
  return best?.at ?? null;
}

function lengthOf(words: readonly SceneWord[]): number {
  return words.map(({ text }) => text).join(" ").length;
}
