import { ExecaError } from "execa";

import { AppError } from "../../domain/errors.ts";

/** The `cause` of a process's failure. No Error, so that the log, which can be long, stays in this process. */
export interface EndOfProcess {
  readonly stderr: string;
  readonly signal?: string;
}

/** Ends that a process comes to through what it reads; every other signal was sent from outside. */
const CRASHES: ReadonlySet<string> = new Set(["SIGSEGV", "SIGBUS", "SIGABRT", "SIGFPE", "SIGILL"]);
/** ffmpeg's last words when it is asked to stop; it then leaves with a status, not by the signal. */
const ASKED_TO_STOP = /^(?:Exiting normally, received signal \d+\.|Received > \d+ system signals, hard exiting)$/m;
const STATUS_WHEN_ASKED: ReadonlySet<number | undefined> = new Set([123, 255]);

/**
 * Why a process of ffmpeg failed, from execa's result. `render_failed` is its own verdict on what it was given; a process
 * that was killed or never started says nothing about that and is `unavailable`.
 */
export function processFailure(program: "ffmpeg" | "ffprobe", result: unknown, stderr: string): AppError {
  const ended = result instanceof ExecaError ? result : undefined;
  const { code, exitCode, signal } = ended ?? {};
  // `chrt` and `nice` answer 127 for a command that is not there.
  if (code === "ENOENT" || (exitCode === 127 && /No such file/.test(stderr))) {
    return new AppError("missing_tool", `${program} is not installed`, {
      remedy: "Install it (Debian, Ubuntu: apt-get install ffmpeg), then resume the run.",
    });
  }
  if (/No space left on device|Disk quota exceeded/.test(stderr)) {
    return new AppError("disk_full", `${program} found no space left for its output`, {
      retryable: true,
      remedy: "Free disk space in the data folder, then resume the run.",
    });
  }
  const cause: EndOfProcess = { stderr, ...(signal === undefined ? {} : { signal }) };
  const outside = ended?.isMaxBuffer === true ? null : fromOutside({ code, exitCode, signal }, stderr);
  if (outside !== null) {
    return new AppError("unavailable", `${program} ${outside}`, {
      retryable: true,
      cause,
      remedy: "The run tries again by itself; when it keeps happening, look for memory or processes running out.",
    });
  }
  // The log's tail says why; the process error itself would only repeat it with the machine's paths.
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !SAYS_NOTHING.test(line));
  const status = signal ?? `status ${exitCode ?? code ?? "unknown"}`;
  return new AppError("render_failed", `${program} failed with ${status}: ${lines.slice(-8).join("\n")}`, {
    retryable: true,
    cause,
  });
}

/** Times, and what ffmpeg remarks on files that are joined without a decoder. */
const SAYS_NOTHING = /^bench:|not on whitelist 'none'|Failed to open codec in avformat_find_stream_info/;

interface Ended {
  readonly code: string | undefined;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/** In words, how somebody else ended it; null when it ended by itself. */
function fromOutside({ code, exitCode, signal }: Ended, stderr: string): string | null {
  if (signal !== undefined) return CRASHES.has(signal) ? null : `was killed by ${signal}`;
  if (STATUS_WHEN_ASKED.has(exitCode) && ASKED_TO_STOP.test(stderr)) return "was asked to stop from outside";
  return exitCode === undefined && code !== undefined ? `could not be started: ${code}` : null;
}
