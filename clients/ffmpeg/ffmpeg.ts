import { availableParallelism } from "node:os";

import { ExecaError, execa } from "execa";
import pLimit from "p-limit";

import { AppError } from "../../domain/errors.ts";
import type { EncoderProbe } from "../../domain/video/production.ts";
import type { Route } from "../../domain/video/video.ts";
import { inBackground } from "./background-priority.ts";
import { createEncoderProbe } from "./ffmpeg-encoder.ts";
import { dyingWithParent } from "./parent-death.ts";

export interface FfmpegOptions {
  readonly signal?: AbortSignal;
  /** Called about twice a second with how much output has been written. */
  readonly onProgress?: (progress: { frame: number; outTimeMs: number }) => void;
  readonly timeoutMs?: number;
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
  ffprobe(path: string): Promise<MediaFacts>;
  /** First line of `ffmpeg -version`: part of content keys, since another build makes other bytes. */
  ffmpegVersion(): Promise<string>;
  probeEncoder(route: Route): Promise<EncoderProbe>;
}

export interface MediaFacts {
  readonly streams: readonly StreamFacts[];
  readonly format: { readonly duration?: string; readonly size?: string; readonly tags?: Record<string, string> };
  readonly chapters: readonly ChapterFacts[];
}

export interface ChapterFacts {
  readonly start_time: string;
  readonly end_time: string;
  readonly tags?: Record<string, string>;
}

/** Fields as ffprobe spells them; numbers that can be large come as strings. */
export interface StreamFacts {
  readonly codec_type: string;
  readonly codec_name: string;
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly r_frame_rate?: string;
  readonly nb_frames?: string;
  readonly duration?: string;
  readonly start_time?: string;
  readonly sample_rate?: string;
  readonly channels?: number;
  readonly color_space?: string;
}

export interface FfmpegSettings {
  /** ffmpeg processes at once in this process; by default one a core. */
  readonly concurrency?: number;
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
    ffmpegVersion: () => (version ??= readVersion()),
    probeEncoder: createEncoderProbe(runFfmpeg),
  };
}

const KILL_AFTER_MS = 5_000;

async function runProcess(args: readonly string[], options: FfmpegOptions): Promise<FfmpegResult> {
  options.signal?.throwIfAborted();
  const command = ["-nostdin", "-hide_banner", "-nostats", "-benchmark", "-progress", "pipe:1", ...args];
  // Its own process group, so that a stop reaches everything it started; in the background, so that the API stays quick.
  const [program = "", ...line] = dyingWithParent(inBackground(["ffmpeg", ...command]));
  const child = execa(program, line, {
    detached: true,
    stdin: "ignore",
    buffer: { stdout: false, stderr: true },
    reject: false,
    env: { LC_ALL: "C.UTF-8" },
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
    if (result.failed) throw failure(result, result.stderr);
    return { stderr: result.stderr, ...resources(result.stderr) };
  } finally {
    release();
  }
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

const REMEDY_MISSING = "Install it (Debian, Ubuntu: apt-get install ffmpeg), then resume the run.";

/** The log's tail says why; the process error itself would only repeat it with the machine's paths. */
function failure(cause: unknown, stderr: string): AppError {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("bench:"));
  const tail = lines.slice(-8).join("\n");
  // `chrt` and `nice` answer 127 for a command that is not there.
  const code = cause instanceof ExecaError ? cause.code : undefined;
  const exitCode = cause instanceof ExecaError ? cause.exitCode : undefined;
  if (code === "ENOENT" || (exitCode === 127 && /No such file/.test(stderr))) {
    return new AppError("missing_tool", "ffmpeg is not installed", { remedy: REMEDY_MISSING });
  }
  if (/No space left on device|Disk quota exceeded/.test(stderr)) {
    return new AppError("disk_full", "ffmpeg found no space left for its output", {
      retryable: true,
      remedy: "Free disk space in the data folder, then resume the run.",
    });
  }
  return new AppError("render_failed", `ffmpeg failed with status ${exitCode ?? code ?? "unknown"}: ${tail}`, {
    retryable: true,
  });
}

async function probeFile(path: string): Promise<MediaFacts> {
  const shown = ["-show_streams", "-show_format", "-show_chapters", "-of", "json"];
  const result = await execa("ffprobe", ["-v", "error", ...shown, path], { reject: false });
  if (result.failed) throw failure(result, result.stderr);
  const facts: MediaFacts = JSON.parse(result.stdout);
  return facts;
}

async function readVersion(): Promise<string> {
  const result = await execa("ffmpeg", ["-version"], { reject: false });
  if (result.failed) throw failure(result, result.stderr);
  return result.stdout.split("\n", 1)[0] ?? "";
}
