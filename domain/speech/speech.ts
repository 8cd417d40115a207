/** When each word is heard: JSON `narrations/<hash>.json`. All times are milliseconds from the start of the narration. */
export interface SpokenWord {
  /** As written, with its punctuation; what a caption shows. */
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Index into `sentences`. */
  readonly sentence: number;
  readonly scene: number;
}

export interface SpokenSentence {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly scene: number;
}

export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface SpokenScene extends TimeRange {
  readonly scene: number;
}

export interface NarrationTimings {
  readonly version: 1;
  readonly words: readonly SpokenWord[];
  readonly sentences: readonly SpokenSentence[];
  readonly scenes: readonly SpokenScene[];
  /** Planned silences: between sentences and scenes, inside sentences where a pause is asked for, and at both ends. */
  readonly gaps: readonly TimeRange[];
  readonly durationMs: number;
  /** Loudness of the speech once it is compressed; null where nobody speaks, left out where it was not measured. */
  readonly voiceLufs?: number | null;
  /** Engine and voice, as in `espeak-ng 1.51 en-us`, or one of `UNSYNTHESISED`. */
  readonly provider: string;
}

export const OWN_RECORDING = "own recording";
/** Nobody speaks. */
export const SILENT = "silent";
export const UNSYNTHESISED: readonly string[] = [OWN_RECORDING, SILENT];

const COMMA_GAP_MS = 150;
const DASH_GAP_MS = 250;
const PERIOD_GAP_MS = 350;
const ELLIPSIS_GAP_MS = 550;
const SCENE_GAP_MS = 600;
const LEAD_IN_MS = 300;
const TAIL_MS = 900;

/**
 * Scenes begin, and the narration ends, on a multiple of this: the shortest time that is whole frames (three, at 30 a
 * second) and whole milliseconds, so that a scene that moves keeps every one of its own times to the millisecond.
 */
export const SCENE_GRID_MS = 100;

/** One sentence as recorded: no silence at either end, word starts from its first sample. */
export interface RecordedSentence {
  readonly text: string;
  readonly scene: number;
  readonly durationMs: number;
  readonly words: readonly { readonly text: string; readonly startMs: number }[];
  /** Silences inside, from its first sample. */
  readonly pauses?: readonly TimeRange[];
  /** Silence before it, beside what follows the sentence before. */
  readonly gapBeforeMs?: number;
  /** Silence after it in place of a calm reader's. */
  readonly gapAfterMs?: number;
}

/** Places recorded sentences on one time line with the pauses of a calm reader. */
export function timeNarration(sentences: readonly RecordedSentence[], provider: string): NarrationTimings {
  const words: SpokenWord[] = [];
  const spoken: SpokenSentence[] = [];
  const gaps: TimeRange[] = [];
  let clockMs = 0;
  const pauseUntil = (ms: number): void => {
    if (ms > clockMs) gaps.push({ fromMs: clockMs, toMs: ms });
    clockMs = ms;
  };
  pauseUntil(onGrid(LEAD_IN_MS + (sentences[0]?.gapBeforeMs ?? 0), 0));
  for (const [index, sentence] of sentences.entries()) {
    const startMs = clockMs;
    const endMs = startMs + Math.round(sentence.durationMs);
    spoken.push({ text: sentence.text, startMs, endMs, scene: sentence.scene });
    words.push(...wordsOf(sentence, index, startMs, endMs));
    for (const { fromMs, toMs } of sentence.pauses ?? []) gaps.push({ fromMs: startMs + fromMs, toMs: startMs + toMs });
    clockMs = endMs;
    const following = sentences[index + 1];
    const untilMs = endMs + (following === undefined ? tailMs(sentence) : gapBetweenMs(sentence, following));
    pauseUntil(following?.scene === sentence.scene ? untilMs : onGrid(untilMs, endMs));
  }
  return { version: 1, words, sentences: spoken, scenes: scenesOf(spoken), gaps, durationMs: clockMs, provider };
}

/** The point of the grid nearest to a moment that is not before `earliestMs`. */
function onGrid(ms: number, earliestMs: number): number {
  return Math.ceil(Math.max(ms - SCENE_GRID_MS / 2, earliestMs) / SCENE_GRID_MS) * SCENE_GRID_MS;
}

/** A word lasts until the next one begins, or until the pause between them. */
function wordsOf(sentence: RecordedSentence, index: number, startMs: number, endMs: number): SpokenWord[] {
  return sentence.words.map((word, position) => {
    const next = sentence.words[position + 1];
    const untilMs = next === undefined ? endMs : startMs + next.startMs;
    const pause = sentence.pauses?.find(({ fromMs }) => fromMs > word.startMs);
    return {
      text: word.text,
      startMs: startMs + word.startMs,
      endMs: pause === undefined ? untilMs : Math.min(untilMs, startMs + pause.fromMs),
      sentence: index,
      scene: sentence.scene,
    };
  });
}

function tailMs({ gapAfterMs = 0 }: RecordedSentence): number {
  return Math.max(TAIL_MS, gapAfterMs);
}

function gapBetweenMs(sentence: RecordedSentence, following: RecordedSentence): number {
  const asked = sentence.gapAfterMs;
  const calm = sentence.scene === following.scene ? calmGapMs(sentence.text) : SCENE_GAP_MS;
  return (asked ?? calm) + (following.gapBeforeMs ?? 0);
}

/** By what the sentence ends with, quotes and brackets left aside. */
function calmGapMs(text: string): number {
  const end = text.replace(/["'”’»)\]]+$/u, "");
  if (/(…|\.\.\.)$/u.test(end)) return ELLIPSIS_GAP_MS;
  if (/[—–]$/u.test(end)) return DASH_GAP_MS;
  return /[,;:]$/u.test(end) ? COMMA_GAP_MS : PERIOD_GAP_MS;
}

function scenesOf(sentences: readonly SpokenSentence[]): SpokenScene[] {
  const scenes: SpokenScene[] = [];
  for (const { scene, startMs, endMs } of sentences) {
    const open = scenes.at(-1);
    if (open?.scene === scene) scenes[scenes.length - 1] = { ...open, toMs: endMs };
    else scenes.push({ scene, fromMs: startMs, toMs: endMs });
  }
  return scenes;
}
