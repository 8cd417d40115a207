import { type SeededRandom, seededRandom } from "./seeded-random.ts";

/** A quiet bed under a voice, composed from a seed: a loop of eight bars that joins onto itself. */
export interface MusicLoop {
  readonly sampleRate: number;
  /** Interleaved stereo. */
  readonly samples: Int16Array;
}

const SAMPLE_RATE = 48_000;
const BARS = 8;
const BEATS_A_BAR = 4;
const A4_HZ = 440;

/** Degrees of the scale on which each bar's chord stands. */
const PROGRESSIONS = [
  [0, 5, 3, 4, 0, 5, 1, 4],
  [0, 3, 5, 4, 0, 3, 1, 4],
  [5, 3, 0, 4, 5, 3, 0, 4],
  [0, 2, 3, 4, 5, 2, 3, 4],
] as const;
const MAJOR_SCALE = [0, 2, 4, 5, 7, 9, 11] as const;

interface Note {
  readonly startSeconds: number;
  readonly seconds: number;
  readonly hertz: number;
  readonly level: number;
  /** −1 left to 1 right. */
  readonly pan: number;
  readonly attackSeconds: number;
  /** Levels of the overtones, the fundamental first. */
  readonly overtones: readonly number[];
}

/** Yields after every note, so that a caller can let other work in; the last value is the loop. */
export function* composeLoop(seed: number): Generator<void, MusicLoop> {
  const random = seededRandom(seed);
  const beatSeconds = 60 / (72 + random.integer(24));
  const loopSeconds = BARS * BEATS_A_BAR * beatSeconds;
  const frames = Math.round(loopSeconds * SAMPLE_RATE);
  const mix = new Float32Array(frames * 2);
  for (const note of notesOf(random, beatSeconds)) {
    addNote(mix, note);
    yield;
  }
  let peak = 1e-6;
  for (const value of mix) peak = Math.max(peak, Math.abs(value));
  const samples = new Int16Array(mix.length);
  for (let index = 0; index < mix.length; index += 1) samples[index] = Math.round(((mix[index] ?? 0) / peak) * 20_000);
  return { sampleRate: SAMPLE_RATE, samples };
}

function* notesOf(random: SeededRandom, beatSeconds: number): Generator<Note> {
  const key = random.integer(12) - 5;
  const progression = random.pick(PROGRESSIONS);
  const barSeconds = BEATS_A_BAR * beatSeconds;
  const figure = Array.from({ length: 8 }, () => random.integer(3));
  for (const [bar, degree] of progression.entries()) {
    const startSeconds = bar * barSeconds;
    const chord = [0, 2, 4].map((third) => pitch(key, degree + third));
    yield {
      startSeconds,
      seconds: barSeconds,
      hertz: hertz((chord[0] ?? 0) - 24),
      level: 0.5,
      pan: 0,
      attackSeconds: 0.05,
      overtones: [1, 0.25],
    };
    for (const [voice, semitone] of chord.entries()) {
      const pan = (voice - 1) * 0.5;
      yield {
        startSeconds,
        seconds: barSeconds * 1.25,
        hertz: hertz(semitone - 12),
        level: 0.3,
        pan,
        attackSeconds: 0.7,
        overtones: [1, 0.35, 0.16, 0.06],
      };
    }
    for (const [eighth, voice] of figure.entries()) {
      if (random.next() < 0.3) continue;
      const octave = random.next() < 0.25 ? 12 : 0;
      const pluck = {
        seconds: 1.1,
        level: 0.15,
        pan: eighth % 2 === 0 ? -0.35 : 0.35,
        attackSeconds: 0.006,
        overtones: [1, 0.3, 0.1],
      };
      yield {
        ...pluck,
        startSeconds: startSeconds + (eighth * beatSeconds) / 2,
        hertz: hertz((chord[voice] ?? 0) + octave),
      };
    }
  }
}

/** Semitones from A4. */
function pitch(key: number, degree: number): number {
  const octave = Math.floor(degree / MAJOR_SCALE.length);
  return key + 12 * octave + (MAJOR_SCALE[degree % MAJOR_SCALE.length] ?? 0);
}

function hertz(semitonesFromA4: number): number {
  return A4_HZ * 2 ** (semitonesFromA4 / 12);
}

/** Adds a note to the loop; what rings past the end is added at its beginning. Sines by recurrence, cheaper than calls. */
function addNote(mix: Float32Array, note: Note): void {
  const frames = mix.length / 2;
  const length = Math.round(note.seconds * SAMPLE_RATE);
  const first = Math.round(note.startSeconds * SAMPLE_RATE);
  const attack = note.attackSeconds * SAMPLE_RATE;
  const left = note.level * Math.sqrt((1 - note.pan) / 2);
  const right = note.level * Math.sqrt((1 + note.pan) / 2);
  for (const [index, amplitude] of note.overtones.entries()) {
    const step = (2 * Math.PI * note.hertz * (index + 1)) / SAMPLE_RATE;
    const twiceCosine = 2 * Math.cos(step);
    let before = Math.sin(-step);
    let now = 0;
    for (let frame = 0; frame < length; frame += 1) {
      const rise = Math.min(1, frame / attack);
      const fall = (1 - frame / length) ** 2;
      const value = now * amplitude * rise * fall;
      const target = ((first + frame) % frames) * 2;
      mix[target] = (mix[target] ?? 0) + value * left;
      mix[target + 1] = (mix[target + 1] ?? 0) + value * right;
      [before, now] = [now, twiceCosine * now - before];
    }
  }
}
