/** What a bed sounds like, as data: the composer fills it in from a seed. */
export interface Mood {
  readonly name: string;
  /** Semitones of the scale's degrees above its root. */
  readonly scale: readonly number[];
  /** Degrees of the scale on which each bar's chord stands. */
  readonly progressions: readonly (readonly number[])[];
  readonly beatsPerMinute: { readonly from: number; readonly below: number };
  /** Degrees above the chord's root. */
  readonly chord: readonly number[];
  readonly pad: Voice;
  readonly bass: Voice & { readonly eighths: readonly number[] };
  /** Chord tones one after the other. */
  readonly figure: Voice & {
    /** Share of the eighths that sound, and share of those an octave up. */
    readonly density: number;
    readonly octaves: number;
  };
  /** Levels of drums on the eighths of a bar; 0 is silent. */
  readonly drums?: Readonly<Record<"kick" | "snare" | "hat", readonly number[]>>;
  /** Share of an eighth by which every second one is late. */
  readonly swing?: number;
}

/** `level` 0 leaves the voice out. Seconds of a held voice are bars. */
export interface Voice {
  readonly level: number;
  readonly seconds: number;
  readonly attackSeconds: number;
  readonly overtones: readonly number[];
  /** Octaves above the middle one. */
  readonly octave: number;
}

const MAJOR = [0, 2, 4, 5, 7, 9, 11];
const MINOR = [0, 2, 3, 5, 7, 8, 10];
const DORIAN = [0, 2, 3, 5, 7, 9, 10];

const ROOT_ONLY = [1, 0, 0, 0, 0, 0, 0, 0];
const EVERY_EIGHTH = [1, 0.7, 0.85, 0.7, 0.95, 0.7, 0.85, 0.7];
const TRIAD = [0, 2, 4];
const SEVENTH = [0, 2, 4, 6];

const WARM = [1, 0.35, 0.16, 0.06];
const HOLLOW = [1, 0, 0.3, 0, 0.12];
const PLUCK = [1, 0.3, 0.1];
const STRUCK = [1, 0.45, 0.25, 0.12, 0.06];
const WOOD = [1, 0, 0, 0.35];

const heldBass = (level: number) => ({
  level,
  seconds: 1,
  attackSeconds: 0.05,
  overtones: [1, 0.25],
  octave: -2,
  eighths: ROOT_ONLY,
});

export const MOODS: readonly Mood[] = [
  {
    name: "calm",
    scale: MAJOR,
    progressions: [
      [0, 5, 3, 4, 0, 5, 1, 4],
      [0, 3, 5, 4, 0, 3, 1, 4],
      [5, 3, 0, 4, 5, 3, 0, 4],
    ],
    beatsPerMinute: { from: 72, below: 96 },
    chord: TRIAD,
    pad: { level: 0.3, seconds: 1.25, attackSeconds: 0.7, overtones: WARM, octave: -1 },
    bass: heldBass(0.5),
    figure: {
      level: 0.15,
      seconds: 1.1,
      attackSeconds: 0.006,
      overtones: PLUCK,
      octave: 0,
      density: 0.7,
      octaves: 0.25,
    },
  },
  {
    name: "bright",
    scale: MAJOR,
    progressions: [
      [0, 4, 5, 3, 0, 4, 3, 4],
      [0, 2, 3, 4, 5, 2, 3, 4],
      [3, 4, 0, 5, 3, 4, 0, 0],
    ],
    beatsPerMinute: { from: 100, below: 112 },
    chord: TRIAD,
    pad: { level: 0.16, seconds: 1.1, attackSeconds: 0.3, overtones: WARM, octave: -1 },
    bass: { ...heldBass(0.42), seconds: 0.45, eighths: [1, 0, 0, 0.6, 0.9, 0, 0.6, 0] },
    figure: {
      level: 0.2,
      seconds: 0.6,
      attackSeconds: 0.004,
      overtones: PLUCK,
      octave: 1,
      density: 0.85,
      octaves: 0.2,
    },
    drums: {
      kick: [0.3, 0, 0, 0, 0.3, 0, 0, 0],
      snare: [0, 0, 0, 0, 0, 0, 0, 0],
      hat: [0, 0, 0.06, 0, 0, 0, 0.06, 0.03],
    },
  },
  {
    name: "pensive",
    scale: MINOR,
    progressions: [
      [0, 5, 2, 6, 0, 5, 3, 4],
      [0, 3, 5, 4, 0, 3, 6, 4],
    ],
    beatsPerMinute: { from: 60, below: 72 },
    chord: TRIAD,
    pad: { level: 0.14, seconds: 1.3, attackSeconds: 1, overtones: HOLLOW, octave: -1 },
    bass: heldBass(0.34),
    figure: {
      level: 0.3,
      seconds: 2.4,
      attackSeconds: 0.004,
      overtones: STRUCK,
      octave: 0,
      density: 0.42,
      octaves: 0.35,
    },
  },
  {
    name: "driving",
    scale: DORIAN,
    progressions: [
      [0, 0, 3, 3, 0, 0, 6, 4],
      [0, 6, 3, 4, 0, 6, 3, 3],
    ],
    beatsPerMinute: { from: 108, below: 120 },
    chord: TRIAD,
    pad: { level: 0.2, seconds: 1.1, attackSeconds: 0.4, overtones: HOLLOW, octave: -1 },
    bass: { ...heldBass(0.36), seconds: 0.24, overtones: [1, 0.5, 0.25, 0.1], eighths: EVERY_EIGHTH },
    figure: {
      level: 0.1,
      seconds: 0.35,
      attackSeconds: 0.004,
      overtones: HOLLOW,
      octave: 1,
      density: 0.75,
      octaves: 0.3,
    },
    drums: {
      kick: [0.5, 0, 0, 0, 0.5, 0, 0, 0],
      snare: [0, 0, 0.1, 0, 0, 0, 0.1, 0],
      hat: [0, 0.07, 0, 0.07, 0, 0.07, 0, 0.07],
    },
  },
  {
    name: "lo-fi",
    scale: MAJOR,
    progressions: [
      [1, 4, 0, 5, 1, 4, 0, 0],
      [3, 2, 1, 0, 3, 2, 1, 4],
    ],
    beatsPerMinute: { from: 72, below: 84 },
    chord: SEVENTH,
    pad: { level: 0.24, seconds: 1.05, attackSeconds: 0.03, overtones: [1, 0.5, 0.1, 0.05], octave: -1 },
    bass: { ...heldBass(0.45), seconds: 0.9, eighths: [1, 0, 0, 0.5, 0, 0.6, 0, 0] },
    figure: {
      level: 0.12,
      seconds: 0.9,
      attackSeconds: 0.01,
      overtones: PLUCK,
      octave: 0,
      density: 0.3,
      octaves: 0.5,
    },
    drums: {
      kick: [0.5, 0, 0, 0.3, 0, 0.35, 0, 0],
      snare: [0, 0, 0.22, 0, 0, 0, 0.22, 0],
      hat: [0.08, 0.05, 0.08, 0.05, 0.08, 0.05, 0.08, 0.07],
    },
    swing: 0.3,
  },
  {
    name: "cinematic",
    scale: MINOR,
    progressions: [
      [0, 0, 5, 5, 3, 3, 4, 4],
      [0, 0, 6, 6, 5, 5, 6, 6],
    ],
    beatsPerMinute: { from: 60, below: 70 },
    chord: [0, 4, 7, 9],
    pad: { level: 0.26, seconds: 1.5, attackSeconds: 1.4, overtones: [1, 0.5, 0.33, 0.2, 0.1], octave: -1 },
    bass: { ...heldBass(0.5), seconds: 1.3, attackSeconds: 0.6, octave: -2 },
    figure: {
      level: 0.08,
      seconds: 3,
      attackSeconds: 0.01,
      overtones: [1, 0, 0.4, 0, 0.2],
      octave: 1,
      density: 0.16,
      octaves: 0.4,
    },
    drums: { kick: [0.5, 0, 0, 0, 0, 0, 0, 0], snare: [0, 0, 0, 0, 0, 0, 0, 0], hat: [0, 0, 0, 0, 0, 0, 0, 0] },
  },
  {
    name: "playful",
    scale: MAJOR,
    progressions: [
      [0, 0, 3, 4, 0, 0, 4, 0],
      [0, 5, 1, 4, 0, 5, 4, 0],
    ],
    beatsPerMinute: { from: 112, below: 126 },
    chord: TRIAD,
    pad: { level: 0.08, seconds: 0.9, attackSeconds: 0.2, overtones: WARM, octave: -1 },
    bass: { ...heldBass(0.42), seconds: 0.22, overtones: WOOD, eighths: [1, 0, 0, 0, 0.9, 0, 0, 0.5] },
    figure: {
      level: 0.26,
      seconds: 0.32,
      attackSeconds: 0.003,
      overtones: WOOD,
      octave: 1,
      density: 0.62,
      octaves: 0.3,
    },
    drums: {
      kick: [0.25, 0, 0, 0, 0.25, 0, 0, 0],
      snare: [0, 0, 0, 0, 0, 0, 0, 0],
      hat: [0, 0, 0.08, 0, 0, 0, 0.08, 0],
    },
  },
];
