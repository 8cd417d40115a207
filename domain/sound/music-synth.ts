/** Sound from numbers: notes as sums of sines, and three drums. All is added into one stereo loop that joins onto itself. */
export const SAMPLE_RATE = 48_000;

/** What notes are added to: interleaved stereo. */
export interface Tape {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

export interface Note {
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

export type Drum = "kick" | "snare" | "hat";

export interface Hit {
  readonly drum: Drum;
  readonly startSeconds: number;
  readonly level: number;
}

/** Adds a note; what rings past the end is added at the beginning. */
export function addNote({ samples: mix, sampleRate }: Tape, note: Note): void {
  const frames = mix.length / 2;
  const tone = toneOf(note, sampleRate);
  const attack = Math.max(1, note.attackSeconds * sampleRate);
  const left = note.level * Math.sqrt((1 - note.pan) / 2);
  const right = note.level * Math.sqrt((1 + note.pan) / 2);
  let target = (Math.round(note.startSeconds * sampleRate) % frames) * 2;
  for (let frame = 0; frame < tone.length; frame += 1) {
    const fall = 1 - frame / tone.length;
    const rise = frame < attack ? frame / attack : 1;
    const value = (tone[frame] ?? 0) * rise * fall * fall;
    mix[target] = (mix[target] ?? 0) + value * left;
    mix[target + 1] = (mix[target + 1] ?? 0) + value * right;
    target += 2;
    if (target === mix.length) target = 0;
  }
}

/** Sines by recurrence, cheaper than calls. */
function toneOf({ seconds, hertz, overtones }: Note, sampleRate: number): Float32Array {
  const tone = new Float32Array(Math.round(seconds * sampleRate));
  for (const [index, amplitude] of overtones.entries()) {
    const step = (2 * Math.PI * hertz * (index + 1)) / sampleRate;
    // An overtone above half the rate would come back as another tone.
    if (amplitude === 0 || step >= Math.PI) continue;
    const twiceCosine = 2 * Math.cos(step);
    let before = Math.sin(-step) * amplitude;
    let now = 0;
    for (let frame = 0; frame < tone.length; frame += 1) {
      tone[frame] = (tone[frame] ?? 0) + now;
      const next = twiceCosine * now - before;
      before = now;
      now = next;
    }
  }
  return tone;
}

const DRUM_SECONDS: Readonly<Record<Drum, number>> = { kick: 0.24, snare: 0.14, hat: 0.05 };

export function addHit({ samples: mix, sampleRate }: Tape, { drum, startSeconds, level }: Hit): void {
  const frames = mix.length / 2;
  const first = Math.round(startSeconds * sampleRate);
  const length = Math.round(DRUM_SECONDS[drum] * sampleRate);
  const voice = drum === "kick" ? falling(sampleRate) : noise(drum === "hat", first + 1);
  for (let frame = 0; frame < length; frame += 1) {
    const value = voice(frame) * level * (1 - frame / length) ** 3;
    const target = ((first + frame) % frames) * 2;
    mix[target] = (mix[target] ?? 0) + value;
    mix[target + 1] = (mix[target + 1] ?? 0) + value;
  }
}

/** A sine that falls from 120 to 45 Hz: a soft drum without a click. */
function falling(sampleRate: number): (frame: number) => number {
  const fallFrames = 1_400 * (sampleRate / SAMPLE_RATE);
  let phase = 0;
  return (frame) => {
    phase += (2 * Math.PI * (45 + 75 * Math.exp(-frame / fallFrames))) / sampleRate;
    return Math.sin(phase);
  };
}

/** White noise by a linear congruence; without its low part it is a cymbal. */
function noise(isHigh: boolean, seed: number): (frame: number) => number {
  let state = seed >>> 0;
  let last = 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const value = state / 2 ** 31 - 1;
    const shown = isHigh ? (value - last) / 2 : (value + last) / 2;
    last = value;
    return shown;
  };
}
