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
