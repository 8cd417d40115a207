import type { Scene } from "../script/script.ts";
import type { Pronunciation } from "../video/video-settings.ts";
import { isSpeakable, type PausedSentence, splitAtPauses } from "./pauses.ts";
import { type SpokenForm, spokenForm } from "./pronunciation.ts";

/** One written sentence: what is spoken in one go, and the pauses asked for between. */
export interface SpokenLine {
  readonly scene: number;
  readonly paused: PausedSentence;
  readonly forms: readonly SpokenForm[];
}

/** Every sentence of the scenes as it is to be said. */
export function spokenLines(
  scenes: readonly Pick<Scene, "sentences">[],
  pronunciations: readonly Pronunciation[] | undefined,
): SpokenLine[] {
  return scenes.flatMap(({ sentences }, scene) =>
    sentences.map((sentence) => {
      const paused = splitAtPauses(sentence);
      return { scene, paused, forms: paused.parts.map(({ text }) => spokenForm(text, pronunciations)) };
    }),
  );
}

/** What an engine is given to say, in order. */
export function spokenTexts(lines: readonly SpokenLine[]): string[] {
  return lines.flatMap(({ forms }) => forms.map(({ text }) => text).filter(isSpeakable));
}
