import { AppError } from "../../domain/errors.ts";
import {
  type ServiceVoice,
  type SpeechService,
  espeakVoiceOf,
  languageOfVoice,
  serviceVoiceOf,
} from "../../domain/speech/voices.ts";
import { type PacedVoice, createVoicePaces, quickened } from "./pace.ts";
import { type PaidSpeech, createPaidEngine } from "./paid.ts";
import type { SpeechEngine, SpeechRequest } from "./speech.ts";
import type { ObjectStore } from "../storage/storage.ts";

export interface SpeechEnginesDeps {
  readonly espeak: SpeechEngine;
  /** The services whose keys are set. */
  readonly paid: readonly PaidSpeech[];
  readonly storage: ObjectStore;
}

export interface SpeechEngines extends SpeechEngine {
  /**
   * Says the same for nothing, about as long: for measuring drafts of a script. Voices that cost are spoken offline, as
   * quickly as they were when they were last heard.
   */
  readonly rehearsal: SpeechEngine;
}

const KEY_VARIABLES = {
  openai: "OPENAI_API_KEY",
  elevenlabs: "ELEVENLABS_API_KEY",
  google: "GOOGLE_TTS_API_KEY",
} as const;

/** Every voice there is, by its name: `en-us`, `espeak:de`, `openai:nova`, `elevenlabs:<id>`, `google:de-DE-Wavenet-B`. */
export function createSpeechEngines({ espeak, paid, storage }: SpeechEnginesDeps): SpeechEngines {
  const paces = createVoicePaces(storage);
  const engines = new Map<SpeechService, SpeechEngine>([["espeak", espeak]]);
  for (const each of paid) engines.set(each.service, createPaidEngine(each, { storage, reference: espeak }));

  const chosen = (voice: string): { engine: SpeechEngine; voice: ServiceVoice } => {
    const known = serviceVoiceOf(voice);
    if (known === null) throw noSuchVoice(voice);
    const engine = engines.get(known.service);
    if (engine === undefined) throw missingKey(known);
    return { engine, voice: known };
  };
  const describe: SpeechEngine["describe"] = async (wanted, signal) => {
    const { engine, voice } = chosen(wanted);
    return engine.describe(voice.name, signal);
  };
  /** Null for a voice that costs nothing: it rehearses itself. */
  const paced = async (wanted: string, language: string | undefined): Promise<PacedVoice | null> => {
    const { voice } = chosen(wanted);
    if (voice.service === "espeak") return null;
    return { described: await describe(wanted), beside: espeakVoiceOf(languageOfVoice(voice) ?? language) };
  };
  const rehearse = ({ sentences, wordsPerMinute, signal }: SpeechRequest, { beside: voice }: PacedVoice) =>
    espeak.speak({ sentences, voice, wordsPerMinute, unslowed: true, ...(signal === undefined ? {} : { signal }) });

  return {
    name: "speech",
    describe,
    speak: async (request) => {
      const { engine, voice } = chosen(request.voice);
      const bought = await engine.speak({ ...request, voice: voice.name });
      const known = await paced(request.voice, request.language);
      if (known !== null) await paces.learn(known, { bought, rehearsed: await rehearse(request, known) });
      return bought;
    },
    rehearsal: {
      name: "rehearsal",
      describe: async (wanted, signal, language) => {
        const known = await paced(wanted, language);
        if (known === null) return describe(wanted, signal);
        return `${known.described} unslowed pace ${await paces.of(known)}`;
      },
      speak: async (request) => {
        const known = await paced(request.voice, request.language);
        if (known === null) return espeak.speak({ ...request, voice: chosen(request.voice).voice.name });
        const pace = await paces.of(known);
        return (await rehearse(request, known)).map((each) => quickened(each, pace));
      },
    },
  };
}

function noSuchVoice(voice: string): AppError {
  return new AppError("invalid_input", `there is no voice "${voice}"`, {
    field: "voice",
    remedy: "Name a voice of espeak-ng, as in en-us, or openai:<voice>, elevenlabs:<voice id>, google:<voice name>.",
  });
}

function missingKey({ service }: ServiceVoice): AppError {
  const variable = service === "espeak" ? "" : KEY_VARIABLES[service];
  return new AppError("invalid_input", `voices of ${service} need its key`, {
    field: "voice",
    remedy: `Set ${variable} and start the workers again, or choose a voice of espeak-ng, as in en-us.`,
  });
}
