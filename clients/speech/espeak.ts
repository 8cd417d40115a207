import pLimit from "p-limit";

import { AppError } from "../../domain/errors.ts";
import { readableRate } from "../../domain/speech/readable-rate.ts";
import { trimmedSound } from "../../domain/speech/silence.ts";
import { createEspeakChild, type EspeakChild } from "./espeak-child.ts";
import type { EspeakAnswer, EspeakRequest, EspeakVoice, EspeakWordEvent } from "./espeak-process.ts";
import type { RecordedWord, SpeechEngine, SpokenRecording } from "./speech.ts";

/** A voice name never reaches the library as a path. */
const VOICE_NAME = /^[A-Za-z0-9-]{1,40}(\+[A-Za-z0-9]{1,20})?$/;
const ANY_RATE = 160;
/** A script is rehearsed several times before it fits, and nothing else is at work then. */
const CHILDREN = 2;
/** Part of the name that recordings are kept by: other rules of pace make other recordings. */
const PACE_VERSION = 4;
/** The voice does not slow down in exact proportion; the second time it is read. */
const MOST_REPEATS = 2;

export interface EspeakEngine extends SpeechEngine {
  /** Every voice that it has, one a language. */
  voices(signal?: AbortSignal): Promise<readonly EspeakVoice[]>;
  /** Ends the processes that speak; a later call starts others. */
  close(): Promise<void>;
}

type Spoken = Extract<EspeakAnswer, { kind: "spoken" }> & { readonly samples: Int16Array };

/** espeak-ng, offline: 160 words a minute take a thousandth of their own length, with exact word times. */
export function createEspeakEngine(): EspeakEngine {
  const children = Array.from({ length: CHILDREN }, createEspeakChild);
  let asked = 0;
  const next: EspeakChild["ask"] = (request, signal) => {
    asked = (asked + 1) % CHILDREN;
    const child = children[asked];
    if (child === undefined) throw new RangeError("espeak-ng has no process");
    return child.ask(request, signal);
  };

  const ask = async (request: EspeakRequest, signal: AbortSignal | undefined): Promise<Spoken> => {
    if (!VOICE_NAME.test(request.voice)) throw unknownVoice(request.voice, []);
    const { answer, samples } = await next(request, signal);
    if (answer.kind === "unknown_voice") throw unknownVoice(request.voice, answer.voices);
    if (answer.kind === "missing_library") throw missingLibrary(answer.message);
    if (answer.kind === "voices") throw unasked();
    // A copy of its own: samples of two bytes must begin at an even place.
    return { ...answer, samples: new Int16Array(Uint8Array.from(samples).buffer) };
  };

  /** A sentence of many quick words is said again and slower until its captions can be read: `most` times. */
  const unhurried = async (
    request: EspeakRequest & { readonly sentence: string },
    most: number,
    signal: AbortSignal | undefined,
  ): Promise<SpokenRecording> => {
    let { wordsPerMinute } = request;
    for (let again = 0; ; again += 1) {
      const recording = trimmed(await ask({ ...request, wordsPerMinute }, signal), request.sentence);
      const endMs = (recording.samples.length * 1000) / recording.sampleRate;
      const readable = readableRate({ words: recording.words, endMs, wordsPerMinute, asked: request.wordsPerMinute });
      if (readable >= wordsPerMinute || again === most) return recording;
      wordsPerMinute = readable;
    }
  };

  return {
    name: "espeak-ng",
    describe: async (voice, signal) => {
      const { version } = await ask({ voice, wordsPerMinute: ANY_RATE, sentence: null }, signal);
      return `espeak-ng ${version} ${voice} pace ${PACE_VERSION}`;
    },
    speak: async ({ sentences, voice, wordsPerMinute, unslowed = false, signal, onSpoken, onBought }) => {
      const atOnce = pLimit(CHILDREN);
      const most = unslowed ? 0 : MOST_REPEATS;
      let spoken = 0;
      return atOnce.map(sentences, async (sentence) => {
        const recording = await unhurried({ voice, wordsPerMinute, sentence }, most, signal);
        onBought?.({ operation: "espeak-ng", characters: sentence.length });
        onSpoken?.((spoken += 1));
        return recording;
      });
    },
    voices: async (signal) => {
      const { answer } = await next({ list: "voices" }, signal);
      if (answer.kind === "missing_library") throw missingLibrary(answer.message);
      if (answer.kind !== "voices") throw unasked();
      // Two voices of one language are told apart by no name that could be asked for: the first is the one that speaks.
      return [...new Map(answer.voices.toReversed().map((voice) => [voice.language, voice])).values()].toReversed();
    },
    close: async () => void (await Promise.all(children.map((child) => child.close()))),
  };
}

function unasked(): AppError {
  return new AppError("media_failed", "espeak-ng answered what was not asked", { retryable: true });
}

function unknownVoice(voice: string, voices: readonly string[]): AppError {
  const some = ["en-us", "en-gb", "de", "es", "fr-fr", "it"].filter(
    (name) => voices.length === 0 || voices.includes(name),
  );
  return new AppError("invalid_input", `espeak-ng has no voice "${voice}"`, {
    field: "voice",
    remedy: `Choose one of its ${voices.length || 120} voices, such as ${some.join(", ")}; longtake voice list shows them.`,
  });
}

function missingLibrary(message: string): AppError {
  return new AppError("missing_tool", `espeak-ng cannot be used: ${message}`, {
    remedy: "Install it (Debian, Ubuntu: apt-get install libespeak-ng1 espeak-ng-data), then resume the run.",
  });
}

function trimmed({ samples, sampleRate, events }: Spoken, sentence: string): SpokenRecording {
  const { sound, leadMs } = trimmedSound({ samples, sampleRate });
  const endMs = leadMs + (sound.samples.length * 1000) / sampleRate;
  const words = wordTimes(sentence, events, endMs).map((word) => ({
    text: word.text,
    startMs: Math.max(0, Math.round(word.startMs - leadMs)),
  }));
  return { ...sound, words };
}

/** Joins events with written words: "2026" sounds as several, a lone dash as none and follows its neighbour. */
function wordTimes(sentence: string, events: readonly EspeakWordEvent[], endMs: number): RecordedWord[] {
  // The library counts characters, not UTF-16 units.
  const characters = Array.from(sentence);
  const words: { text: string; endPosition: number; startMs: number }[] = [];
  for (const [index, character] of characters.entries()) {
    if (/\s/u.test(character)) continue;
    const current = words.at(-1);
    const joins = current !== undefined && current.endPosition === index;
    if (joins) words[words.length - 1] = { ...current, text: current.text + character, endPosition: index + 1 };
    else words.push({ text: character, endPosition: index + 1, startMs: Number.NaN });
  }
  for (const event of events) {
    const word = words.find(({ endPosition }) => event.textPosition <= endPosition);
    if (word !== undefined && Number.isNaN(word.startMs)) word.startMs = event.audioMs;
  }
  return fillSilentWords(words, endMs);
}

/** "of the" is one word to the library: what has letters and no event shares the time with its neighbours. */
function fillSilentWords(words: readonly { text: string; startMs: number }[], endMs: number): RecordedWord[] {
  const filled: RecordedWord[] = [];
  for (let from = 0; from < words.length;) {
    let to = from + 1;
    while (to < words.length && Number.isNaN(words[to]?.startMs)) to += 1;
    const beforeMs = filled.at(-1)?.startMs ?? 0;
    const ownMs = words[from]?.startMs ?? Number.NaN;
    const startMs = Math.max(beforeMs, Number.isNaN(ownMs) ? 0 : ownMs);
    const untilMs = Math.max(startMs, words[to]?.startMs ?? endMs);
    const group = words.slice(from, to);
    const letters = group.map(({ text }) => text.replaceAll(/[^\p{L}\p{N}]/gu, "").length);
    const all = Math.max(
      1,
      letters.reduce((sum, count) => sum + count, 0),
    );
    let said = 0;
    for (const [index, { text }] of group.entries()) {
      const isSaid = (letters[index] ?? 0) > 0;
      const shareMs = isSaid ? ((untilMs - startMs) * said) / all : (filled.at(-1)?.startMs ?? startMs) - startMs;
      filled.push({ text, startMs: index === 0 ? startMs : startMs + Math.max(0, shareMs) });
      said += letters[index] ?? 0;
    }
    from = to;
  }
  return filled;
}
