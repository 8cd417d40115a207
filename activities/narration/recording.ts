import type { BoughtCharacters, SpeechEngine, SpokenRecording } from "../../clients/speech/speech.ts";
import type { Usage } from "../../domain/video/production.ts";
import { writtenTimes } from "../../domain/speech/pronunciation.ts";
import type { Scene } from "../../domain/script/script.ts";
import { isSpeakable } from "../../domain/speech/pauses.ts";
import { type NarrationTimings, type RecordedSentence, timeNarration } from "../../domain/speech/speech.ts";
import { type SpokenLine, spokenLines, spokenTexts } from "../../domain/speech/spoken-text.ts";
import type { Pronunciation } from "../../domain/video/video-settings.ts";

export interface NarrationRequest {
  readonly scenes: readonly Pick<Scene, "sentences">[];
  readonly voice: string;
  readonly wordsPerMinute: number;
  readonly signal: AbortSignal;
  readonly language?: string;
  readonly pronunciations?: readonly Pronunciation[];
  /** Told after each sentence: 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** Asked before every purchase; what it throws ends the narration with nothing more bought. */
  readonly onBuying?: (next: BoughtCharacters) => void;
  /** Told of every purchase before the next: what is known when a later one fails. */
  readonly onBought?: (bought: BoughtCharacters) => void;
}

export interface RecordedNarration {
  readonly timings: NarrationTimings;
  /** Mono, the whole narration with its pauses. */
  readonly samples: Int16Array;
  readonly sampleRate: number;
  /** Characters spoken now: what a paid voice bills. What was bought before is not among them. */
  readonly usage: readonly Usage[];
}

/** What is said while nobody speaks: nothing. */
const SILENCE: SpokenRecording = { sampleRate: 22_050, samples: new Int16Array(), words: [] };

/** Speaks every sentence of the scenes and lays the recordings on one time line. */
export async function recordNarration(speech: SpeechEngine, request: NarrationRequest): Promise<RecordedNarration> {
  const { voice, wordsPerMinute, signal, onProgress } = request;
  const lines = spokenLines(request.scenes, request.pronunciations);
  const provider = await speech.describe(voice, signal);
  const sentences = spokenTexts(lines);
  const bought = new Map<string, number>();
  const spoken = await speech.speak({
    sentences,
    voice,
    wordsPerMinute,
    signal,
    ...(request.language === undefined ? {} : { language: request.language }),
    ...(request.onBuying === undefined ? {} : { onBuying: request.onBuying }),
    onSpoken: (count) => onProgress?.(count / sentences.length),
    onBought: (purchase) => {
      bought.set(purchase.operation, (bought.get(purchase.operation) ?? 0) + purchase.characters);
      request.onBought?.(purchase);
    },
  });
  const sampleRate = spoken[0]?.sampleRate ?? SILENCE.sampleRate;
  const recordings = spoken.values();
  const joined = lines.map((line) => {
    const parts = line.forms.map(({ text }) => (isSpeakable(text) ? (recordings.next().value ?? SILENCE) : SILENCE));
    return joinedParts(line, parts, sampleRate);
  });
  const timings = timeNarration(
    joined.map(({ sentence }) => sentence),
    provider,
  );
  return {
    timings,
    samples: placed(joined, timings, sampleRate),
    sampleRate,
    usage: [...bought].map(([operation, units]) => ({ service: "tts", operation, units, unit: "character" })),
  };
}

interface JoinedSentence {
  readonly sentence: RecordedSentence;
  readonly samples: Int16Array;
}

/** The parts of one sentence with the pauses between them, its words as written. */
function joinedParts(line: SpokenLine, parts: readonly SpokenRecording[], sampleRate: number): JoinedSentence {
  const pieces: Int16Array[] = [];
  const words: { text: string; startMs: number }[] = [];
  const pauses: { fromMs: number; toMs: number }[] = [];
  let clockMs = 0;
  for (const [index, part] of parts.entries()) {
    const form = line.forms[index];
    const partMs = (part.samples.length * 1000) / sampleRate;
    const timed = form === undefined ? [] : writtenTimes(form, part.words, partMs);
    for (const { text, startMs } of timed) words.push({ text, startMs: Math.round(clockMs) + startMs });
    pieces.push(part.samples);
    clockMs += partMs;
    const afterMs = line.paused.parts[index]?.afterMs ?? 0;
    if (afterMs === 0 || index === parts.length - 1) continue;
    pauses.push({ fromMs: Math.round(clockMs), toMs: Math.round(clockMs + afterMs) });
    pieces.push(new Int16Array(Math.round((afterMs * sampleRate) / 1000)));
    clockMs += afterMs;
  }
  const gapAfterMs = line.paused.parts.at(-1)?.afterMs ?? 0;
  const sentence: RecordedSentence = {
    text: line.paused.parts.map(({ text }) => text).join(" "),
    scene: line.scene,
    durationMs: clockMs,
    words,
    ...(pauses.length === 0 ? {} : { pauses }),
    ...(line.paused.beforeMs === 0 ? {} : { gapBeforeMs: line.paused.beforeMs }),
    ...(gapAfterMs === 0 ? {} : { gapAfterMs }),
  };
  return { sentence, samples: concatenated(pieces) };
}

function concatenated(pieces: readonly Int16Array[]): Int16Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    samples.set(piece, offset);
    offset += piece.length;
  }
  return samples;
}

function placed(joined: readonly JoinedSentence[], timings: NarrationTimings, sampleRate: number): Int16Array {
  const samples = new Int16Array(Math.ceil((timings.durationMs * sampleRate) / 1000));
  for (const [index, sentence] of joined.entries()) {
    const offset = Math.round(((timings.sentences[index]?.startMs ?? 0) * sampleRate) / 1000);
    samples.set(sentence.samples.subarray(0, samples.length - offset), offset);
  }
  return samples;
}
