import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "../../domain/errors.ts";
import type { CommandContext } from "../context.ts";
import type { ProgressReport } from "../output/progress-bar.ts";
import { openVideoStream } from "./stream.ts";
import type { VideoMessage } from "./stream.ts";

const RECONNECTS_MAX = 10;
const RECONNECT_WAIT_MS = 1000;

/**
 * Shows a video from the waiting line to its end. Returns when it is completed or waits for something; throws AppError
 * when its run failed. A lost connection is opened again: the stream starts with the present line.
 */
export async function followVideo(context: CommandContext, videoId: string): Promise<void> {
  const bar = context.progressBar();
  let last: VideoMessage | undefined;
  try {
    for await (const message of messagesOf(context, videoId)) {
      last = message;
      bar.show(reportOf(message));
      if (context.output.format === "jsonl") context.output.value({ videoId, ...message }, () => []);
      if (isSettled(message)) break;
    }
  } finally {
    bar.finish();
  }
  if (last === undefined) throw new AppError("unavailable", `The API said nothing about ${videoId}`);
  if (context.output.format !== "jsonl") conclude(context, videoId, last);
  if (last.type === "end" && last.status !== "completed") {
    throw new AppError(last.status === "cancelled" ? "cancelled" : "internal", `${videoId} ended as ${last.status}`, {
      remedy: `longtake video show --video-id ${videoId} tells why.`,
    });
  }
}

async function* messagesOf(context: CommandContext, videoId: string): AsyncGenerator<VideoMessage> {
  for (let lost = 0; ; lost++) {
    try {
      yield* openVideoStream(context.api(), videoId, context.signal);
      return;
    } catch (error) {
      const mayReconnect = error instanceof AppError && error.retryable && lost < RECONNECTS_MAX;
      if (!mayReconnect || context.signal.aborted) throw error;
      await wait(RECONNECT_WAIT_MS, undefined, { signal: context.signal });
    }
  }
}

/** Nothing more comes without somebody acting or a quota resetting. */
function isSettled(message: VideoMessage): boolean {
  return message.type === "end" || (message.type === "progress" && message.waitingFor !== null);
}

function reportOf(message: VideoMessage): ProgressReport {
  if (message.type === "queued") return { label: "queued", fraction: null, message: `position ${message.position}` };
  if (message.type === "end") return { label: message.status, fraction: message.progress / 100, message: "" };
  const { stage, progress, waitingFor } = message;
  const text = waitingFor === null ? message.message : `waits for ${waitingFor.replaceAll("_", " ")}`;
  return { label: stage, fraction: progress / 100, message: text };
}

function conclude(context: CommandContext, videoId: string, last: VideoMessage): void {
  const waits = last.type === "progress" ? last.waitingFor : null;
  context.output.value({ videoId, ...last }, () => [
    {
      title: "Video",
      fields: [
        ["VideoId", videoId],
        ["Stage", last.stage],
        ["Status", last.type === "end" ? last.status : null],
        ["WaitsFor", waits?.replaceAll("_", " ")],
        ["Next", waits === null ? null : `longtake video status --video-id ${videoId}`],
      ],
    },
  ]);
}
