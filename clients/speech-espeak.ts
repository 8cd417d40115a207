import { fileURLToPath } from "node:url";

import { execa } from "execa";

import { AppError } from "../domain/errors.ts";
import { dyingWithParent } from "./parent-death.ts";
import type { EspeakAnswer, EspeakRecording, EspeakRequest } from "./speech-espeak-process.ts";
import type { RecordedWord, SpeechEngine, SpokenRecording } from "./speech.ts";

const CHILD = fileURLToPath(new URL("speech-espeak-process.ts", import.meta.url));
const TIMEOUT_MS = 60_000;
/** Room for ten minutes of base64 PCM. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;
/** 16-bit samples below this, about −50 dBFS, are silence at the ends of a recording. */
const SILENCE_LEVEL = 100;
/** A voice name never reaches the library as a path. */
const VOICE_NAME = /^[A-Za-z0-9-]{1,40}(\+[A-Za-z0-9]{1,20})?$/;

/** espeak-ng, offline: 160 words a minute take a thousandth of their own length, with exact word times. */
export function createEspeakEngine(): SpeechEngine {
  return {
    name: "espeak-ng",
    describe: async (voice, signal) => {
      const { version } = await ask({ voice, wordsPerMinute: 160, sentences: [] }, signal);
      return `espeak-ng ${version} ${voice}`;
    },
    speak: async ({ sentences, voice, wordsPerMinute, signal }) => {
      const { sampleRate, recordings } = await ask({ voice, wordsPerMinute, sentences }, signal);
      return recordings.map((recording, index) => trimmed(recording, sentences[index] ?? "", sampleRate));
    },
  };
}

type Spoken = Extract<EspeakAnswer, { kind: "spoken" }>;

async function ask(request: EspeakRequest, signal?: AbortSignal): Promise<Spoken> {
  if (!VOICE_NAME.test(request.voice)) throw unknownVoice(request.voice, []);
  const [program = "", ...line] = dyingWithParent([process.execPath, "--disable-warning=ExperimentalWarning", CHILD]);
  const child = execa(program, line, {
    input: JSON.stringify(request),
    maxBuffer: MAX_ANSWER_BYTES,
    timeout: TIMEOUT_MS,
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  const result = await child;
  signal?.throwIfAborted();
  const answer = completeAnswer(result.stdout);
  if (answer === null) {
    const detail = result.stderr.trim().split("\n").at(-1) ?? "";
    throw new AppError("media_failed", `espeak-ng stopped: ${result.shortMessage} ${detail}`, { retryable: true });
  }
  if (answer.kind === "unknown_voice") throw unknownVoice(request.voice, answer.voices);
  if (answer.kind === "missing_library") {
    throw new AppError("missing_tool", `espeak-ng cannot be used: ${answer.message}`, {
      remedy: "Install it (Debian, Ubuntu: apt-get install libespeak-ng1 espeak-ng-data), then resume the run.",
    });
  }
  return answer;
}

/** The library's own threads sometimes fault while the process exits: an answer that is whole by then still counts. */
function completeAnswer(stdout: string): EspeakAnswer | null {
  try {
    const answer: EspeakAnswer = JSON.parse(stdout);
    return answer;
  } catch {
    return null;
  }
}

function unknownVoice(voice: string, voices: readonly string[]): AppError {
  const some = ["en-us", "en-gb", "de", "es", "fr-fr", "it"].filter(
    (name) => voices.length === 0 || voices.includes(name),
  );
  return new AppError("invalid_input", `espeak-ng has no voice "${voice}"`, {
    field: "voice",
    remedy: `Choose one of its ${voices.length || 120} voices, such as ${some.join(", ")}; "espeak-ng --voices" lists them.`,
  });
}

function trimmed(recording: EspeakRecording, sentence: string, sampleRate: number): SpokenRecording {
  const bytes = Buffer.from(recording.pcm, "base64");
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const first = Math.max(0, samples.findIndex(isLoud));
  const last = samples.findLastIndex(isLoud);
  const leadMs = (first * 1000) / sampleRate;
  const words = wordTimes(sentence, recording).map((word) => ({
    text: word.text,
    startMs: Math.max(0, Math.round(word.startMs - leadMs)),
  }));
  return { sampleRate, samples: samples.subarray(first, last + 1), words };
}

function isLoud(sample: number): boolean {
  return Math.abs(sample) > SILENCE_LEVEL;
}

/** Joins events with written words: "2026" sounds as several, a lone dash as none and follows its neighbour. */
function wordTimes(sentence: string, recording: EspeakRecording): RecordedWord[] {
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
  for (const event of recording.events) {
    const word = words.find(({ endPosition }) => event.textPosition <= endPosition);
    if (word !== undefined && Number.isNaN(word.startMs)) word.startMs = event.audioMs;
  }
  return fillSilentWords(words);
}

function fillSilentWords(words: readonly { text: string; startMs: number }[]): RecordedWord[] {
  let previousMs = 0;
  return words.map(({ text, startMs }) => {
    if (!Number.isNaN(startMs)) previousMs = Math.max(previousMs, startMs);
    return { text, startMs: previousMs };
  });
}
