import { availableParallelism } from "node:os";

import { execa } from "execa";
import pLimit from "p-limit";

import { AppError } from "../../domain/errors.ts";
import type { HardwareEncoder } from "../../domain/render/encoder-arguments.ts";
import type { EncoderProbe } from "../../domain/video/production.ts";
import type { Route } from "../../domain/video/video.ts";
import { inBackground } from "./background-priority.ts";
import { createEncoderProbe } from "./ffmpeg-encoder.ts";
import { processFailure } from "./ffmpeg-failure.ts";
import { type MediaFacts, type ProbeOptions, probeFile, readVersion } from "./ffprobe.ts";
import { dyingWithParent } from "./parent-death.ts";

export interface FfmpegOptions {
  readonly signal?: AbortSignal;
  /** Called about twice a second with how much output has been written. */
  readonly onProgress?: (progress: { frame: number; outTimeMs: number }) => void;
  readonly timeoutMs?: number;
  /** What it reads as `pipe:0`, once that is known; it starts and waits. */
  readonly input?: Promise<string>;
}

export interface FfmpegResult {
  /** The whole log: measuring filters print their findings there. */
  readonly stderr: string;
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

export interface Ffmpeg {
  runFfmpeg(args: readonly string[], options?: FfmpegOptions): Promise<FfmpegResult>;
  /** ffprobe's JSON of streams, format and chapters. */
  ffprobe(path: string, options?: ProbeOptions): Promise<MediaFacts>;
  /** First line of `ffmpeg -version`: part of content keys, since another build makes other bytes. */
  ffmpegVersion(): Promise<string>;
  probeEncoder(route: Route): Promise<EncoderProbe>;
}

export interface FfmpegSettings {
  /** ffmpeg processes at once in this process; by default one a core. */
  readonly concurrency?: number;
  /** Those that are tried for the GPU route, in this order; all that are known by default. */
  readonly gpuEncoders?: readonly HardwareEncoder[];
}

/** Make one a process: the limit on concurrent ffmpeg processes is the instance's. */
export function createFfmpeg(settings: FfmpegSettings = {}): Ffmpeg {
  const limit = pLimit(settings.concurrency ?? availableParallelism());
  const runFfmpeg = (args: readonly string[], options: FfmpegOptions = {}): Promise<FfmpegResult> =>
    limit(() => runProcess(args, options));
  let version: Promise<string> | undefined;
  return {
    runFfmpeg,
    ffprobe: probeFile,
    ffmpegVersion: () =>
      (version ??= readVersion().catch((error: unknown) => {
        // The next caller asks again: this one may have met a bad moment.
        version = undefined;
        throw error;
      })),
    probeEncoder: createEncoderProbe(runFfmpeg, settings.gpuEncoders),
  };
}

const KILL_AFTER_MS = 5_000;
/** Half a megabyte of sound, some of video. */
const QUEUED_PACKETS = "512";

/** Frames of a filter graph come and go: glibc keeps their memory instead of asking the kernel for it anew each time. */
const MEMORY = { MALLOC_MMAP_THRESHOLD_: String(32 * 2 ** 20), MALLOC_TRIM_THRESHOLD_: String(256 * 2 ** 20) };

async function runProcess(args: readonly string[], options: FfmpegOptions): Promise<FfmpegResult> {
  options.signal?.throwIfAborted();
  const command = ["-nostdin", "-hide_banner", "-nostats", "-benchmark", "-progress", "pipe:1", ...queued(args)];
  // Its own process group, so that a stop reaches everything it started; in the background, so that the API stays quick.
  const [program = "", ...line] = dyingWithParent(inBackground(["ffmpeg", ...command]));
  const child = execa(program, line, {
    detached: true,
    stdin: options.input === undefined ? "ignore" : once(options.input),
    buffer: { stdout: false, stderr: true },
    reject: false,
    env: { LC_ALL: "C.UTF-8", ...MEMORY },
  });
  const timeout = options.timeoutMs === undefined ? undefined : AbortSignal.timeout(options.timeoutMs);
  const stop = AbortSignal.any([options.signal, timeout].filter((signal) => signal !== undefined));
  const release = stopOnAbort(child.pid, stop);
  try {
    if (options.onProgress !== undefined) await reportProgress(child.iterable({ from: "stdout" }), options.onProgress);
    const result = await child;
    options.signal?.throwIfAborted();
    if (timeout?.aborted) {
      throw new AppError("stage_timeout", `ffmpeg ran past ${options.timeoutMs} ms`, { retryable: true });
    }
    if (result.failed) throw processFailure("ffmpeg", result, result.stderr);
    return { stderr: result.stderr, ...resources(result.stderr) };
  } finally {
    release();
  }
}

/**
 * ffmpeg reads several inputs by a thread each, which waits when eight packets wait for it, and sleeps 10 ms whenever it
 * finds none: joining a minute of video stood still for nine tenths of its time.
 */
function queued(args: readonly string[]): readonly string[] {
  if (args.indexOf("-i") === args.lastIndexOf("-i")) return args;
  return args.flatMap((each) => (each === "-i" ? ["-thread_queue_size", QUEUED_PACKETS, each] : [each]));
}

async function* once(text: Promise<string>): AsyncGenerator<string> {
  yield await text;
}

/** SIGTERM to the process group, SIGKILL five seconds later: ffmpeg may ignore the first while a filter hangs. */
function stopOnAbort(pid: number | undefined, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    signalGroup(pid, "SIGTERM");
    timer = setTimeout(() => signalGroup(pid, "SIGKILL"), KILL_AFTER_MS);
  };
  signal.addEventListener("abort", stop, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: it ended by itself in the meantime.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function reportProgress(
  lines: AsyncIterable<unknown>,
  onProgress: NonNullable<FfmpegOptions["onProgress"]>,
): Promise<void> {
  let frame = 0;
  let outTimeMs = 0;
  for await (const line of lines) {
    const [key, value] = String(line).split("=", 2);
    if (key === "frame") frame = Number(value);
    // `N/A` before the first packet.
    if (key === "out_time_us") outTimeMs = Math.max(0, Math.round(Number(value) / 1000) || 0);
    if (key === "progress") onProgress({ frame, outTimeMs });
  }
}

function resources(stderr: string): { cpuSeconds: number; peakRssBytes: number } {
  const times = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
  const memory = /bench: maxrss=(\d+)kB/i.exec(stderr);
  return {
    cpuSeconds: Number(times?.[1] ?? 0) + Number(times?.[2] ?? 0),
    peakRssBytes: Number(memory?.[1] ?? 0) * 1024,
  };
}
