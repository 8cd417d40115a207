import { z } from "zod";

import type { Environment } from "../../config.ts";
import { AppError } from "../../domain/errors.ts";
import type { ListedVoice, SpeechService } from "../../domain/speech/voices.ts";
import type { EspeakEngine } from "./espeak.ts";

/** Where the voices of a service come from. */
export interface VoiceSource {
  readonly service: SpeechService;
  /** False for a list that is written down here: the service may have other voices. */
  readonly isAsked: boolean;
  list(signal: AbortSignal): Promise<readonly ListedVoice[]>;
  /** Of a name that is not listed; left out there are no others. */
  has?(name: string, signal: AbortSignal): Promise<boolean>;
}

/** https://platform.openai.com/docs/guides/text-to-speech#voice-options, 2026-11: the API has no call that lists them. */
const OPENAI_VOICES = ["alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse"];

/** The services that can be asked here: espeak-ng, and those whose keys are set. */
export function voiceSourcesOf(environment: Environment, espeak: EspeakEngine): readonly VoiceSource[] {
  const { OPENAI_API_KEY: openai, ELEVENLABS_API_KEY: elevenlabs, GOOGLE_TTS_API_KEY: google } = environment;
  const { ELEVENLABS_API_URL: elevenlabsUrl, GOOGLE_TTS_API_URL: googleUrl } = environment;
  return [
    espeakSource(espeak),
    ...(openai === undefined ? [] : [OPENAI_SOURCE]),
    ...(elevenlabs === undefined ? [] : [elevenlabsSource(elevenlabsUrl, elevenlabs)]),
    ...(google === undefined ? [] : [googleSource(googleUrl, google)]),
  ];
}

function espeakSource(espeak: EspeakEngine): VoiceSource {
  return {
    service: "espeak",
    isAsked: true,
    list: async (signal) => {
      const voices = await espeak.voices(signal);
      return voices.map(({ language, name }) => ({ voice: language, provider: "espeak", name, languages: [language] }));
    },
    // A voice also answers to the name of its file, as in `en` and `fr`.
    has: async (name, signal) => {
      try {
        await espeak.describe(name, signal);
        return true;
      } catch (error) {
        if (error instanceof AppError && error.code === "invalid_input") return false;
        throw error;
      }
    },
  };
}

const OPENAI_SOURCE: VoiceSource = {
  service: "openai",
  isAsked: false,
  list: () => {
    const voices = OPENAI_VOICES.map((name) => ({ voice: `openai:${name}`, provider: "openai" as const, name }));
    return Promise.resolve(voices.map((voice) => ({ ...voice, languages: [] })));
  },
};

const ElevenlabsVoices = z.object({ voices: z.array(z.object({ voice_id: z.string(), name: z.string() })) });

/** https://elevenlabs.io/docs/api-reference/voices/get-all: the account's voices; each speaks every language of the model. */
function elevenlabsSource(apiUrl: string, apiKey: string): VoiceSource {
  return {
    service: "elevenlabs",
    isAsked: true,
    list: async (signal) => {
      const url = `${apiUrl.replace(/\/$/, "")}/v1/voices?show_legacy=true`;
      const { voices } = await ask("elevenlabs", url, { "xi-api-key": apiKey }, ElevenlabsVoices, signal);
      return voices.map(({ voice_id: id, name }) => {
        return { voice: `elevenlabs:${id}`, provider: "elevenlabs", name, languages: [] };
      });
    },
  };
}

const GoogleVoices = z.object({ voices: z.array(z.object({ name: z.string(), languageCodes: z.array(z.string()) })) });

/** https://cloud.google.com/text-to-speech/docs/reference/rest/v1/voices/list */
function googleSource(apiUrl: string, apiKey: string): VoiceSource {
  return {
    service: "google",
    isAsked: true,
    list: async (signal) => {
      const url = `${apiUrl.replace(/\/$/, "")}/v1/voices`;
      const { voices } = await ask("google", url, { "x-goog-api-key": apiKey }, GoogleVoices, signal);
      return voices.map(({ name, languageCodes: languages }) => {
        return { voice: `google:${name}`, provider: "google", name, languages };
      });
    },
  };
}

async function ask<Answer>(
  service: SpeechService,
  url: string,
  headers: Readonly<Record<string, string>>,
  answer: z.ZodType<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await fetch(url, { headers, redirect: "error", signal });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return answer.parse(await response.json());
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("platform_unavailable", `${service} did not list its voices: ${why}`, {
      retryable: true,
      cause,
    });
  }
}
