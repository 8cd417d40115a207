import type { SpokenRecording } from "../../clients/speech/speech.ts";
import { silences } from "../../domain/speech/silence.ts";

/** Shorter gaps are stops inside words: a closed mouth before a p or a t. */
const PAUSE_MS = 120;
/** Words that begin with a closed mouth are heard only when it opens. */
const HEARD_LATE = /^[\p{P}\p{S}]*[ptkcqbdg]/iu;
const BEFORE_PAUSE = /[,;:–—]$/u;

/** How far the times of words after a comma or a dash are from the moment at which the sound comes back there. */
export function onsetErrors({ samples, sampleRate, words }: SpokenRecording): number[] {
  const onsetsMs = silences({ samples, sampleRate }, PAUSE_MS).map(({ toMs }) => toMs);
  return words.flatMap(({ text, startMs }, index) => {
    const before = words[index - 1];
    if (before === undefined || !BEFORE_PAUSE.test(before.text) || HEARD_LATE.test(text)) return [];
    if (!/\p{L}/u.test(text)) return [];
    return [Math.min(...onsetsMs.map((onsetMs) => Math.abs(onsetMs - startMs)))];
  });
}
