import { z } from "zod";

import { wordsOf } from "../../domain/speech/pronunciation.ts";
import { bodyOf, callSpeech } from "./http.ts";
import type { PaidSpeech } from "./paid.ts";
import type { RecordedWord } from "./speech.ts";

export interface ElevenlabsSettings {
  /** `https://api.elevenlabs.io`. */
  readonly apiUrl: string;
  readonly apiKey: string;
}

const MODEL = "eleven_multilingual_v2";
const SAMPLE_RATE = 24_000;
const SLOWEST = 0.7;
const FASTEST = 1.2;

const Alignment = z.object({
  characters: z.array(z.string()),
  character_start_times_seconds: z.array(z.number()),
  character_end_times_seconds: z.array(z.number()),
});
const Answer = z.object({ audio_base64: z.base64(), alignment: Alignment.nullable() });

/** https://elevenlabs.io/docs/api-reference/text-to-speech/convert-with-timestamps: a time for every character. */
export function createElevenlabsSpeech({ apiUrl, apiKey }: ElevenlabsSettings): PaidSpeech {
  return {
    service: "elevenlabs",
    model: MODEL,
    buy: async ({ text, voice, speed, signal }) => {
      const path = `v1/text-to-speech/${encodeURIComponent(voice)}/with-timestamps?output_format=pcm_${SAMPLE_RATE}`;
      const call = {
        service: "elevenlabs" as const,
        url: `${apiUrl.replace(/\/$/, "")}/${path}`,
        headers: { "xi-api-key": apiKey },
        body: {
          text,
          model_id: MODEL,
          voice_settings: { speed: Math.min(FASTEST, Math.max(SLOWEST, speed)) },
        },
        voice,
        characters: text.length,
        keyVariable: "ELEVENLABS_API_KEY",
        signal,
      };
      const response = await callSpeech(call);
      const { audio_base64: audio, alignment } = await bodyOf(
        call,
        response.json().then((json) => Answer.parse(json)),
      );
      return {
        sampleRate: SAMPLE_RATE,
        pcm: Buffer.from(audio, "base64"),
        words: alignment === null ? null : wordsOfAlignment(text, alignment),
        // Rounded down by the models that cost less than a credit a character; ours cost one.
        characters: Number(response.headers.get("character-cost") ?? text.length),
      };
    },
  };
}

/** Null when the characters are not those of the text: a time for the wrong word is worse than a measured one. */
function wordsOfAlignment(text: string, alignment: z.infer<typeof Alignment>): RecordedWord[] | null {
  const starts: number[] = [];
  let inWord = false;
  for (const [index, character] of alignment.characters.entries()) {
    const isSpace = /^\s*$/u.test(character);
    if (!isSpace && !inWord) starts.push((alignment.character_start_times_seconds[index] ?? 0) * 1000);
    inWord = !isSpace;
  }
  const words = wordsOf(text);
  if (words.length !== starts.length) return null;
  return words.map((word, index) => ({ text: word, startMs: Math.round(starts[index] ?? 0) }));
}
