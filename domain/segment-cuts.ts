import { type CaptionCue, sentenceBoundaryMs } from "./captions.ts";
import type { NarrationTimings } from "./speech.ts";

/** A stretch between two cuts, in milliseconds of the narration. */
export interface Cut {
  readonly scene: number;
  readonly fromSentence: number;
  /** One past the last. */
  readonly toSentence: number;
  readonly startMs: number;
  readonly endMs: number;
}

const SHORTEST_MS = 2_000;
const LONGEST_MS = 8_000;

/** Cuts between sentences; inside a sentence only where it is too long, and then between two captions. */
export function cutsOf(timings: NarrationTimings, captions: readonly CaptionCue[]): Cut[] {
  const sentences = timings.sentences.map(({ scene }, sentence): Cut => {
    const startMs = sentence === 0 ? 0 : sentenceBoundaryMs(timings, sentence - 1);
    return {
      scene,
      fromSentence: sentence,
      toSentence: sentence + 1,
      startMs,
      endMs: sentenceBoundaryMs(timings, sentence),
    };
  });
  return joinedShort(sentences).flatMap((cut) => splitLong(cut, captions));
}

/** A sentence under two seconds goes with its neighbour of the same scene. */
function joinedShort(cuts: readonly Cut[]): Cut[] {
  const joined: Cut[] = [];
  for (const cut of cuts) {
    const before = joined.at(-1);
    const isShort = lengthOf(cut) < SHORTEST_MS || (before !== undefined && lengthOf(before) < SHORTEST_MS);
    if (before !== undefined && before.scene === cut.scene && isShort) joined[joined.length - 1] = merged(before, cut);
    else joined.push(cut);
  }
  return joined;
}

function merged(left: Cut, right: Cut): Cut {
  return { ...left, toSentence: right.toSentence, endMs: right.endMs };
}

function splitLong(cut: Cut, captions: readonly CaptionCue[]): Cut[] {
  const parts = Math.ceil(lengthOf(cut) / LONGEST_MS);
  if (parts <= 1) return [cut];
  const inside = captions
    .map((cue) => cue.startMs)
    .filter((ms) => ms > cut.startMs + SHORTEST_MS && ms < cut.endMs - SHORTEST_MS);
  const middle = cut.startMs + lengthOf(cut) / parts;
  const at = inside.toSorted((left, right) => Math.abs(left - middle) - Math.abs(right - middle))[0];
  if (at === undefined) return [cut];
  return [{ ...cut, endMs: at }, ...splitLong({ ...cut, startMs: at }, captions)];
}

function lengthOf(cut: Cut): number {
  return cut.endMs - cut.startMs;
}
