/** A text-to-speech engine that says when each word sounds. */
export interface SpeechEngine {
  readonly name: string;
  /**
   * Name, version and voice: part of content keys. AppError `invalid_input` (field `voice`) for an unknown voice. The
   * language tells where it decides how the voice sounds.
   */
  describe(voice: string, signal?: AbortSignal, language?: string): Promise<string>;
  /** One recording a sentence, in order. Same request, same bytes. */
  speak(request: SpeechRequest): Promise<readonly SpokenRecording[]>;
}

export interface SpeechRequest {
  readonly sentences: readonly string[];
  readonly voice: string;
  readonly wordsPerMinute: number;
  /** BCP 47; for voices that speak several. Left out it is English. */
  readonly language?: string;
  /** Quick sentences stay quick, as bought voices say them, and are not slowed to be read along. */
  readonly unslowed?: boolean;
  readonly signal?: AbortSignal;
  /** Called after each sentence. */
  readonly onSpoken?: (spoken: number) => void;
  /** Called with what is about to be bought; what it throws leaves it unbought. */
  readonly onBuying?: (next: BoughtCharacters) => void;
  /** Called with what was bought, as soon as it is ours: a later sentence may fail. */
  readonly onBought?: (bought: BoughtCharacters) => void;
}

export interface BoughtCharacters {
  /** Operation of the price book's service `tts`. */
  readonly operation: string;
  readonly characters: number;
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
