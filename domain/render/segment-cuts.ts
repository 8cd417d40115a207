import { type CaptionCue, sentenceBoundaryMs } from "../captions/captions.ts";
import { cheapestCuts } from "../cheapest-cuts.ts";
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
 * Cuts of one scene between its sentences; inside a sentence only where it is too long, and then between two captions or
 * where none is shown.
 */
export function cutsOf(clock: SceneClock, captions: readonly CaptionCue[], startMs: number): Cut[] {
  const sentences = clock.sentences.map(({ index }, position): Cut => {
    const from = position === 0 ? startMs : sentenceBoundaryMs(clock, position - 1);
    return { fromSentence: index, toSentence: index + 1, startMs: from, endMs: sentenceBoundaryMs(clock, position) };
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
  if (lengthOf(cut) <= LONGEST_MS) return [cut];
  const inside = placesToCut(captions, cut.endMs).filter((ms) => ms > cut.startMs && ms < cut.endMs);
  const marks = [cut.startMs, ...inside, cut.endMs];
  const pieces = cheapestCuts(marks.length - 1, (from, to) => costOf((marks[to] ?? 0) - (marks[from] ?? 0)));
  return pieces.map(([from, to]) => ({ ...cut, startMs: marks[from] ?? cut.startMs, endMs: marks[to] ?? cut.endMs }));
}

/** Where a caption begins, and every two seconds while the voice rests. */
function placesToCut(captions: readonly CaptionCue[], endMs: number): number[] {
  return captions.flatMap((cue, index) => {
    const nextMs = captions[index + 1]?.startMs ?? endMs;
    const places = [cue.startMs];
    for (let ms = cue.endMs; ms <= nextMs - SHORTEST_MS; ms += SHORTEST_MS) places.push(ms);
    return places;
  });
}

/** In faults: one too long weighs twice, and more by the second; then few pieces, and even ones. */
function costOf(lengthMs: number): number {
  if (lengthMs < SHORTEST_MS / 2) return Number.POSITIVE_INFINITY;
  const tooLong = lengthMs > LONGEST_MS ? 2 + (lengthMs - LONGEST_MS) / 2_000 : 0;
  const tooShort = lengthMs < SHORTEST_MS ? 1 : 0;
  return tooLong + tooShort + 0.3 + 0.3 * (lengthMs / LONGEST_MS) ** 2;
}

function lengthOf(cut: Cut): number {
  return cut.endMs - cut.startMs;
}
