import { execa } from "execa";

import { AppError } from "../../domain/errors.ts";
import { processFailure } from "./ffmpeg-failure.ts";
import { dyingWithParent } from "./parent-death.ts";

export interface ProbeOptions {
  readonly signal?: AbortSignal;
  /** Half a minute unless said otherwise: a probe reads the head of a file. */
  readonly timeoutMs?: number;
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

export async function probeFile(path: string, options: ProbeOptions = {}): Promise<MediaFacts> {
  const shown = ["-show_streams", "-show_format", "-show_chapters", "-of", "json"];
  const facts: MediaFacts = JSON.parse(await answerOf("ffprobe", ["-v", "error", ...shown, path], options));
  return facts;
}

export async function readVersion(): Promise<string> {
  return (await answerOf("ffmpeg", ["-version"], {})).split("\n", 1)[0] ?? "";
}

const LIMIT_MS = 30_000;
/** Hours of chapters are a few hundred kilobytes. */
const ANSWER_BYTES_AT_MOST = 8 * 1024 * 1024;

/** What a short run prints. It ends with its canceller, its time limit and this process. */
async function answerOf(
  program: "ffmpeg" | "ffprobe",
  args: readonly string[],
  { signal, timeoutMs = LIMIT_MS }: ProbeOptions,
): Promise<string> {
  signal?.throwIfAborted();
  const [command = "", ...line] = dyingWithParent([program, ...args]);
  const result = await execa(command, line, {
    reject: false,
    stdin: "ignore",
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    maxBuffer: ANSWER_BYTES_AT_MOST,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (result.timedOut) {
    throw new AppError("stage_timeout", `${program} ran past ${timeoutMs} ms`, { retryable: true });
  }
  if (result.failed) throw processFailure(program, result, result.stderr);
  return result.stdout;
}
