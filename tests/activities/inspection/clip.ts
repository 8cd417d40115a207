import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import type { CaptionCue } from "../../../domain/captions/captions.ts";
import type { PlannedSegment, RenderPlan } from "../../../domain/render/plan.ts";

/** A twelve-second clip with everything that a plan may intend: a still, a fade to black, a gap in the speech. */
export const CLIP = { seconds: 12, fps: 30, segmentFrames: 60 };

export interface ClipShape {
  readonly width: number;
  readonly height: number;
  /** Varies the picture. */
  readonly seed: number;
}

const WIDE: ClipShape = { width: 640, height: 360, seed: 5 };

export const COLOUR = "-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv".split(" ");
export const VIDEO = [
  "-c:v",
  "libx264",
  "-preset",
  "ultrafast",
  "-crf",
  "24",
  "-threads",
  "1",
  "-g",
  "60",
  "-bf",
  "0",
  ...COLOUR,
];
export const AUDIO = ["-c:a", "aac", "-b:a", "192k", "-ar", "48000"];
export const INDEX_FIRST = ["-movflags", "+faststart"];

export async function ffmpeg(...args: string[]): Promise<void> {
  await promisify(execFile)("nice", ["ffmpeg", "-v", "error", "-nostdin", "-y", ...args]);
}

export interface Clip {
  /** Path of the object behind a key. */
  readonly at: (key: string) => string;
  readonly plan: RenderPlan;
  readonly planKey: string;
  readonly videoKey: string;
  readonly audioKey: string;
  readonly segmentKeys: readonly string[];
}

/** Makes the clip, its sound, its segments and its plan in the folder of an object store. */
export async function makeClip(root: string, shape: ClipShape = WIDE): Promise<Clip> {
  const at = (key: string): string => join(root, key);
  for (const folder of ["plans", "videos", "audio", "segments"]) await mkdir(at(folder), { recursive: true });
  await writeFile(at("audio/narration.wav"), wav(speech()));
  await writeFile(at("audio/master.wav"), wav(masterSamples()));
  const plan = makePlan(shape);
  await writeFile(at("plans/clip.json"), JSON.stringify(plan));
  await makeVideo(at("videos/clean.mp4"), at("audio/master.wav"), shape);
  const frames = plan.segments.slice(1).map((segment) => segment.startFrame);
  const split = ["-f", "segment", "-segment_frames", frames.join(","), "-reset_timestamps", "1"];
  await ffmpeg("-i", at("videos/clean.mp4"), "-map", "0:v", "-c", "copy", ...split, at("segments/%d.mp4"));
  const segmentKeys = plan.segments.map(({ index }) => `segments/${index}.mp4`);
  return {
    at,
    plan,
    planKey: "plans/clip.json",
    videoKey: "videos/clean.mp4",
    audioKey: "audio/master.wav",
    segmentKeys,
  };
}

/** A pan that rests from 4 to 6 s and fades to black in the last half second. */
async function makeVideo(path: string, master: string, { width, height, seed }: ClipShape): Promise<void> {
  const picture = `gradients=s=1280x1280:seed=${seed}:d=1:r=1:c0=0x305080:c1=0xd0a040:c2=0x40a060,noise=alls=6:all_seed=3,trim=end_frame=1`;
  const loop = "format=yuv420p,loop=-1:1:0,setpts=N/(30*TB),fps=30,trim=end_frame=360";
  const step = "(n-min(max(n-120,0),60))";
  const pan = `crop=${width}:${height}:x='${step}':y='${step}/2'`;
  const inputs = ["-f", "lavfi", "-i", `${picture},${loop},${pan},fade=t=out:st=11.5:d=0.5`, "-i", master];
  await ffmpeg(...inputs, "-map", "0:v", "-map", "1:a", ...VIDEO, ...AUDIO, ...INDEX_FIRST, path);
}

/** One defect each, made from the clean clip. */
export const MUTANTS: Readonly<Record<string, (clip: Clip, path: string) => Promise<void>>> = {
  black: (clip, path) => refilm(clip, path, "drawbox=color=black:t=fill:enable='between(t,3,3.39)'"),
  freeze: (clip, path) => refilm(clip, path, "select='not(between(n,211,270))',fps=30"),
  silence: (clip, path) => remix(clip, path, "volume=0:enable='between(t,9,10)'"),
  quiet: (clip, path) => remix(clip, path, "volume=-9dB"),
  clipped: (clip, path) => remix(clip, path, "volume=14dB,aformat=sample_fmts=s16"),
  short: (clip, path) => ffmpeg("-i", clip.at(clip.videoKey), "-t", "10", "-c", "copy", ...INDEX_FIRST, path),
  mute: (clip, path) => ffmpeg("-i", clip.at(clip.videoKey), "-an", "-c", "copy", ...INDEX_FIRST, path),
  resized: (clip, path) => refilm(clip, path, "scale=480:270"),
  slower: (clip, path) => refilm(clip, path, "fps=25"),
  chroma: (clip, path) => refilm(clip, path, "format=yuv444p"),
};

export function refilm(clip: Clip, path: string, filter: string): Promise<void> {
  return ffmpeg("-i", clip.at(clip.videoKey), "-vf", filter, ...VIDEO, "-c:a", "copy", ...INDEX_FIRST, path);
}

export function remix(clip: Clip, path: string, filter: string): Promise<void> {
  return ffmpeg("-i", clip.at(clip.videoKey), "-af", filter, "-c:v", "copy", ...AUDIO, ...INDEX_FIRST, path);
}

export const RATE = 48_000;

/** The sound of the clean clip, sample by sample. */
export function masterSamples(): Float64Array {
  return speech().map((sample, index) => sample + music(index));
}

/** Syllables of irregular length on a rough voice, silent from 6.2 to 7.4 s; −14 LUFS by measurement. */
export function speech(): Float64Array {
  return Float64Array.from({ length: CLIP.seconds * RATE }, (_, index) => {
    const t = index / RATE;
    if (t > 6.2 && t < 7.4) return 0;
    const syllable = Math.abs(Math.sin(t * 7.3) * Math.sin(t * 3.1 + 2 * Math.sin(t * 1.7)));
    const voice = Math.sin(880 * t) + 0.6 * Math.sin(1_790 * t) + 0.4 * Math.sin(3_700 * t + 3 * Math.sin(11 * t));
    return SPEECH_LEVEL * syllable * voice;
  });
}

const SPEECH_LEVEL = 0.37;

/** Far below the speech, and below what counts as silence. */
function music(index: number): number {
  return 0.001 * Math.sin((index / RATE) * 2_500);
}

/** 48 kHz stereo, 16 bits, both channels alike. */
export function wav(samples: Float64Array): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 4);
  bytes.write("RIFF", 0).toString();
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(samples.length * 4, 40);
  samples.forEach((sample, index) => {
    const value = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
    bytes.writeInt16LE(value, 44 + index * 4);
    bytes.writeInt16LE(value, 46 + index * 4);
  });
  return bytes;
}

export function makePlan({ width, height }: ClipShape = WIDE): RenderPlan {
  const durationMs = CLIP.seconds * 1000;
  const frameCount = CLIP.seconds * CLIP.fps;
  const segments = Array.from({ length: frameCount / CLIP.segmentFrames }, (_, index) => makeSegment(index));
  return {
    version: 1,
    title: "Tides",
    description: "Why the sea rises twice a day.",
    tags: ["tides"],
    canvas: { width, height },
    fps: CLIP.fps,
    frameCount,
    durationMs,
    encoder: { encoder: "libx264", enhancement: null, quality: 21 },
    palette: { name: "sea", deep: "101820", base: "305080", shape: "40a060", accent: "d0a040", text: "ffffff" },
    segments,
    captions: segments.map(({ index, startMs }) => makeCue(index, startMs)),
    chapters: [],
    audio: {
      narrationKey: "audio/narration.wav",
      narrationMs: durationMs,
      musicSeed: 1,
      targetLufs: -14,
      truePeakDbtp: -2,
    },
    intended: {
      gaps: [{ fromMs: 6_200, toMs: 7_400 }],
      fades: [{ fromMs: 11_500, toMs: 12_000 }],
      stills: [{ fromMs: 4_000, toMs: 6_000 }],
      blacks: [],
      wipes: [],
    },
  };
}

function makeSegment(index: number): PlannedSegment {
  return {
    index,
    scene: index,
    kind: "points",
    fromSentence: index,
    toSentence: index + 1,
    startFrame: index * CLIP.segmentFrames,
    frameCount: CLIP.segmentFrames,
    startMs: index * 2000,
    endMs: (index + 1) * 2000,
    still: { objectKey: `stills/${index}.png`, sha256: String(index), width: 768, height: 432 },
    pan: { x: 0, y: 0, stepX: 1, stepY: 0, framesPerStep: 1 },
    wipeInFrames: 0,
    wipeOutFrames: 0,
    fadeOutFrames: 0,
    card: [],
    captions: [],
  };
}

function makeCue(sentence: number, startMs: number): CaptionCue {
  const words = ["The", "moon", "pulls", "the", "sea"].map((text, index) => ({
    text,
    startMs: startMs + index * 350,
    line: 0,
  }));
  return { sentence, startMs, endMs: startMs + 1_900, lines: ["The moon pulls the sea"], words };
}
