import type { Scene } from "../script/script.ts";
import { withoutPauses } from "./pauses.ts";
import { timeNarration } from "./speech.ts";

/**
 * Milliseconds by parts of a sentence, by regression over 770 sentences of templates said by espeak-ng's en-us at 148
 * words a minute and not slowed down; the standard deviation of a sentence of 3.2 s is 0.2 s.
 */
const SAID_MS = { sentence: 156, word: 49, letter: 58, comma: 344, sentenceWithin: 590 } as const;
/** "17" is said in nine letters, "20" in six. */
const LETTERS_PER_DIGIT = 4.5;

/** How long an English narration will be, pauses between sentences and scenes included, without saying it. */
export function spokenLengthMs(scenes: readonly Pick<Scene, "sentences">[]): number {
  const sentences = scenes.flatMap(({ sentences: texts }, scene) =>
    texts.map((text) => ({ text, scene, durationMs: sentenceMs(withoutPauses(text)), words: [] })),
  );
  return timeNarration(sentences, "reckoned").durationMs;
}

function sentenceMs(text: string): number {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const letters = count(/\p{L}/gu) + LETTERS_PER_DIGIT * count(/\p{N}/gu);
  return (
    SAID_MS.sentence +
    SAID_MS.word * count(/[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu) +
    SAID_MS.letter * letters +
    SAID_MS.comma * count(/[,;:](?=\s)/gu) +
    SAID_MS.sentenceWithin * count(/[.!?](?=\s)/gu)
  );
}
