import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { StreamFacts } from "../../clients/ffmpeg/ffprobe.ts";
import { AppError } from "../../domain/errors.ts";
import type { AudioFacts, FileFacts, VideoFacts } from "../../domain/inspection/streams.ts";
import type { TimeRange } from "../../domain/speech/speech.ts";
import type { FrameRun, VideoTable } from "./atoms.ts";
import { readAtoms } from "./atoms.ts";

/** Fields that ffprobe prints of a stream beyond those every caller needs. */
interface ColouredStream extends StreamFacts {
  readonly color_primaries?: string;
  readonly color_transfer?: string;
  readonly color_range?: string;
  /** Bits per second; containers without a table of sizes (Matroska, WebM) do not tell. */
  readonly bit_rate?: string;
  readonly sample_aspect_ratio?: string;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

export type ReadFile =
  | { readonly readable: true; readonly facts: FileFacts }
  | { readonly readable: false; readonly reason: string };

/** What the container says. A file that ffprobe cannot open is an answer; a missing tool is an AppError. */
export async function readFileFacts(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<ReadFile> {
  const atoms = await readAtoms(path);
  const probe = await probeOrReason(ffmpeg, path, signal);
  if (typeof probe === "string") return { readable: false, reason: probe };
  const format: { duration?: string; size?: string; format_name?: string } = probe.format;
  const video = probe.streams.find((stream) => stream.codec_type === "video");
  const audio = probe.streams.find((stream) => stream.codec_type === "audio");
  // Matroska tells the length of the whole alone.
  const seconds = Number(video?.duration ?? format.duration ?? 0);
  const bits = video === undefined ? null : await pictureBits(ffmpeg, { path, signal }, video, seconds);
  return {
    readable: true,
    facts: {
      formatName: format.format_name ?? "unknown",
      bytes: Number(format.size ?? 0),
      durationMs: milliseconds(format.duration),
      indexFirst: atoms.indexFirst,
      missingBytes: atoms.missingBytes,
      video: video === undefined ? null : videoFacts(video, atoms.video, bits),
      audio: audio === undefined ? null : audioFacts(audio),
    },
  };
}

async function probeOrReason(ffmpeg: Ffmpeg, path: string, signal: AbortSignal) {
  try {
    return await ffmpeg.ffprobe(path, { signal });
  } catch (error) {
    if (!isMediaFailure(error)) throw error;
    return error.message;
  }
}

/** True for ffmpeg's own verdict on the bytes; a killed process or a missing tool, which say nothing, have other codes. */
export function isMediaFailure(error: unknown): error is AppError {
  return error instanceof AppError && error.code === "render_failed";
}

/** As the container tells it, else by adding up the packets; null where they cannot be read. */
async function pictureBits(
  ffmpeg: Ffmpeg,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
  { bit_rate: told }: ColouredStream,
  seconds: number,
): Promise<number | null> {
  if (Number(told) > 0) return Number(told);
  if (!(seconds > 0)) return null;
  try {
    const copy = ["-i", path, "-map", "0:v:0", "-c", "copy", "-f", "null", "-"];
    const { stderr } = await ffmpeg.runFfmpeg(copy, { signal });
    const kibibytes = Number(COPIED.exec(stderr)?.[1] ?? 0);
    return kibibytes > 0 ? (kibibytes * 1024 * 8) / seconds : null;
  } catch (error) {
    if (!isMediaFailure(error)) throw error;
    return null;
  }
}

/** The last line of a copy: `video:1234kB`, in kibibytes whatever ffmpeg calls them. */
const COPIED = /\bvideo:\s*(\d+)\s*(?:kB|KiB)/u;

function videoFacts(stream: ColouredStream, table: VideoTable | null, bitsPerSecond: number | null): VideoFacts {
  const fps = rational(stream.r_frame_rate);
  return {
    codec: stream.codec_name,
    pixelFormat: stream.pix_fmt ?? "unknown",
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    fps,
    frameCount: Number(stream.nb_frames ?? 0),
    uneven: table === null ? null : unevenRanges(table.runs, fps),
    pixelAspect: squareUnlessSaid(stream.sample_aspect_ratio),
    rotation: stream.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0,
    keyframesMs: (table?.keyframes ?? []).map((frame) => (frame * 1000) / (fps || 1)),
    startMs: milliseconds(stream.start_time),
    durationMs: milliseconds(stream.duration),
    bitsPerSecond,
    colour: {
      primaries: stream.color_primaries ?? "unknown",
      transfer: stream.color_transfer ?? "unknown",
      space: stream.color_space ?? "unknown",
      range: stream.color_range ?? "unknown",
    },
  };
}

function audioFacts(stream: StreamFacts): AudioFacts {
  return {
    codec: stream.codec_name,
    sampleRateHz: Number(stream.sample_rate ?? 0),
    channels: stream.channels ?? 0,
    startMs: milliseconds(stream.start_time),
    durationMs: milliseconds(stream.duration),
  };
}

/** Places are few where something is wrong; a file of a changing rate has them everywhere. */
const PLACES_MAX = 20;

/** Frames of one length but for a millisecond where segments join; the last frame's length is the muxer's guess. */
function unevenRanges(runs: readonly FrameRun[], fps: number): TimeRange[] {
  const usual = runs.reduce((best, run) => (run.frames > best.frames ? run : best), { frames: 0, ticks: 1 });
  const msPerTick = 1000 / (fps || 1) / Math.max(1, usual.ticks);
  const places: TimeRange[] = [];
  let atTicks = 0;
  for (const [index, { frames, ticks }] of runs.entries()) {
    const fromMs = atTicks * msPerTick;
    atTicks += frames * ticks;
    const isLastFrame = index === runs.length - 1 && frames === 1;
    if (isLastFrame || Math.abs(ticks - usual.ticks) <= usual.ticks * 0.03) continue;
    places.push({ fromMs, toMs: atTicks * msPerTick });
  }
  return places.slice(0, PLACES_MAX);
}

/** ffprobe leaves it out, or says `0:1`, where the encoder wrote nothing: players then take it for square. */
function squareUnlessSaid(aspect: string | undefined): string {
  return aspect === undefined || aspect === "0:1" ? "1:1" : aspect;
}

function milliseconds(seconds: string | undefined): number {
  return Number(seconds ?? 0) * 1000;
}

function rational(text: string | undefined): number {
  const [numerator, denominator] = (text ?? "0/1").split("/").map(Number);
  return Math.round(((numerator ?? 0) / (denominator || 1)) * 1000) / 1000;
}
