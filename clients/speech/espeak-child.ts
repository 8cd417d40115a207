import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import pLimit from "p-limit";

import { AppError } from "../../domain/errors.ts";
import { type Frame, FrameReader, encodeFrame } from "../../domain/render/frames.ts";
import { dyingWithParent } from "../ffmpeg/parent-death.ts";
import type { EspeakAnswer, EspeakListRequest, EspeakRequest } from "./espeak-process.ts";

const PROGRAM = fileURLToPath(new URL("espeak-process.ts", import.meta.url));
/** A sentence takes milliseconds; what takes this long hangs. */
const TIMEOUT_MS = 30_000;
const QUEUE_MAX = 1_000;
/** An idle process gives its memory back. */
const IDLE_MS = 60_000;
const STOP_MS = 1_000;

type Request = EspeakRequest | EspeakListRequest;

export interface EspeakReply {
  readonly answer: EspeakAnswer;
  readonly samples: Buffer;
}

/** One process that speaks sentence after sentence. */
export interface EspeakChild {
  ask(request: Request, signal?: AbortSignal): Promise<EspeakReply>;
  close(): Promise<void>;
}

/** Started when first asked, restarted when it dies, at most one at a time; it dies with this process. */
export function createEspeakChild(): EspeakChild {
  const turn = pLimit(1);
  let running: RunningChild | null = null;
  let idle: NodeJS.Timeout | undefined;

  const exchange = async (request: Request, signal: AbortSignal | undefined): Promise<EspeakReply> => {
    signal?.throwIfAborted();
    clearTimeout(idle);
    for (let again = true; ; again = false) {
      running ??= startChild();
      try {
        return await running.exchange(request, signal);
      } catch (error) {
        // Whatever it still says would answer a request that nobody waits for any more.
        running.kill();
        running = null;
        signal?.throwIfAborted();
        // A process that died between two requests is no fault of this sentence.
        if (!again) throw error;
      } finally {
        idle = setTimeout(() => running?.end(), IDLE_MS).unref();
      }
    }
  };

  return {
    ask: (request, signal) => {
      if (turn.pendingCount >= QUEUE_MAX) {
        const message = `${QUEUE_MAX} sentences wait for espeak-ng already`;
        return Promise.reject(new AppError("unavailable", message, { retryable: true }));
      }
      return turn(() => exchange(request, signal));
    },
    close: async () => {
      clearTimeout(idle);
      await running?.stop();
      running = null;
    },
  };
}

interface RunningChild {
  exchange(request: Request, signal: AbortSignal | undefined): Promise<EspeakReply>;
  /** Lets it finish and leave. */
  end(): void;
  kill(): void;
  stop(): Promise<void>;
}

function startChild(): RunningChild {
  const [program = "", ...line] = dyingWithParent([process.execPath, "--disable-warning=ExperimentalWarning", PROGRAM]);
  const child = spawn(program, line, { stdio: ["pipe", "pipe", "pipe"] });
  const frames = new FrameReader();
  let waiting: PromiseWithResolvers<Frame> | null = null;
  let log = "";
  const ended = (why: string): void => {
    const detail = log.trim().split("\n").at(-1) ?? "";
    waiting?.reject(new AppError("media_failed", `espeak-ng stopped: ${why} ${detail}`.trim(), { retryable: true }));
  };
  child.stdout.on("data", (chunk: Buffer) => frames.push(chunk).forEach((frame) => waiting?.resolve(frame)));
  child.stderr.on("data", (chunk: Buffer) => (log = `${log}${chunk.toString("utf8")}`.slice(-2_000)));
  child.once("error", (error) => ended(error.message));
  child.once("close", (code, signal) => ended(`status ${signal ?? code}`));
  // A broken pipe is told by the end of the process.
  child.stdin.on("error", () => undefined);
  hold(child, false);

  return {
    exchange: async (request, signal) => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new AppError("media_failed", "espeak-ng stopped while idle", { retryable: true });
      }
      waiting = Promise.withResolvers<Frame>();
      const stop = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal === undefined ? [] : [signal])]);
      const abort = (): void =>
        waiting?.reject(
          new AppError("media_failed", `espeak-ng did not answer in ${TIMEOUT_MS} ms`, { retryable: true }),
        );
      stop.addEventListener("abort", abort, { once: true });
      hold(child, true);
      try {
        child.stdin.write(encodeFrame(Buffer.from(JSON.stringify(request))));
        const { head, body } = await waiting.promise;
        const answer: EspeakAnswer = JSON.parse(Buffer.from(head).toString("utf8"));
        return { answer, samples: Buffer.from(body) };
      } finally {
        stop.removeEventListener("abort", abort);
        waiting = null;
        hold(child, false);
      }
    },
    end: () => void child.stdin.end(),
    kill: () => void child.kill("SIGKILL"),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      hold(child, true);
      child.stdin.end();
      await Promise.race([exited, sleep(STOP_MS, undefined, { ref: false }).then(() => child.kill("SIGKILL"))]);
    },
  };
}

/** An idle process keeps nobody waiting who has nothing else to do. */
function hold(child: ChildProcess, busy: boolean): void {
  const act = busy ? "ref" : "unref";
  child[act]();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) if (isHoldable(pipe)) pipe[act]();
}

interface Holdable {
  ref(): unknown;
  unref(): unknown;
}

function isHoldable(pipe: unknown): pipe is Holdable {
  return typeof pipe === "object" && pipe !== null && "ref" in pipe && "unref" in pipe;
}
