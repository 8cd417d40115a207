export interface GoogleVoice {
  readonly languageCodes: readonly string[];
  readonly name: string;
  readonly ssmlGender: "FEMALE" | "MALE";
  readonly naturalSampleRateHertz: number;
  /** Whether it takes SSML. */
  readonly marks: boolean;
  /** Who speaks for it here. */
  readonly espeak: string;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  "en-US": "en-us",
  "en-GB": "en-gb",
  "de-DE": "de",
  "fr-FR": "fr-fr",
  "es-ES": "es",
  "it-IT": "it",
  "pt-BR": "pt-br",
  "nl-NL": "nl",
};

/** A standard, a WaveNet, a Neural2 and a Chirp voice of each language. */
export const VOICES: readonly GoogleVoice[] = Object.entries(LANGUAGES).flatMap(([language, espeak]) => [
  voice(language, "Standard-A", `${espeak}+f2`, "FEMALE"),
  voice(language, "Wavenet-B", `${espeak}+m3`, "MALE"),
  voice(language, "Neural2-C", `${espeak}+f4`, "FEMALE"),
  { ...voice(language, "Chirp3-HD-Charon", `${espeak}+m7`, "MALE"), marks: false },
]);

function voice(language: string, name: string, espeak: string, ssmlGender: "FEMALE" | "MALE"): GoogleVoice {
  const languageCodes = [language];
  return {
    languageCodes,
    name: `${language}-${name}`,
    ssmlGender,
    naturalSampleRateHertz: 24_000,
    marks: true,
    espeak,
  };
}
