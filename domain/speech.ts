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
  /** Planned silences between sentences and scenes, and at both ends. */
  readonly gaps: readonly TimeRange[];
  readonly durationMs: number;
  /** Engine and voice, as in `espeak-ng 1.51 en-us`. */
  readonly provider: string;
}

const COMMA_GAP_MS = 150;
const PERIOD_GAP_MS = 350;
const SCENE_GAP_MS = 600;
const LEAD_IN_MS = 300;
const TAIL_MS = 900;

/** One sentence as recorded: no silence at either end, word starts from its first sample. */
export interface RecordedSentence {
  readonly text: string;
  readonly scene: number;
  readonly durationMs: number;
  readonly words: readonly { readonly text: string; readonly startMs: number }[];
}

/** Places recorded sentences on one time line with the pauses of a calm reader. */
export function timeNarration(sentences: readonly RecordedSentence[], provider: string): NarrationTimings {
  const words: SpokenWord[] = [];
  const spoken: SpokenSentence[] = [];
  const gaps: TimeRange[] = [];
  let clockMs = 0;
  const pause = (ms: number): void => {
    gaps.push({ fromMs: clockMs, toMs: clockMs + ms });
    clockMs += ms;
  };
  pause(LEAD_IN_MS);
  for (const [index, sentence] of sentences.entries()) {
    const startMs = clockMs;
    const endMs = startMs + Math.round(sentence.durationMs);
    spoken.push({ text: sentence.text, startMs, endMs, scene: sentence.scene });
    for (const [position, word] of sentence.words.entries()) {
      const next = sentence.words[position + 1];
      words.push({
        text: word.text,
        startMs: startMs + word.startMs,
        endMs: next === undefined ? endMs : startMs + next.startMs,
        sentence: index,
        scene: sentence.scene,
      });
    }
    clockMs = endMs;
    const following = sentences[index + 1];
    pause(following === undefined ? TAIL_MS : gapAfterMs(sentence, following));
  }
  return { version: 1, words, sentences: spoken, scenes: scenesOf(spoken), gaps, durationMs: clockMs, provider };
}

function gapAfterMs(sentence: RecordedSentence, following: RecordedSentence): number {
  if (sentence.scene !== following.scene) return SCENE_GAP_MS;
  return /[,;:]$/u.test(sentence.text) ? COMMA_GAP_MS : PERIOD_GAP_MS;
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
