import type { Environment } from "../../config.ts";
import { createElevenlabsSpeech } from "./elevenlabs.ts";
import { createGoogleSpeech } from "./google.ts";
import { createOpenaiSpeech } from "./openai.ts";
import type { PaidSpeech } from "./paid.ts";

const OPENAI_MODEL = "tts-1";

/** The paid voices whose keys are set. */
export function paidSpeechOf(environment: Environment): readonly PaidSpeech[] {
  const { OPENAI_API_KEY: openai, ELEVENLABS_API_KEY: elevenlabs, GOOGLE_TTS_API_KEY: google } = environment;
  const paid: PaidSpeech[] = [];
  if (openai !== undefined) {
    const baseUrl = environment.OPENAI_BASE_URL;
    paid.push(createOpenaiSpeech({ baseUrl, apiKey: openai, model: environment.OPENAI_SPEECH_MODEL ?? OPENAI_MODEL }));
  }
  if (elevenlabs !== undefined) {
    paid.push(createElevenlabsSpeech({ apiUrl: environment.ELEVENLABS_API_URL, apiKey: elevenlabs }));
  }
  if (google !== undefined) paid.push(createGoogleSpeech({ apiUrl: environment.GOOGLE_TTS_API_URL, apiKey: google }));
  return paid;
}
