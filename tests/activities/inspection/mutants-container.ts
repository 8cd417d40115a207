import { open, stat, truncate } from "node:fs/promises";

import { type Clip, AUDIO, CLIP, ffmpeg, INDEX_FIRST, refilm, VIDEO } from "./clip.ts";
import { type FileMutant, PLACES, atPlaces, copied, encoded, frames, source, whole } from "./mutant.ts";

const sized = (width: string, height: string) => (clip: Clip, path: string) =>
  refilm(clip, path, `scale=${width}:${height}:flags=fast_bilinear,setsar=1`);

/** Tags of the stream, without encoding it anew. */
function tagged(clip: Clip, path: string, tags: string): Promise<void> {
  return copied(clip, path, "-bsf:v", `h264_metadata=${tags}`);
}

export const CONTAINER_MUTANTS: readonly FileMutant[] = [
  ...whole(
    "picture size",
    ["geometry"],
    [
      ["over", sized("iw-2", "ih")],
      ["over", sized("iw", "ih-2")],
      ["far", sized("iw/2", "ih/2")],
    ],
  ),
  ...whole(
    "pixel shape",
    ["geometry"],
    [
      ["over", (clip, path) => refilm(clip, path, "setsar=16/15")],
      ["far", (clip, path) => refilm(clip, path, "setsar=4/3")],
    ],
  ),
  ...whole(
    "turned",
    ["geometry"],
    [
      ["over", (clip, path) => copied(clip, path, "-metadata:s:v", "rotate=180")],
      ["far", (clip, path) => copied(clip, path, "-metadata:s:v", "rotate=90")],
    ],
  ),
  ...whole(
    "frame rate",
    ["geometry"],
    [
      ["over", (clip, path) => refilm(clip, path, "fps=30000/1001")],
      ["far", (clip, path) => refilm(clip, path, "fps=25")],
      ["far", (clip, path) => refilm(clip, path, "fps=60")],
    ],
  ),
  ...atPlaces(
    { kind: "frames dropped, a hole left", caughtBy: ["geometry"], toleranceMs: 80 },
    [
      ["over", frames(1)],
      ["far", frames(8)],
    ],
    (from, size) => (clip, path) => {
      const first = Math.round(from * CLIP.fps);
      const drop = `select='not(between(n,${first},${first + Math.round(size * CLIP.fps) - 1}))'`;
      return ffmpeg(
        "-i",
        source(clip),
        "-vf",
        drop,
        "-fps_mode",
        "vfr",
        ...VIDEO,
        "-c:a",
        "copy",
        ...INDEX_FIRST,
        path,
      );
    },
  ),
  ...whole(
    "frames dropped, none left",
    ["geometry"],
    [
      ["over", (clip, path) => refilm(clip, path, "trim=end_frame=359")],
      ["far", (clip, path) => refilm(clip, path, "trim=end_frame=340")],
    ],
  ),
  ...whole(
    "pixel format",
    ["streams"],
    [
      ["over", (clip, path) => encoded(clip, path, "-pix_fmt", "yuv422p")],
      ["far", (clip, path) => encoded(clip, path, "-pix_fmt", "yuv444p")],
      ["far", (clip, path) => encoded(clip, path, "-pix_fmt", "yuv420p10le")],
    ],
  ),
  ...whole(
    "colour tags",
    ["streams"],
    [
      [
        "under",
        (clip, path) => tagged(clip, path, "colour_primaries=1:transfer_characteristics=1:matrix_coefficients=1"),
      ],
      ["over", (clip, path) => tagged(clip, path, "transfer_characteristics=6")],
      ["over", (clip, path) => tagged(clip, path, "matrix_coefficients=6")],
      [
        "far",
        (clip, path) => tagged(clip, path, "colour_primaries=9:transfer_characteristics=16:matrix_coefficients=9"),
      ],
      ["far", (clip, path) => tagged(clip, path, "video_full_range_flag=1")],
    ],
  ),
  ...whole(
    "codec of the picture",
    ["streams"],
    [
      ["far", (clip, path) => encoded(clip, path, "-c:v", "mpeg4", "-q:v", "3")],
      ["far", (clip, path) => encoded(clip, path, "-c:v", "mjpeg", "-q:v", "3", "-pix_fmt", "yuvj420p")],
    ],
  ),
  ...whole(
    "codec of the sound",
    ["streams"],
    [
      ["far", (clip, path) => copied(clip, path, "-c:a", "libmp3lame", "-b:a", "192k")],
      ["far", (clip, path) => copied(clip, path, "-c:a", "ac3", "-b:a", "192k")],
    ],
  ),
  ...whole(
    "shape of the sound",
    ["streams"],
    [
      ["over", (clip, path) => copied(clip, path, ...AUDIO, "-ar", "44100")],
      ["far", (clip, path) => copied(clip, path, ...AUDIO, "-ac", "1")],
      ["far", (clip, path) => copied(clip, path, ...AUDIO, "-ar", "22050")],
    ],
  ),
  ...whole(
    "stream missing",
    ["streams"],
    [
      ["far", (clip, path) => copied(clip, path, "-an")],
      ["far", (clip, path) => copied(clip, path, "-vn")],
    ],
  ),
  ...whole(
    "container",
    ["streams"],
    [
      ["far", (clip, path) => ffmpeg("-i", source(clip), "-c", "copy", "-f", "matroska", path)],
      ["far", (clip, path) => ffmpeg("-i", source(clip), "-c", "copy", "-f", "mpegts", path)],
    ],
  ),
  ...whole("index at the end", ["streams"], [["over", (clip, path) => ffmpeg("-i", source(clip), "-c", "copy", path)]]),
  ...whole(
    "duration",
    ["duration"],
    [
      ["far", (clip, path) => copied(clip, path, "-t", "10")],
      ["over", (clip, path) => copied(clip, path, "-t", "11.7")],
    ],
  ),
  ...[64, 4_000, 0.4, 0.9].map((cut, index): FileMutant => ({
    kind: "truncated",
    magnitude: index < 2 ? "over" : "far",
    position: index === 3 ? "start" : index === 2 ? "middle" : "end",
    caughtBy: ["streams"],
    make: async (clip, path) => {
      await copied(clip, path);
      const { size } = await stat(path);
      await truncate(path, Math.floor(cut < 1 ? size * (1 - cut) : size - cut));
    },
  })),
  ...PLACES.flatMap(([position, from]) =>
    (
      [
        [16, "over"],
        [200, "over"],
        [2_000, "far"],
      ] as const
    ).map(([bytes, magnitude]): FileMutant => {
      const where = { fromMs: from * 1000, toMs: from * 1000 + 200 };
      const make: FileMutant["make"] = async (clip, path) => {
        await copied(clip, path);
        await flip(path, await byteOfSecond(path, from), bytes);
      };
      // A picture that cannot be read spoils those after it up to the next keyframe, two seconds later at most.
      const common = { caughtBy: ["streams", "fidelity"] as const, toleranceMs: 2_100, withSegments: true };
      return { kind: "flipped bytes", magnitude, position, where, make, ...common };
    }),
  ),
];

async function flip(path: string, at: number, count: number): Promise<void> {
  const file = await open(path, "r+");
  try {
    const bytes = Buffer.alloc(count);
    await file.read(bytes, 0, count, at);
    await file.write(
      bytes.map((byte) => byte ^ 0xa5),
      0,
      count,
      at,
    );
  } finally {
    await file.close();
  }
}

/** Roughly: the media data is as even as the clip. */
async function byteOfSecond(path: string, second: number): Promise<number> {
  const { size } = await stat(path);
  return Math.floor(size * 0.02 + size * 0.97 * (second / CLIP.seconds));
}
