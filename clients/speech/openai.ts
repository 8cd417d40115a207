import type { PaidSpeech } from "./paid.ts";
import { bodyOf, callSpeech } from "./http.ts";

export interface OpenaiSpeechSettings {
  /** Base of an OpenAI-compatible service: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** What `response_format: "pcm"` is: 24 kHz, 16 bits, mono, without a header. */
const SAMPLE_RATE = 24_000;
const SLOWEST = 0.25;
const FASTEST = 4;

/** https://platform.openai.com/docs/api-reference/audio/createSpeech: a voice without word times. */
export function createOpenaiSpeech({ baseUrl, apiKey, model }: OpenaiSpeechSettings): PaidSpeech {
  return {
    service: "openai",
    model,
    buy: async ({ text, voice, speed, signal }) => {
      const call = {
        service: "openai" as const,
        url: `${baseUrl.replace(/\/$/, "")}/audio/speech`,
        headers: { authorization: `Bearer ${apiKey}` },
        body: {
          model,
          voice,
          input: text,
          response_format: "pcm",
          speed: Math.min(FASTEST, Math.max(SLOWEST, speed)),
        },
        voice,
        characters: text.length,
        keyVariable: "OPENAI_API_KEY",
        signal,
      };
      const response = await callSpeech(call);
      const pcm = new Uint8Array(await bodyOf(call, response.arrayBuffer()));
      return { sampleRate: SAMPLE_RATE, pcm, words: null, characters: call.characters };
    },
  };
}
