import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { type Frame, FrameReader, encodeFrame } from "../domain/render/frames.ts";
import { samplesOf } from "../domain/speech/wave.ts";

const PROGRAM = fileURLToPath(new URL("../clients/speech/espeak-process.ts", import.meta.url));
const IDLE_MS = 30_000;

/** Real speech for the stand-ins, with the moment at which each word begins. */
export interface Speaker {
  speak(request: SpeakerRequest): Promise<SpokenText>;
  close(): void;
}

export interface SpeakerRequest {
  readonly text: string;
  /** A voice of espeak-ng. */
  readonly voice: string;
  readonly wordsPerMinute: number;
  readonly sampleRate: number;
}

export interface SpokenText {
  readonly sampleRate: number;
  readonly samples: Int16Array;
  /** By the index of the word's first character, counted in code points. */
  readonly wordStarts: readonly { readonly character: number; readonly ms: number }[];
}

interface Answer {
  readonly kind: string;
  readonly sampleRate?: number;
  readonly events?: readonly { readonly textPosition: number; readonly audioMs: number }[];
}

/** One espeak-ng process, started when first asked, in turn. Same request, same bytes. */
export function createSpeaker(): Speaker {
  let running: Running | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const answer = async ({ text, voice, wordsPerMinute, sampleRate }: SpeakerRequest): Promise<SpokenText> => {
    clearTimeout(idle);
    if (running?.ended !== false) running = start();
    const { head, body } = await running.ask({ voice, wordsPerMinute, sentence: text });
    idle = setTimeout(() => running?.child.stdin.end(), IDLE_MS).unref();
    const spoken: Answer = JSON.parse(Buffer.from(head).toString("utf8"));
    if (spoken.kind !== "spoken") throw new Error(`espeak-ng cannot speak: ${spoken.kind}`);
    const { sampleRate: ownRate = sampleRate, events = [] } = spoken;
    return {
      sampleRate,
      samples: resampled(samplesOf(body), ownRate, sampleRate),
      wordStarts: events.map(({ textPosition, audioMs }) => ({ character: textPosition - 1, ms: audioMs })),
    };
  };

  return {
    speak: (request) => {
      const spoken = turn.then(() => answer(request));
      // A failed sentence does not stop the next.
      turn = spoken.catch(() => undefined);
      return spoken;
    },
    close: () => void running?.child.kill("SIGKILL"),
  };
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  ended: boolean;
  ask(request: object): Promise<Frame>;
}

function start(): Running {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", PROGRAM]);
  const frames = new FrameReader();
  let waiting: PromiseWithResolvers<Frame> | null = null;
  const running: Running = {
    child,
    ended: false,
    ask: (request) => {
      waiting = Promise.withResolvers<Frame>();
      child.stdin.write(encodeFrame(Buffer.from(JSON.stringify(request))));
      return waiting.promise;
    },
  };
  child.stdout.on("data", (chunk: Buffer) => frames.push(chunk).forEach((frame) => waiting?.resolve(frame)));
  child.stderr.pipe(process.stderr);
  child.stdin.on("error", () => undefined);
  child.once("close", (code) => {
    running.ended = true;
    waiting?.reject(new Error(`espeak-ng ended with ${code}`));
  });
  return running;
}

/** Straight lines between samples: good enough for a voice that nobody publishes. */
export function resampled(samples: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return samples;
  const count = Math.floor((samples.length * to) / from);
  return Int16Array.from({ length: count }, (_, index) => {
    const at = (index * from) / to;
    const left = samples[Math.floor(at)] ?? 0;
    const right = samples[Math.floor(at) + 1] ?? left;
    return Math.round(left + (right - left) * (at % 1));
  });
}

/** The samples as bytes of a `pcm` answer. */
export function pcmBytes({ samples }: SpokenText): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}
