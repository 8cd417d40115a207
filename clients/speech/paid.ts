import { createHash } from "node:crypto";

import { canonicalJson } from "../../domain/audit.ts";
import { AppError } from "../../domain/errors.ts";
import { billedCharacters } from "../../domain/speech/billing.ts";
import { trimmedSound } from "../../domain/speech/silence.ts";
import { type SpeechService, espeakVoiceOf, languageOfVoice } from "../../domain/speech/voices.ts";
import { samplesOf } from "../../domain/speech/wave.ts";
import { wordsHeardIn } from "../../domain/speech/word-timing.ts";
import type { RecordedWord, SpeechEngine, SpeechRequest, SpokenRecording } from "./speech.ts";
import type { ObjectStore } from "../storage/storage.ts";

/** A service that speaks one sentence for money. */
export interface PaidSpeech {
  readonly service: Exclude<SpeechService, "espeak">;
  /** Part of content keys: another model speaks otherwise. */
  readonly model: string;
  buy(sentence: PaidSentence): Promise<PaidRecording>;
}

export interface PaidSentence {
  readonly text: string;
  readonly voice: string;
  /** 1 is the voice's own pace. */
  readonly speed: number;
  readonly language: string;
  readonly signal: AbortSignal;
}

export interface PaidRecording {
  readonly sampleRate: number;
  /** 16-bit little-endian mono. */
  readonly pcm: Uint8Array;
  /** Words from the first sample; null when the service does not say. */
  readonly words: readonly RecordedWord[] | null;
  readonly characters: number;
}

/** What is kept of a purchase: the answer as it came, so that better word times never cost another call. */
interface KeptRecording {
  readonly version: 1;
  readonly sampleRate: number;
  /** Base64. */
  readonly pcm: string;
  readonly words: readonly RecordedWord[] | null;
  readonly characters: number;
}

export interface PaidEngineDeps {
  readonly storage: ObjectStore;
  /** Times the words of voices that do not: it speaks the same sentence offline. */
  readonly reference: SpeechEngine;
}

/** Pace that services take for their own. */
const NATURAL_WORDS_PER_MINUTE = 160;

/** A paid voice as an engine. A sentence is bought once: what was bought is kept before the next one is asked for. */
export function createPaidEngine(paid: PaidSpeech, { storage, reference }: PaidEngineDeps): SpeechEngine {
  const described = `${paid.service} ${paid.model}`;

  const recordingOf = async (request: SpeechRequest, text: string): Promise<KeptRecording> => {
    const { voice, signal = new AbortController().signal } = request;
    const [speed, language] = [speedOf(request), languageOf(paid, request)];
    const key = keptKey(paid, request, text);
    if (await storage.has(key)) return storage.getJson<KeptRecording>(key);
    signal.throwIfAborted();
    const characters = billedCharacters({ service: paid.service, name: voice }, text);
    request.onBuying?.({ operation: paid.service, characters });
    const { pcm, ...rest } = await paid.buy({ text, voice, speed, language, signal });
    const kept: KeptRecording = { version: 1, ...rest, pcm: Buffer.from(pcm).toString("base64") };
    // Told first: it is billed also where keeping it fails.
    request.onBought?.({ operation: paid.service, characters: kept.characters });
    await storage.putJson(key, kept);
    return kept;
  };

  return {
    name: paid.service,
    describe: (voice) => Promise.resolve(`${described} ${voice}`),
    speak: async (request) => {
      const recordings: SpokenRecording[] = [];
      // One after the other: a process that dies has at most one answer to lose.
      for (const text of request.sentences) {
        const kept = await recordingOf(request, text);
        recordings.push(await timed(kept, text, languageOf(paid, request), reference, request.signal));
        request.onSpoken?.(recordings.length);
      }
      return recordings;
    },
  };
}

/** What decides the bytes of a recording, beside its text. */
export type Saying = Pick<SpeechRequest, "voice" | "wordsPerMinute" | "language">;

/** Where a recording is kept once it is bought. */
export function keptKey(paid: Pick<PaidSpeech, "service" | "model">, saying: Saying, text: string): string {
  const { service, model } = paid;
  const { voice } = saying;
  const identity = { service, model, voice, speed: speedOf(saying), language: languageOf(paid, saying), text };
  return `speech/${createHash("sha256").update(canonicalJson(identity)).digest("hex")}.json`;
}

function speedOf({ wordsPerMinute }: Saying): number {
  return Math.round((wordsPerMinute / NATURAL_WORDS_PER_MINUTE) * 100) / 100;
}

function languageOf({ service }: Pick<PaidSpeech, "service">, { voice, language }: Saying): string {
  return languageOfVoice({ service, name: voice }) ?? language ?? "en";
}

async function timed(
  kept: KeptRecording,
  text: string,
  language: string,
  reference: SpeechEngine,
  signal: AbortSignal | undefined,
): Promise<SpokenRecording> {
  const sound = { sampleRate: kept.sampleRate, samples: samplesOf(Buffer.from(kept.pcm, "base64")) };
  const { sound: heard, leadMs } = trimmedSound(sound);
  if (heard.samples.length === 0) {
    throw new AppError("media_failed", `the voice said nothing for "${text.slice(0, 60)}"`, {
      remedy: "Choose another voice, or reword the sentence, then resume the run.",
    });
  }
  if (kept.words !== null) {
    const words = kept.words.map((word) => ({
      text: word.text,
      startMs: Math.max(0, Math.round(word.startMs - leadMs)),
    }));
    return { ...heard, words };
  }
  const [spoken] = await reference.speak({
    sentences: [text],
    voice: espeakVoiceOf(language),
    wordsPerMinute: NATURAL_WORDS_PER_MINUTE,
    ...(signal === undefined ? {} : { signal }),
  });
  return { ...heard, words: spoken === undefined ? [] : wordsHeardIn(heard, spoken) };
}
