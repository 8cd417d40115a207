import { wordsOf } from "./pronunciation.ts";
import type { Scene } from "../script/script.ts";
import { withoutPauses } from "./pauses.ts";
import { type NarrationTimings, type RecordedSentence, SILENT, timeNarration } from "./speech.ts";

/** Characters a second that are read without hurry; captions allow 17. */
const CALM_PACE = 15;
const SLOWEST_PACE = 11;
const FASTEST_PACE = 17;
const CALM_WORDS_PER_MINUTE = 160;
/** Time to notice that a line is there. */
const SHORTEST_MS = 1_200;

/** A narration that is read and not heard: every word has the time it takes to read, and all of it is a planned silence. */
export function silentNarration(scenes: readonly Pick<Scene, "sentences">[], wordsPerMinute: number): NarrationTimings {
  const pace = (CALM_PACE * wordsPerMinute) / CALM_WORDS_PER_MINUTE;
  const charactersPerSecond = Math.min(FASTEST_PACE, Math.max(SLOWEST_PACE, pace));
  const sentences = scenes.flatMap(({ sentences: texts }, scene) =>
    texts.map((text) => readSentence(withoutPauses(text), scene, charactersPerSecond)),
  );
  const timings = timeNarration(sentences, SILENT);
  return { ...timings, gaps: [{ fromMs: 0, toMs: timings.durationMs }] };
}

function readSentence(text: string, scene: number, charactersPerSecond: number): RecordedSentence {
  const words = wordsOf(text);
  const characters = Array.from(text).length;
  const durationMs = Math.max(SHORTEST_MS, Math.round((characters * 1000) / charactersPerSecond));
  let read = 0;
  const timed = words.map((word) => {
    const startMs = Math.round((durationMs * read) / Math.max(1, characters));
    read += Array.from(word).length + 1;
    return { text: word, startMs };
  });
  return { text, scene, durationMs, words: timed };
}
