import { AppError } from "../../domain/errors.ts";
import { camelCase } from "../../domain/spelling.ts";
import type { ApiClient } from "../api-client.ts";
import { isRecord, parseRecord } from "../json-record.ts";

/** What the API tells about a video, newest last; `progress` is 0 to 100 of the whole video. */
export type VideoMessage =
  | {
      readonly type: "queued";
      readonly stage: string;
      readonly progress: number;
      readonly position: number;
      readonly eta: string | null;
    }
  | {
      readonly type: "progress";
      readonly stage: string;
      readonly progress: number;
      readonly eta: string | null;
      readonly message: string;
      readonly waitingFor: string | null;
    }
  | { readonly type: "end"; readonly stage: string; readonly progress: number; readonly status: string };

/** RFC 6455 §7.4.1: the server has said all it had to say. */
const CLOSED_NORMALLY = 1000;

/**
 * The WebSocket `/pipeline/stream/{video_id}` as an iteration that ends with the video.
 * Throws AppError `unavailable` (retryable) when the connection is lost before that.
 */
export async function* openVideoStream(
  api: ApiClient,
  videoId: string,
  signal: AbortSignal,
): AsyncGenerator<VideoMessage, void, undefined> {
  // A refused upgrade tells a WebSocket client nothing, so what can be wrong is asked over plain HTTP first.
  await requireFollowable(api, videoId);
  const url = `${api.url.replace(/^http/, "ws")}/pipeline/stream/${encodeURIComponent(videoId)}`;
  const socket = new WebSocket(url, { headers: { ...api.authorization() } });
  const waiting: VideoMessage[] = [];
  let bell = Promise.withResolvers<void>();
  let closeCode: number | undefined;
  socket.addEventListener("message", ({ data }) => {
    const message = typeof data === "string" ? messageOf(data) : undefined;
    if (message !== undefined) waiting.push(message);
    bell.resolve();
  });
  // Every error is followed by `close`, which carries the code.
  socket.addEventListener("close", ({ code }) => {
    closeCode = code;
    bell.resolve();
  });
  signal.addEventListener("abort", () => socket.close(), { once: true });
  try {
    while (true) {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
      if (closeCode === CLOSED_NORMALLY) return;
      if (closeCode !== undefined) {
        throw new AppError("unavailable", `The progress stream closed with ${closeCode}`, { retryable: true });
      }
      await bell.promise;
      bell = Promise.withResolvers<void>();
    }
  } finally {
    socket.close();
  }
}

/** A stage alone has no place in the queue, and so no status there. */
async function requireFollowable(api: ApiClient, videoId: string): Promise<void> {
  const id = encodeURIComponent(videoId);
  const absentOf = (path: string): Promise<AppError | null> =>
    api.call({ method: "GET", path }).then(
      () => null,
      (error: unknown) => {
        if (error instanceof AppError && error.code === "not_found") return error;
        throw error;
      },
    );
  const noVideo = await absentOf(`/pipeline/status/${id}`);
  if (noVideo !== null && (await absentOf(`/stages/${id}`)) !== null) throw noVideo;
}

/** Undefined for a kind of message that this version does not know: newer servers may say more. */
function messageOf(text: string): VideoMessage | undefined {
  const message = camelCase(parseRecord(text));
  if (!isRecord(message)) return undefined;
  const { type, stage, progress, eta, position, status, waitingFor } = message;
  if (typeof stage !== "string" || typeof progress !== "number") return undefined;
  const instant = typeof eta === "string" ? eta : null;
  if (type === "queued" && typeof position === "number") return { type, stage, progress, position, eta: instant };
  if (type === "end" && typeof status === "string") return { type, stage, progress, status };
  if (type !== "progress") return undefined;
  return {
    type,
    stage,
    progress,
    eta: instant,
    message: typeof message["message"] === "string" ? message["message"] : "",
    waitingFor: typeof waitingFor === "string" ? waitingFor : null,
  };
}
