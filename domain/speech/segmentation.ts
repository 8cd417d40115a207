import type { Steps } from "../steps.ts";
import { alignedFrames } from "./alignment.ts";
import { speechFeatures } from "./features.ts";
import { type Sound, decimated, silences } from "./silence.ts";
import type { TimeRange } from "./speech.ts";

/** Pause between the sentences of the reference. */
const REFERENCE_GAP_MS = 300;
const SHORT_RECORDING_MS = 120_000;
const SHORT_HOP_MS = 20;
const LONG_HOP_MS = 40;
/** How far a reader's pace may drift from an even one, as a share of the whole. */
const SHORT_BAND = 0.25;
const LONG_BAND = 0.12;
const ENOUGH_HZ = 16_000;

/** The click of a key that begins or ends a recording. */
const CLICK_MS = 80;
/** Silence that a breath takes between two sentences. */
const BREATH_MS = 150;
/** A pause further than this from where the alignment expects a boundary is another one. */
const NEAR_MS = 1_500;
/** What a pause of this length is worth, in milliseconds of distance. */
const LONG_PAUSE_MS = 600;
const NO_PAUSE_COST = 700;
const SHORTEST_SENTENCE_MS = 120;

/**
 * Where each sentence lies in one long recording of all of them: found by another voice's recordings of the same sentences,
 * then moved into the reader's own pauses. Takes half a minute for the longest recordings.
 */
export function* sentencesHeardIn(target: Sound, references: readonly Sound[]): Steps<TimeRange[]> {
  const heard = spokenPart(target);
  const expected = yield* expectedBoundaries(target, heard, references);
  const boundaries = snapped(expected, silences(target, BREATH_MS));
  const edges = [{ fromMs: heard.fromMs, toMs: heard.fromMs }, ...boundaries, { fromMs: heard.toMs, toMs: heard.toMs }];
  return references.map((_, index) => ({ fromMs: edges[index]?.toMs ?? 0, toMs: edges[index + 1]?.fromMs ?? 0 }));
}

/** From the first to the last word. */
export function spokenPart(sound: Sound): TimeRange {
  const lengthMs = Math.floor((sound.samples.length * 1000) / sound.sampleRate);
  const quiet = silences(sound, BREATH_MS);
  const first = quiet[0];
  const last = quiet.at(-1);
  return {
    fromMs: first !== undefined && first.fromMs <= CLICK_MS ? first.toMs : 0,
    toMs: last !== undefined && lengthMs - last.toMs <= CLICK_MS ? last.fromMs : lengthMs,
  };
}

/** The middle of each pause of the reference, as the alignment finds it in the target. */
function* expectedBoundaries(target: Sound, heard: TimeRange, references: readonly Sound[]): Steps<number[]> {
  const lengthMs = heard.toMs - heard.fromMs;
  const isShort = lengthMs <= SHORT_RECORDING_MS;
  const hopMs = isShort ? SHORT_HOP_MS : LONG_HOP_MS;
  const { sound, boundariesMs } = joinedReferences(references);
  const part = slice(target, heard);
  const wanted = yield* featuresOf(sound, hopMs);
  const given = yield* featuresOf(part, hopMs);
  const matched = yield* alignedFrames(wanted, given, isShort ? SHORT_BAND : LONG_BAND);
  return boundariesMs.map((ms) => {
    const frame = Math.min(matched.length - 1, Math.round(ms / hopMs));
    return heard.fromMs + (matched[frame] ?? 0) * hopMs;
  });
}

function joinedReferences(references: readonly Sound[]): { sound: Sound; boundariesMs: number[] } {
  const sampleRate = references[0]?.sampleRate ?? ENOUGH_HZ;
  const gap = Math.round((REFERENCE_GAP_MS * sampleRate) / 1000);
  const total = references.reduce((sum, { samples }) => sum + samples.length + gap, -gap);
  const samples = new Int16Array(Math.max(0, total));
  const boundariesMs: number[] = [];
  let offset = 0;
  for (const [index, reference] of references.entries()) {
    samples.set(reference.samples, offset);
    offset += reference.samples.length + gap;
    if (index < references.length - 1) boundariesMs.push(((offset - gap / 2) * 1000) / sampleRate);
  }
  return { sound: { samples, sampleRate }, boundariesMs };
}

export function slice({ samples, sampleRate }: Sound, { fromMs, toMs }: TimeRange): Sound {
  const at = (ms: number): number => Math.round((ms * sampleRate) / 1000);
  return { samples: samples.subarray(at(fromMs), at(toMs)), sampleRate };
}

function featuresOf(sound: Sound, hopMs: number) {
  const factor = Math.max(1, Math.floor(sound.sampleRate / ENOUGH_HZ));
  return speechFeatures(factor === 1 ? sound : decimated(sound, factor), hopMs);
}

interface Choice {
  readonly pause: TimeRange;
  readonly cost: number;
  readonly before: Choice | null;
}

/** The cheapest way to give each boundary a pause near it, or none, in order: dynamic programming over the pauses. */
function snapped(expectedMs: readonly number[], pauses: readonly TimeRange[]): TimeRange[] {
  let open: Choice[] = [{ pause: { fromMs: 0, toMs: 0 }, cost: 0, before: null }];
  for (const ms of expectedMs) {
    const near = pauses.filter(({ fromMs, toMs }) => toMs > ms - NEAR_MS && fromMs < ms + NEAR_MS);
    const here = [
      ...near.map((pause) => ({ pause, cost: pauseCost(pause, ms) })),
      { pause: { fromMs: Math.round(ms), toMs: Math.round(ms) }, cost: NO_PAUSE_COST },
    ];
    const earlier = open;
    open = here.map(({ pause, cost }) => {
      const fitting = earlier.filter((choice) => choice.pause.toMs + SHORTEST_SENTENCE_MS <= pause.fromMs);
      const best = (fitting.length > 0 ? fitting : earlier).toSorted((left, right) => left.cost - right.cost)[0];
      const penalty = fitting.length > 0 ? 0 : NO_PAUSE_COST * 10;
      return { pause, cost: (best?.cost ?? 0) + cost + penalty, before: best ?? null };
    });
  }
  const chain: TimeRange[] = [];
  let choice: Choice | null = open.toSorted((left, right) => left.cost - right.cost)[0] ?? null;
  for (; choice?.before != null; choice = choice.before) chain.unshift(choice.pause);
  return inOrder(chain);
}

function pauseCost({ fromMs, toMs }: TimeRange, expectedMs: number): number {
  const distanceMs = Math.max(0, fromMs - expectedMs, expectedMs - toMs);
  return distanceMs - Math.min(LONG_PAUSE_MS, toMs - fromMs) / 2;
}

function inOrder(chain: readonly TimeRange[]): TimeRange[] {
  let latestMs = 0;
  return chain.map((pause) => {
    const fromMs = Math.max(latestMs, pause.fromMs);
    latestMs = Math.max(fromMs, pause.toMs);
    return { fromMs, toMs: latestMs };
  });
}
