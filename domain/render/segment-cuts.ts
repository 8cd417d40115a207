import { type CaptionCue, sentenceBoundaryMs } from "../captions/captions.ts";
import type { SceneClock } from "./scenes.ts";

/** A stretch between two cuts, in milliseconds of its scene's clock. */
export interface Cut {
  readonly fromSentence: number;
  /** One past the last. */
  readonly toSentence: number;
  readonly startMs: number;
  readonly endMs: number;
}

const SHORTEST_MS = 2_000;
/**
 * Sentences share a segment up to here: a scene that is changed is one segment as a rule, and little is lost with one.
 * Quality control wants eight seconds at most; both ends of a cut are still to be rounded to frames.
 */
const LONGEST_MS = 7_960;

/**
 * Cuts of one scene, shown from `startMs` to `endMs`, between its sentences; inside a sentence only where it is too long,
 * and then between two captions, rather with a piece of a second than with one of nine.
 */
export function cutsOf(
  clock: SceneClock,
  captions: readonly CaptionCue[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Cut[] {
  const last = clock.sentences.length - 1;
  const sentences = clock.sentences.map(({ index }, position): Cut => {
    const from = position === 0 ? startMs : sentenceBoundaryMs(clock, position - 1);
    const until = position === last ? endMs : sentenceBoundaryMs(clock, position);
    return { fromSentence: index, toSentence: index + 1, startMs: from, endMs: until };
  });
  return joined(sentences).flatMap((cut) => splitLong(cut, captions));
}

/** A sentence under two seconds goes with its neighbour, and short neighbours go together. */
function joined(cuts: readonly Cut[]): Cut[] {
  const kept: Cut[] = [];
  for (const cut of cuts) {
    const before = kept.at(-1);
    if (before !== undefined && belongTogether(before, cut)) kept[kept.length - 1] = merged(before, cut);
    else kept.push(cut);
  }
  return kept;
}

function belongTogether(left: Cut, right: Cut): boolean {
  const isShort = lengthOf(left) < SHORTEST_MS || lengthOf(right) < SHORTEST_MS;
  return isShort || lengthOf(left) + lengthOf(right) <= LONGEST_MS;
}

function merged(left: Cut, right: Cut): Cut {
  return { ...left, toSentence: right.toSentence, endMs: right.endMs };
}

function splitLong(cut: Cut, captions: readonly CaptionCue[]): Cut[] {
  const parts = Math.ceil(lengthOf(cut) / LONGEST_MS);
  if (parts <= 1) return [cut];
  const middle = cut.startMs + lengthOf(cut) / parts;
  const nearest = (shortestMs: number): number | undefined =>
    captions
      .map((cue) => cue.startMs)
      .filter((ms) => ms >= cut.startMs + shortestMs && ms <= cut.endMs - shortestMs)
      .filter((ms) => ms <= cut.startMs + LONGEST_MS)
      .toSorted((left, right) => Math.abs(left - middle) - Math.abs(right - middle))[0];
  const at = nearest(SHORTEST_MS) ?? nearest(SHORTEST_MS / 2);
  if (at === undefined) return [cut];
  return [{ ...cut, endMs: at }, ...splitLong({ ...cut, startMs: at }, captions)];
}

function lengthOf(cut: Cut): number {
  return cut.endMs - cut.startMs;
}
