import type { Scene } from "../script/script.ts";
import type { Pronunciation } from "../video/video-settings.ts";
import { spokenLines, spokenTexts } from "./spoken-text.ts";
import { type ServiceVoice, serviceVoiceOf } from "./voices.ts";

/** Voices of Google that take no marks. */
const WITHOUT_MARKS = /Chirp|Journey|Studio/;
const SPEAK_CHARACTERS = "<speak></speak>".length;

/** Characters that a service bills for one text: Google counts the markup too, except its marks. */
export function billedCharacters(voice: ServiceVoice, text: string): number {
  return takesMarks(voice) ? SPEAK_CHARACTERS + markupOf(text).length : text.length;
}

/** Characters that a voice bills for what it is given to say. */
export function textsCharacters(texts: readonly string[], voice: string): number {
  const known = serviceVoiceOf(voice);
  return texts.reduce((sum, text) => sum + (known === null ? text.length : billedCharacters(known, text)), 0);
}

/** Characters that a voice bills for a whole script, if nothing of it was bought before. */
export function scriptCharacters(
  scenes: readonly Pick<Scene, "sentences">[],
  voice: string,
  pronunciations: readonly Pronunciation[] | undefined,
): number {
  return textsCharacters(spokenTexts(spokenLines(scenes, pronunciations)), voice);
}

export function takesMarks({ service, name }: ServiceVoice): boolean {
  return service === "google" && !WITHOUT_MARKS.test(name);
}

/** A text within markup. */
export function markupOf(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}
