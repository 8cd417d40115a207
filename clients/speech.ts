/** A text-to-speech engine that says when each word sounds. */
export interface SpeechEngine {
  readonly name: string;
  /** Name, version and voice: part of content keys. AppError `invalid_input` (field `voice`) for an unknown voice. */
  describe(voice: string, signal?: AbortSignal): Promise<string>;
  /** One recording a sentence, in order. Same request, same bytes. */
  speak(request: SpeechRequest): Promise<readonly SpokenRecording[]>;
}

export interface SpeechRequest {
  readonly sentences: readonly string[];
  readonly voice: string;
  readonly wordsPerMinute: number;
  readonly signal?: AbortSignal;
}

export interface SpokenRecording {
  readonly sampleRate: number;
  /** Mono, without silence at either end. */
  readonly samples: Int16Array;
  readonly words: readonly RecordedWord[];
}

export interface RecordedWord {
  /** As written, punctuation included. */
  readonly text: string;
  /** Milliseconds from the first sample. */
  readonly startMs: number;
}
