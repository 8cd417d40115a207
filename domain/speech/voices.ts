/** Who can speak; `<service>:<voice>`, and a voice without a service is espeak-ng's. */
export const SPEECH_SERVICES = ["espeak", "openai", "elevenlabs", "google"] as const;
export type SpeechService = (typeof SPEECH_SERVICES)[number];

export interface ServiceVoice {
  readonly service: SpeechService;
  /** As the service names it. */
  readonly name: string;
}

/** A voice that a service says it has. */
export interface ListedVoice {
  /** What a video asks for it by, as in `de` or `google:de-DE-Wavenet-B`. */
  readonly voice: string;
  readonly provider: SpeechService;
  /** What the service calls it. */
  readonly name: string;
  /** BCP 47; none where the voice speaks whatever it is given. */
  readonly languages: readonly string[];
}

/** Whether a voice speaks a language; `de` is spoken by a voice of `de-AT`, not the other way round. */
export function voiceSpeaks({ voice, provider, languages }: ListedVoice, language: string): boolean {
  if (languages.length === 0) return true;
  if (provider === "espeak" && voice === espeakVoiceOf(language)) return true;
  const wanted = language.toLowerCase();
  return languages.map((each) => each.toLowerCase()).some((each) => each === wanted || each.startsWith(`${wanted}-`));
}

/** A voice name never reaches a URL or a library as anything else. */
export const VOICE_NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,79}$/;

/** Null when the text names no voice that there could be. */
export function serviceVoiceOf(voice: string): ServiceVoice | null {
  const colon = voice.indexOf(":");
  const prefix = colon === -1 ? "espeak" : voice.slice(0, colon);
  const service = SPEECH_SERVICES.find((each) => each === prefix);
  const name = voice.slice(colon + 1);
  return service === undefined || !VOICE_NAME.test(name) ? null : { service, name };
}

/** espeak-ng's voices by language where the code of the language is not the name of the voice. */
const ESPEAK_VOICES: Readonly<Record<string, string>> = {
  en: "en-us",
  "en-gb": "en-gb",
  "en-us": "en-us",
  fr: "fr-fr",
  "es-419": "es-419",
  "es-mx": "es-419",
  "es-us": "es-419",
  "pt-br": "pt-br",
  zh: "cmn",
  no: "nb",
};
const DEFAULT_VOICE = "en-us";

/** The offline voice of a language, `de-AT` is spoken as `de`; English where none is named. */
export function espeakVoiceOf(language: string | undefined): string {
  if (language === undefined) return DEFAULT_VOICE;
  const code = language.toLowerCase();
  const [base = ""] = code.split(/[-+]/);
  return ESPEAK_VOICES[code] ?? ESPEAK_VOICES[base] ?? (/^[a-z]{2,3}$/.test(base) ? base : DEFAULT_VOICE);
}

/** The language that a voice's own name begins with, as in Google's `de-DE-Wavenet-B`. */
export function languageOfVoice({ service, name }: ServiceVoice): string | undefined {
  return service === "google" ? /^[a-z]{2,3}-[A-Z]{2}/.exec(name)?.[0] : undefined;
}
