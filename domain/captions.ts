/** One caption on screen. `words` carry the moments at which each lights up. */
export interface CaptionCue {
  readonly startMs: number;
  readonly endMs: number;
  /** One or two lines. */
  readonly lines: readonly string[];
  readonly words: readonly CaptionWord[];
}

export interface CaptionWord {
  readonly text: string;
  readonly startMs: number;
  /** Index into the cue's `lines`. */
  readonly line: number;
}
