import { type Clip, CLIP, masterSamples, RATE, refilm, remix, speech } from "./clip.ts";
import { type FileMutant, atPlaces, between, dub, frames, whole } from "./mutant.ts";

export const SIGNAL_MUTANTS: readonly FileMutant[] = [
  ...atPlaces(
    { kind: "black", caughtBy: ["black"] },
    [
      ["under", frames(4)],
      ["over", frames(9)],
      ["far", frames(45)],
    ],
    (from, size) => (clip, path) => refilm(clip, path, `drawbox=color=black:t=fill:enable='${between(from, size)}'`),
  ),
  ...atPlaces(
    { kind: "freeze", caughtBy: ["freeze"] },
    [
      ["under", 1.2],
      ["over", 1.8],
      ["far", 2.2],
    ],
    (from, size) => (clip, path) => {
      const first = Math.round(from * CLIP.fps);
      const held = `between(n,${first + 1},${first + Math.round(size * CLIP.fps) - 1})`;
      return refilm(clip, path, `select='not(${held})',fps=30`);
    },
  ),
  ...atPlaces(
    { kind: "silence", caughtBy: ["silence"], toleranceMs: 300 },
    [
      ["under", 0.45],
      ["over", 0.95],
      ["far", 2.2],
    ],
    (from, size) => (clip, path) => remix(clip, path, `volume=0:enable='${between(from, size)}'`),
    [
      ["start", 1],
      ["middle", 3.6],
      ["end", 8.6],
    ],
  ),
  ...[-1, 1].flatMap((sign) =>
    whole(
      sign < 0 ? "too quiet" : "too loud",
      ["loudness"],
      [
        ["under", (clip, path) => remix(clip, path, `volume=${0.3 * sign}dB`)],
        ["over", (clip, path) => remix(clip, path, `volume=${0.9 * sign}dB`)],
        ["far", (clip, path) => remix(clip, path, `volume=${5 * sign}dB,alimiter=limit=0.8:level=0`)],
      ],
    ),
  ),
  ...atPlaces(
    { kind: "true peak", caughtBy: ["true_peak"] },
    [
      ["under", 0.72],
      ["over", 0.95],
      ["far", 1],
    ],
    (from, level) => async (clip, path) => {
      await dub(clip, path, beeped(from, level));
    },
  ).map((mutant) => ({
    ...mutant,
    where: { fromMs: mutant.where?.fromMs ?? 0, toMs: (mutant.where?.fromMs ?? 0) + 60 },
  })),
  ...[-1, 1].flatMap((sign) =>
    whole(
      sign < 0 ? "sound early" : "sound late",
      ["sync"],
      [
        ["under", (clip, path) => shifted(clip, path, 0.02 * sign)],
        ["over", (clip, path) => shifted(clip, path, 0.07 * sign)],
        ["far", (clip, path) => shifted(clip, path, 0.25 * sign)],
      ],
    ),
  ),
  ...[-1, 1].flatMap((sign) =>
    whole(
      sign < 0 ? "sound drifts behind" : "sound drifts ahead",
      ["sync"],
      [
        ["under", (clip, path) => drifted(clip, path, 1 + 0.0008 * sign)],
        ["over", (clip, path) => drifted(clip, path, 1 + 0.004 * sign)],
        ["far", (clip, path) => drifted(clip, path, 1 + 0.015 * sign)],
      ],
    ),
  ),
  ...atPlaces(
    { kind: "another sound", caughtBy: ["sync"], toleranceMs: 600 },
    [
      ["over", 3.6],
      ["far", 3.9],
    ],
    (from, size) => async (clip, path) => {
      await dub(clip, path, replaced(from, size));
    },
    [
      ["start", 0.5],
      ["middle", 4.2],
      ["end", 7.8],
    ],
  ),
];

/** A beep of 60 ms in the master's place, at a level of full scale. */
function beeped(from: number, level: number): Float64Array {
  return masterSamples().map((sample, index) => {
    const t = index / RATE - from;
    if (t < 0 || t > 0.06) return sample;
    const tone = Math.sin(2 * Math.PI * 997 * t);
    // Beyond full scale the top is cut off, and overshoots when it is played.
    return level >= 1 ? Math.max(-1, Math.min(1, 1.6 * tone)) : level * tone;
  });
}

/** The same voice saying something else for a while. */
function replaced(from: number, size: number): Float64Array {
  const own = masterSamples();
  const other = speech().toReversed();
  return own.map((sample, index) => {
    const t = index / RATE;
    return t >= from && t < from + size ? (other[index] ?? 0) : sample;
  });
}

function shifted(clip: Clip, path: string, seconds: number): Promise<void> {
  const samples = Math.round(Math.abs(seconds) * RATE);
  const late = `adelay=${samples}S:all=1,atrim=end_sample=${CLIP.seconds * RATE}`;
  const early = `atrim=start_sample=${samples},asetpts=N/SR/TB,apad=whole_len=${CLIP.seconds * RATE}`;
  return remix(clip, path, seconds > 0 ? late : early);
}

function drifted(clip: Clip, path: string, speed: number): Promise<void> {
  const wholeLength = `apad=whole_len=${CLIP.seconds * RATE},atrim=end_sample=${CLIP.seconds * RATE}`;
  return remix(clip, path, `asetrate=${Math.round(RATE * speed)},aresample=${RATE},${wholeLength}`);
}
