import { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import { billedCharacters, markupOf, takesMarks } from "../../domain/speech/billing.ts";
import { wordsOf } from "../../domain/speech/pronunciation.ts";
import { soundOfWave } from "../../domain/speech/wave.ts";
import { bodyOf, callSpeech } from "./http.ts";
import type { PaidSpeech } from "./paid.ts";
import type { RecordedWord } from "./speech.ts";

export interface GoogleSpeechSettings {
  /** `https://texttospeech.googleapis.com`. */
  readonly apiUrl: string;
  readonly apiKey: string;
}

const SAMPLE_RATE = 24_000;
const SLOWEST = 0.25;
const FASTEST = 2;

const Answer = z.object({
  audioContent: z.base64(),
  timepoints: z.array(z.object({ markName: z.string(), timeSeconds: z.number().default(0) })).optional(),
});

/** https://cloud.google.com/text-to-speech/docs/reference/rest: a mark before each word, and v1beta1 says when it passes. */
export function createGoogleSpeech({ apiUrl, apiKey }: GoogleSpeechSettings): PaidSpeech {
  return {
    service: "google",
    model: "text-to-speech",
    buy: async ({ text, voice, speed, language, signal }) => {
      const billed = { service: "google", name: voice } as const;
      const isMarked = takesMarks(billed);
      const words = wordsOf(text);
      const call = {
        service: "google" as const,
        url: `${apiUrl.replace(/\/$/, "")}/${isMarked ? "v1beta1" : "v1"}/text:synthesize`,
        headers: { "x-goog-api-key": apiKey },
        body: {
          input: isMarked ? { ssml: markedUp(words) } : { text },
          voice: { languageCode: language, name: voice },
          audioConfig: {
            audioEncoding: "LINEAR16",
            sampleRateHertz: SAMPLE_RATE,
            speakingRate: Math.min(FASTEST, Math.max(SLOWEST, speed)),
          },
          ...(isMarked ? { enableTimePointing: ["SSML_MARK"] } : {}),
        },
        voice,
        characters: billedCharacters(billed, text),
        keyVariable: "GOOGLE_TTS_API_KEY",
        signal,
      };
      const response = await callSpeech(call);
      const { audioContent, timepoints = [] } = await bodyOf(
        call,
        response.json().then((json) => Answer.parse(json)),
      );
      const sound = soundOfWave(Buffer.from(audioContent, "base64"));
      if (sound === null) {
        const usage = { service: "tts", operation: "google", units: call.characters, unit: "character" };
        throw new AppError("media_failed", "google sent sound that is no 16-bit mono WAVE file", { usage: [usage] });
      }
      const { samples, sampleRate } = sound;
      return {
        sampleRate,
        pcm: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
        words: wordsOfMarks(words, timepoints),
        characters: call.characters,
      };
    },
  };
}

function markedUp(words: readonly string[]): string {
  return `<speak>${words.map((word, index) => `<mark name="${index}"/>${markupOf(word)}`).join(" ")}</speak>`;
}

function wordsOfMarks(
  words: readonly string[],
  timepoints: readonly { markName: string; timeSeconds: number }[],
): RecordedWord[] | null {
  const seconds = new Map(timepoints.map(({ markName, timeSeconds }) => [Number(markName), timeSeconds]));
  if (words.some((_, index) => !seconds.has(index))) return null;
  let latestMs = 0;
  return words.map((text, index) => {
    latestMs = Math.max(latestMs, Math.round((seconds.get(index) ?? 0) * 1000));
    return { text, startMs: latestMs };
  });
}
