import { atOnce } from "../steps.ts";
import { alignedFrames } from "./alignment.ts";
import { type SpeechFeatures, speechFeatures } from "./features.ts";
import { type Sound, decimated, silences, trimmedSound } from "./silence.ts";

/** A word and when it begins, in milliseconds from the first sample. */
export interface TimedWord {
  readonly text: string;
  readonly startMs: number;
}

/** A recording of a text whose words' times are known. */
export interface TimedSound extends Sound {
  readonly words: readonly TimedWord[];
}

const HOP_MS = 10;
/** A shorter silence is a closed mouth before a p or a t. */
const PAUSE_MS = 120;
/** Within one sentence two readers drift apart by no more than this share of it. */
const BAND_SHARE = 0.25;
/** Shorter than this there is nothing to compare. */
const SHORTEST_MS = 60;
/** Sound for looking at needs no more. */
const ENOUGH_HZ = 24_000;

/**
 * When the words of `target` are spoken, from another voice's recording of the same text: its words, numbers and
 * abbreviations last as long there as they do in speech, and its frames find their like in the target.
 */
export function wordsHeardIn(target: Sound, reference: TimedSound): TimedWord[] {
  const { sound, leadMs } = trimmedSound(target);
  const durationMs = lengthMs(sound);
  if (durationMs < SHORTEST_MS || lengthMs(reference) < SHORTEST_MS) return spread(reference, leadMs, durationMs);
  const matched = atOnce(alignedFrames(featuresOf(reference), featuresOf(sound), BAND_SHARE));
  const pauses = silences(sound, PAUSE_MS);
  let latestMs = leadMs;
  return reference.words.map(({ text, startMs }) => {
    const foundMs = Math.min(durationMs, between(matched, startMs / HOP_MS) * HOP_MS);
    // Only this reader pauses here: the word begins when the pause is over.
    const pause = pauses.find(({ fromMs, toMs }) => foundMs >= fromMs - HOP_MS * 2 && foundMs < toMs);
    const heardMs = leadMs + (pause === undefined || pause.toMs >= durationMs ? foundMs : pause.toMs);
    latestMs = Math.max(latestMs, heardMs);
    return { text, startMs: Math.round(latestMs) };
  });
}

/** The reference's own times, stretched over the speech that was measured. */
export function spread(reference: TimedSound, leadMs: number, durationMs: number): TimedWord[] {
  const scale = durationMs / Math.max(1, lengthMs(reference));
  return reference.words.map(({ text, startMs }) => ({ text, startMs: Math.round(leadMs + startMs * scale) }));
}

function between(matched: Float32Array, position: number): number {
  const row = Math.min(matched.length - 1, Math.floor(position));
  const here = matched[row] ?? 0;
  const next = matched[row + 1] ?? here;
  return here + (next - here) * (position - row);
}

function featuresOf(sound: Sound): SpeechFeatures {
  const factor = Math.max(1, Math.floor(sound.sampleRate / ENOUGH_HZ));
  return atOnce(speechFeatures(factor === 1 ? sound : decimated(sound, factor), HOP_MS));
}

function lengthMs({ samples, sampleRate }: Sound): number {
  return (samples.length * 1000) / sampleRate;
}
