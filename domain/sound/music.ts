import { MOODS, type Mood } from "./music-moods.ts";
import { type Hit, type Note, SAMPLE_RATE, addHit, addNote } from "./music-synth.ts";
import { type SeededRandom, seededRandom } from "../seeded-random.ts";
import type { Steps } from "../steps.ts";

/** A quiet bed under a voice, composed from a seed: a loop of eight bars that joins onto itself. */
export interface MusicLoop {
  readonly sampleRate: number;
  /** Interleaved stereo. */
  readonly samples: Int16Array;
}

/** Part of the key of what is made with it: another composer makes other music of the same seed. */
export const MUSIC_VERSION = 3;

const BARS = 8;
const BEATS_A_BAR = 4;
const A4_HZ = 440;
/** Every mood comes out as loud as any other; what is louder than full scale for a moment is rounded off. */
const LOUDNESS_RMS = 0.13;

export function moodOf(seed: number): Mood {
  return seededRandom(seed).pick(MOODS);
}

/**
 * Yields after every note, so that a caller can let other work in; the last value is the loop. At a lower rate the same
 * music takes less time.
 */
export function* composeLoop(seed: number, sampleRate = SAMPLE_RATE): Steps<MusicLoop> {
  const random = seededRandom(seed);
  const mood = random.pick(MOODS);
  const { from, below } = mood.beatsPerMinute;
  const beatSeconds = 60 / (from + random.integer(below - from));
  const loopSeconds = BARS * BEATS_A_BAR * beatSeconds;
  const tape = { samples: new Float32Array(Math.round(loopSeconds * sampleRate) * 2), sampleRate };
  for (const note of notesOf(mood, random, beatSeconds)) {
    addNote(tape, note);
    yield;
  }
  for (const hit of hitsOf(mood, beatSeconds)) addHit(tape, hit);
  yield;
  return { sampleRate, samples: levelled(tape.samples) };
}

function levelled(mix: Float32Array): Int16Array {
  let energy = 1e-9;
  // By index: `for of` takes ten times as long over the numbers of an array of samples.
  for (let index = 0; index < mix.length; index += 1) energy += (mix[index] ?? 0) ** 2;
  const gain = LOUDNESS_RMS / Math.sqrt(energy / mix.length);
  const samples = new Int16Array(mix.length);
  for (let index = 0; index < mix.length; index += 1) {
    samples[index] = Math.floor(rounded((mix[index] ?? 0) * gain) * 32_000 + 0.5);
  }
  return samples;
}

/** A hyperbolic tangent by its Padé approximant, off by 0.024 at most: `Math.tanh` takes longer than the notes. */
function rounded(value: number): number {
  const bounded = Math.min(Math.max(value, -3), 3);
  const square = bounded * bounded;
  return (bounded * (27 + square)) / (27 + 9 * square);
}

function* notesOf(mood: Mood, random: SeededRandom, beatSeconds: number): Generator<Note> {
  const key = random.integer(12) - 5;
  const progression = random.pick(mood.progressions);
  const barSeconds = BEATS_A_BAR * beatSeconds;
  const figure = Array.from({ length: 8 }, () => random.integer(mood.chord.length));
  for (const [bar, degree] of progression.entries()) {
    const startSeconds = bar * barSeconds;
    const chord = mood.chord.map((above) => pitch(mood.scale, key, degree + above));
    yield* bassOf(mood, { root: chord[0] ?? 0, startSeconds, barSeconds });
    for (const [voice, semitone] of chord.entries()) {
      const spread = chord.length < 2 ? 0 : (voice / (chord.length - 1)) * 2 - 1;
      const { level, attackSeconds, overtones, octave, seconds } = mood.pad;
      const tone = { startSeconds, hertz: hertz(semitone + 12 * octave), pan: spread * 0.5 };
      yield { ...tone, seconds: barSeconds * seconds, level, attackSeconds, overtones };
    }
    for (const [eighth, voice] of figure.entries()) {
      if (random.next() >= mood.figure.density) continue;
      const octave = mood.figure.octave + (random.next() < mood.figure.octaves ? 1 : 0);
      const { level, attackSeconds, overtones, seconds } = mood.figure;
      yield {
        startSeconds: startSeconds + eighthAt(mood, eighth, beatSeconds),
        hertz: hertz((chord[voice] ?? 0) + 12 * octave),
        pan: eighth % 2 === 0 ? -0.35 : 0.35,
        ...{ level, attackSeconds, overtones, seconds },
      };
    }
  }
}

function* bassOf(mood: Mood, bar: { root: number; startSeconds: number; barSeconds: number }): Generator<Note> {
  const { eighths, level, attackSeconds, overtones, octave, seconds } = mood.bass;
  const tone = { hertz: hertz(bar.root + 12 * octave), pan: 0, attackSeconds, overtones };
  for (const [eighth, accent] of eighths.entries()) {
    if (accent === 0) continue;
    const startSeconds = bar.startSeconds + (eighth * bar.barSeconds) / 8;
    yield { ...tone, startSeconds, seconds: bar.barSeconds * seconds, level: level * accent };
  }
}

function hitsOf(mood: Mood, beatSeconds: number): Hit[] {
  const { drums } = mood;
  if (drums === undefined) return [];
  return Array.from({ length: BARS }, (_, bar) => bar * BEATS_A_BAR * beatSeconds).flatMap((barStart) =>
    (["kick", "snare", "hat"] as const).flatMap((drum) =>
      drums[drum].flatMap((level, eighth) =>
        level === 0 ? [] : [{ drum, level, startSeconds: barStart + eighthAt(mood, eighth, beatSeconds) }],
      ),
    ),
  );
}

function eighthAt({ swing = 0 }: Mood, eighth: number, beatSeconds: number): number {
  return ((eighth + (eighth % 2 === 1 ? swing : 0)) * beatSeconds) / 2;
}

/** Semitones from A4. */
function pitch(scale: readonly number[], key: number, degree: number): number {
  const octave = Math.floor(degree / scale.length);
  return key + 12 * octave + (scale[degree % scale.length] ?? 0);
}

function hertz(semitonesFromA4: number): number {
  return A4_HZ * 2 ** (semitonesFromA4 / 12);
}
