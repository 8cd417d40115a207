import { join } from "node:path";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { QualityPolicy } from "../../domain/inspection/inspection.ts";
import type { Moment, SeenPicture } from "../../domain/inspection/picture.ts";
import type { SignalFacts } from "../../domain/inspection/signal.ts";
import type { DecodeFacts, FileFacts } from "../../domain/inspection/streams.ts";
import type { TimeRange } from "../../domain/speech/speech.ts";
import { locateBroken } from "./broken.ts";
import { isMediaFailure } from "./file.ts";
import { seeingFilters, seePictures } from "./pictures.ts";
import { locatePeaks, PCM_FILTERS } from "./sound.ts";

export interface DecodeInput {
  readonly path: string;
  readonly file: FileFacts;
  /** Length of the video by plan: where a stretch ends that lasts to the end. */
  readonly durationMs: number;
  /** When the picture is looked at closely. */
  readonly moments: readonly Moment[];
  /** Folder for samples of sound and picture. */
  readonly folder: string;
  readonly policy: QualityPolicy;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

export interface DecodePass {
  readonly decode: DecodeFacts;
  readonly signal: SignalFacts;
  /** Mono 8 kHz samples of the sound; null when there is none or decoding stopped. */
  readonly pcmPath: string | null;
  /** The pictures at the wanted moments; null when there are none or decoding stopped. */
  readonly pictures: readonly SeenPicture[] | null;
  readonly cpuSeconds: number;
}

/** Decodes picture and sound once, measures both, and stops at the first error; that one is then located. */
export async function decodeOnce(ffmpeg: Ffmpeg, input: DecodeInput): Promise<DecodePass> {
  const pcmPath = join(input.folder, "file.pcm");
  const seenPath = join(input.folder, "file.gray");
  const { video } = input.file;
  let frameCount = 0;
  let reachedMs = 0;
  const options = {
    signal: input.signal,
    onProgress: (progress: { frame: number; outTimeMs: number }): void => {
      frameCount = progress.frame;
      reachedMs = progress.outTimeMs;
      input.onProgress(Math.min(1, progress.outTimeMs / Math.max(1, input.durationMs)));
    },
  };
  const hasAudio = input.file.audio !== null;
  const keyframesMs = input.file.video?.keyframesMs ?? [];
  try {
    const { stderr, cpuSeconds } = await ffmpeg.runFfmpeg(decodeArguments(input, { pcmPath, seenPath }), options);
    const decode = { complete: true, error: null, broken: [], frameCount: input.file.video ? frameCount : null };
    const found = parseDetections(stderr, input.durationMs);
    const { peaks, cpuSeconds: searched } = await peaksOf(ffmpeg, input, found.truePeakDbtp);
    const sees = video !== null && input.moments.length > 0;
    const pictures = sees ? await seePictures(seenPath, { ...input, video }) : [];
    const signal = { complete: true, hasAudio, keyframesMs, ...found, peaks };
    return { decode, signal, pcmPath: hasAudio ? pcmPath : null, pictures, cpuSeconds: cpuSeconds + searched };
  } catch (error) {
    if (!isMediaFailure(error)) throw error;
    const log = logOf(error.cause);
    const located = await locateBroken(ffmpeg, input);
    const decode = { complete: false, error: firstError(log), broken: located.ranges, frameCount: null };
    const signal = { complete: false, hasAudio, keyframesMs, ...parseDetections(log, reachedMs), peaks: [] };
    return { decode, signal, pcmPath: null, pictures: null, cpuSeconds: located.cpuSeconds };
  }
}

/** Where the peaks are is asked only when one is too high: most files have none. */
async function peaksOf(ffmpeg: Ffmpeg, { path, policy, signal }: DecodeInput, highestDb: number | null) {
  const limitDb = policy.checks.true_peak.fullAt;
  if (highestDb === null || highestDb <= limitDb) return { peaks: [], cpuSeconds: 0 };
  return locatePeaks(ffmpeg, { path, limitDb, signal });
}

/** The picture is looked at in every second frame at 270 lines: decoding then costs nearly all of the time. */
const DETECTION_LINES = 270;
/** A keyframe redraws a picture that stands still and so cuts a freeze in pieces; they are joined afterwards. */
const FREEZE_PIECE_MS = 400;

interface Samples {
  readonly pcmPath: string;
  readonly seenPath: string;
}

function decodeArguments({ path, file, policy, moments }: DecodeInput, { pcmPath, seenPath }: Samples): string[] {
  const { detection } = policy;
  const graph: string[] = [];
  const outputs: string[] = [];
  const samples: string[] = [];
  if (file.video !== null) {
    const picture = [
      "framestep=2",
      `crop=iw:trunc(ih*${detection.pictureShare}/2)*2:0:0`,
      `scale=-2:${DETECTION_LINES}:flags=fast_bilinear`,
      `blackdetect=d=${detection.blackMs / 1000}:pix_th=${detection.blackPixel}`,
      `freezedetect=n=${detection.freezeNoiseDb}dB:d=${Math.min(detection.freezeMs, FREEZE_PIECE_MS) / 1000}`,
    ];
    const sees = moments.length > 0;
    graph.push(`[0:v:0]split=${sees ? "3[seeing]" : "2"}[all][some]`, `[some]${picture.join(",")}[picture]`);
    // First, so that the frames counted by the progress report are all of them.
    outputs.push("-map", "[all]", "-map", "[picture]");
    if (sees) {
      graph.push(`[seeing]${seeingFilters(file.video, moments)}[seen]`);
      samples.push("-map", "[seen]", "-fps_mode", "passthrough", "-f", "rawvideo", "-y", seenPath);
    }
  }
  if (file.audio !== null) {
    const silence = `silencedetect=n=${detection.silenceNoiseDb}dB:d=${detection.silenceMs / 1000}`;
    graph.push("[0:a:0]aformat=channel_layouts=stereo,asplit=2[loud][flat]");
    graph.push(`[loud]${silence},ebur128=peak=true:framelog=verbose[sound]`, `[flat]${PCM_FILTERS}[mono]`);
    outputs.push("-map", "[sound]");
    samples.push("-map", "[mono]", "-f", "s16le", "-y", pcmPath);
  }
  // Smoothing between blocks costs a seventh, can fail at nothing, and would hide the blocks that are looked for.
  const decoding = ["-skip_loop_filter", "all", "-threads", "1"];
  const strict = ["-xerror", "-err_detect", "explode", ...decoding, "-i", path];
  const threads = ["-filter_complex_threads", "1", "-filter_complex", graph.join(";")];
  return [...strict, ...threads, ...outputs, "-fps_mode", "passthrough", "-f", "null", "-", ...samples];
}

type Detections = Omit<SignalFacts, "complete" | "hasAudio" | "keyframesMs" | "peaks">;

/** Reads what the filters logged; a freeze or silence that is still on at the end lasts to `endMs`. */
export function parseDetections(log: string, endMs: number): Detections {
  const blacks = [...log.matchAll(/black_start:([\d.]+) black_end:([\d.]+)/g)].map(([, from, to]) => ({
    fromMs: Number(from) * 1000,
    toMs: Number(to) * 1000,
  }));
  return {
    blacks,
    freezes: pairs(log, { start: /freeze_start: ([\d.]+)/g, end: /freeze_end: ([\d.]+)/g, endMs }),
    silences: pairs(log, { start: /silence_start: (-?[\d.]+)/g, end: /silence_end: ([\d.]+)/g, endMs }),
    integratedLufs: lastNumber(log, /^\s+I:\s+(-?[\d.]+|-?inf|nan) LUFS/gm),
    truePeakDbtp: lastNumber(log, /^\s+Peak:\s+(-?[\d.]+|-?inf|nan) dBFS/gm),
  };
}

function pairs(log: string, { start, end, endMs }: { start: RegExp; end: RegExp; endMs: number }): TimeRange[] {
  const ends = [...log.matchAll(end)].map(([, seconds]) => Number(seconds) * 1000);
  return [...log.matchAll(start)].map(([, seconds], index) => {
    const fromMs = Math.max(0, Number(seconds) * 1000);
    return { fromMs, toMs: ends[index] ?? Math.max(fromMs, endMs) };
  });
}

function lastNumber(log: string, pattern: RegExp): number | null {
  const text = [...log.matchAll(pattern)].at(-1)?.[1];
  if (text === undefined || text === "nan") return null;
  // The meter's own floor, for sound that is no sound.
  return text === "-inf" ? -70 : Number(text);
}

/** ffmpeg's log survives in the error of the process that failed. */
function logOf(cause: unknown): string {
  if (typeof cause !== "object" || cause === null || !("stderr" in cause)) return "";
  return typeof cause.stderr === "string" ? cause.stderr : "";
}

/** Lines that only repeat what the file calls itself: its name, and indented its tags. */
const DESCRIPTION = /^(?:\s|Input #|Output #)/;

function firstError(log: string): string {
  const lines = log.split("\n").filter((text) => !DESCRIPTION.test(text));
  const line = lines.find((text) => /error|invalid|partial|corrupt|missing|exceed/i.test(text));
  return (line ?? "the decoder gave up").replaceAll(/\[[^\]]* @ 0x[0-9a-f]+\] ?/g, "").trim();
}
