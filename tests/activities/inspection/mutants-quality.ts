import { writeFile } from "node:fs/promises";

import type { FileInspectionInput } from "../../../domain/video/production.ts";
import { type Clip, CLIP, ffmpeg, INDEX_FIRST, RATE, refilm, speech, VIDEO, wav } from "./clip.ts";
import { type FileMutant, PLACES, WHOLE, between, dub, encoded, source } from "./mutant.ts";

/** Each is the stretch for which one frame is looked at. */
const STRETCHES = [
  ["start", 0, 3],
  ["middle", 6, 9],
  ["end", 9, 12],
] as const;

/** Stands for captions: upright strokes on a dark box. */
const LETTERS = [
  "drawbox=y=ih*0.8:w=iw:h=40:color=black:t=fill",
  ...Array.from({ length: 20 }, (_, stroke) => `drawbox=x=${24 + stroke * 15}:y=ih*0.8+8:w=6:h=24:color=white:t=fill`),
].join(",");

export const QUALITY_MUTANTS: readonly FileMutant[] = [
  ...PLACES.flatMap(([position, from]) =>
    (
      [
        ["over", 3],
        ["far", 12],
      ] as const
    ).map(([magnitude, sigma]): FileMutant => {
      const where = { fromMs: from * 1000, toMs: (from + 1.2) * 1000 };
      const filter = `gblur=sigma=${sigma}:enable='${between(Math.floor(from / 2) * 2, 2)}'`;
      const make: FileMutant["make"] = (clip, path) =>
        ffmpeg("-i", source(clip), "-vf", filter, ...VIDEO, "-crf", "8", "-c:a", "copy", ...INDEX_FIRST, path);
      const common = { caughtBy: ["fidelity"] as const, toleranceMs: 2_100, withSegments: true };
      return { kind: "blurred", magnitude, position, where, make, ...common };
    }),
  ),
  ...STRETCHES.flatMap(([position, from, to]) =>
    (
      [
        ["under", 1],
        ["over", 8],
        ["far", 16],
      ] as const
    ).map(([magnitude, sigma]): FileMutant => {
      const filter = `${LETTERS},gblur=sigma=${sigma}:enable='${between(from, to - from)}'`;
      const where = { fromMs: from * 1000, toMs: to * 1000 };
      const make: FileMutant["make"] = (clip, path) => refilm(clip, path, filter);
      return { kind: "blurred letters", magnitude, position, where, caughtBy: ["bitrate"], make };
    }),
  ),
  ...STRETCHES.flatMap(([position, from, to]) =>
    (
      [
        ["under", 24],
        ["over", 50],
        ["far", 51],
      ] as const
    ).map(([magnitude, quantiser]): FileMutant => {
      // The clip is all grain, which hides blocks up to a quantiser of 48.
      const zone = `zones=${from * CLIP.fps},${to * CLIP.fps - 1},q=${quantiser}`;
      const where = { fromMs: from * 1000, toMs: to * 1000 };
      const make: FileMutant["make"] = (clip, path) => encoded(clip, path, "-qp", "20", "-x264-params", zone);
      return { kind: "coarse blocks", magnitude, position, where, caughtBy: ["bitrate"], make };
    }),
  ),
  ...(
    [
      ["under", "22"],
      ["over", "46"],
      ["far", "51"],
    ] as const
  ).map(([magnitude, crf]): FileMutant => ({
    kind: "blocky",
    magnitude,
    position: WHOLE,
    caughtBy: ["fidelity"],
    withSegments: true,
    make: (clip, path) => encoded(clip, path, "-crf", crf),
  })),
  {
    kind: "segments in the wrong order",
    magnitude: "far",
    position: "middle",
    caughtBy: ["fidelity"],
    make: async (clip) => {
      const [first = "", second = "", third = "", ...rest] = clip.segmentKeys;
      return { videoKey: clip.videoKey, segmentKeys: [first, third, second, ...rest] };
    },
  },
  ...(
    [
      ["over", "250k"],
      ["far", "60k"],
    ] as const
  ).map(([magnitude, rate]): FileMutant => ({
    kind: "starved of bits",
    magnitude,
    position: WHOLE,
    caughtBy: ["bitrate", "fidelity"],
    withSegments: true,
    make: (clip, path) => encoded(clip, path, "-crf", "51", "-b:v", rate, "-maxrate", rate, "-bufsize", rate),
  })),
  {
    kind: "too many bits",
    magnitude: "far",
    position: WHOLE,
    caughtBy: ["bitrate"],
    make: (clip, path) => encoded(clip, path, "-crf", "0", "-profile:v", "high444", "-qp", "0", "-pix_fmt", "yuv420p"),
  },
  ...(
    [
      ["under", 16],
      ["over", 10],
      ["far", 3],
    ] as const
  ).map(([magnitude, ratioDb]): FileMutant => ({
    kind: "music too loud",
    magnitude,
    position: WHOLE,
    caughtBy: ["speech_over_music"],
    make: (clip, path) => withMusic(clip, path, ratioDb),
  })),
];

/** A master of its own in which the speech is so many decibels over a hum, at −14 LUFS. */
async function withMusic(clip: Clip, path: string, ratioDb: number): Promise<Partial<FileInspectionInput>> {
  const voice = speech();
  const spoken = voice.filter((sample) => sample !== 0);
  const rms = Math.sqrt(spoken.reduce((sum, sample) => sum + sample ** 2, 0) / spoken.length);
  const level = (rms / 10 ** (ratioDb / 20)) * Math.SQRT2;
  // The hum adds its own energy, which the whole gives back.
  const gain = 1 / Math.sqrt(1 + 10 ** (-ratioDb / 10));
  const samples = voice.map((sample, index) => gain * (sample + level * Math.sin((index / RATE) * 2 * Math.PI * 311)));
  await dub(clip, path, samples);
  const name = path.split("/").at(-1) ?? "";
  await writeFile(clip.at(`audio/${name}.wav`), wav(samples));
  return { audioKey: `audio/${name}.wav` };
}
