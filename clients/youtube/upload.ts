import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { AppError } from "../../domain/errors.ts";
import { Video } from "./answers.ts";
import type { VideoResource } from "./answers.ts";
import { readRefusal, toAppError, unreachable } from "./errors.ts";
import type { SendAuthorized } from "./request.ts";

/** Chunks but the last are multiples of 256 KiB; 8 MiB keeps requests few and a repeat cheap. */
const CHUNK_BYTES = 8 * 1024 * 1024;
/** Failures without one more byte stored, and times that stored bytes were lost again, before the attempt gives up. */
const FRUITLESS_TRIES_MAX = 6;
/** A platform that wants more patience than this gets it from the workflow. */
const WAIT_MAX_MS = 30_000;

/** What a session says of itself. `gone`: it never was, it expired, or the platform lost it. */
export type UploadState =
  | { readonly kind: "incomplete"; readonly receivedBytes: number }
  | { readonly kind: "complete"; readonly platformVideoId: string; readonly privacyStatus: string | null }
  | { readonly kind: "gone" };

export interface UploadOptions {
  /** First wait after a failure, doubled each time up to 30 s; a Retry-After that is longer wins. */
  readonly backoffMs: number;
  readonly signal?: AbortSignal;
  /** Bytes that the platform has confirmed, after each chunk. */
  readonly onProgress?: (receivedBytes: number) => void;
}

export interface YoutubeUploads {
  /** Opens a resumable session for these metadata and returns its address. Nothing exists until the last byte. */
  openUpload(request: {
    readonly video: VideoResource;
    readonly bytesTotal: number;
    readonly contentType: string;
  }): Promise<string>;
  /** Asks a session how far it is; safe at any time, also when the answer to the last byte was lost. */
  queryUpload(sessionUri: string, bytesTotal: number): Promise<UploadState>;
  /**
   * Sends what the session still lacks, asking again after every fault, until the video exists or the session is gone.
   * Throws `platform_unavailable` (retryable) when the platform stays away, `quota_exhausted`, `platform_refused`.
   */
  resumeUpload(
    session: { readonly sessionUri: string; readonly path: string; readonly bytesTotal: number },
    options: UploadOptions,
  ): Promise<UploadState>;
}

/** The resumable protocol of developers.google.com/youtube/v3/guides/using_resumable_upload_protocol, by fetch. */
export function createUploads(apiUrl: string, send: SendAuthorized): YoutubeUploads {
  const put = async (sessionUri: string, contentRange: string, body: Uint8Array<ArrayBuffer> | null) => {
    const headers = { "Content-Range": contentRange };
    // An empty body, not none: only then does fetch send Content-Length: 0.
    const init = { method: "PUT", headers, body: body ?? "" };
    return readUploadState(await send("free", new URL(sessionUri), init, "upload the video"));
  };
  const queryUpload: YoutubeUploads["queryUpload"] = (sessionUri, bytesTotal) =>
    put(sessionUri, `bytes */${bytesTotal}`, null);

  return {
    queryUpload,

    async openUpload({ video, bytesTotal, contentType }) {
      const action = "open an upload";
      const url = new URL("/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status", apiUrl);
      const headers = {
        "Content-Type": "application/json; charset=UTF-8",
        "X-Upload-Content-Length": String(bytesTotal),
        "X-Upload-Content-Type": contentType,
      };
      const init = { method: "POST", headers, body: JSON.stringify(video) };
      const response = await send("videos.insert", url, init, action);
      if (!response.ok) throw toAppError(await readRefusal(response), action, Date.now());
      await response.body?.cancel();
      const sessionUri = response.headers.get("location");
      if (sessionUri === null) throw unreachable(action, "the answer names no session");
      return sessionUri;
    },

    async resumeUpload({ sessionUri, path, bytesTotal }, { backoffMs, signal, onProgress }) {
      const file = await open(path, "r");
      try {
        const patience = createPatience(backoffMs, signal);
        let offset: number | null = null;
        for (;;) {
          signal?.throwIfAborted();
          try {
            const state: UploadState =
              offset === null ? await queryUpload(sessionUri, bytesTotal) : await sendFrom(offset);
            if (state.kind !== "incomplete") return state;
            const keptNothing = offset !== null && state.receivedBytes <= offset;
            offset = state.receivedBytes;
            patience.heard(offset);
            onProgress?.(offset);
            if (keptNothing) await patience.failed(unreachable("upload the video", "it keeps no bytes"));
          } catch (error) {
            await patience.failed(error);
            offset = null;
          }
        }
      } finally {
        await file.close();
      }

      async function sendFrom(from: number): Promise<UploadState> {
        const chunk = await readChunk(file, from, bytesTotal);
        return put(sessionUri, `bytes ${from}-${from + chunk.length - 1}/${bytesTotal}`, chunk);
      }
    },
  };
}

/** Counts what came to nothing: a platform that keeps no bytes must not hold a worker for ever. */
function createPatience(backoffMs: number, signal: AbortSignal | undefined) {
  let confirmedBytes = 0;
  let fruitlessTries = 0;
  let setbacks = 0;
  return {
    heard(receivedBytes: number): void {
      if (receivedBytes > confirmedBytes) fruitlessTries = 0;
      if (receivedBytes < confirmedBytes) setbacks += 1;
      if (setbacks > FRUITLESS_TRIES_MAX) throw unreachable("upload the video", "it loses the bytes that it confirmed");
      confirmedBytes = receivedBytes;
    },
    /** Waits before the next try; throws on what no repeat can mend. */
    async failed(error: unknown): Promise<void> {
      if (!(error instanceof AppError) || !error.retryable) throw error;
      fruitlessTries += 1;
      const waitMs = Math.max(backoffMs * 2 ** (fruitlessTries - 1), error.retryAfterMs ?? 0);
      const isHopeless = fruitlessTries > FRUITLESS_TRIES_MAX || setbacks > FRUITLESS_TRIES_MAX;
      if (isHopeless || (error.retryAfterMs ?? 0) > WAIT_MAX_MS) throw error;
      await sleep(Math.min(waitMs, WAIT_MAX_MS), undefined, signal === undefined ? {} : { signal });
    },
  };
}

async function readUploadState(response: Response): Promise<UploadState> {
  if (response.status === 308) {
    await response.body?.cancel();
    const last = /^bytes=0-(\d+)$/.exec(response.headers.get("range") ?? "")?.[1];
    return { kind: "incomplete", receivedBytes: last === undefined ? 0 : Number(last) + 1 };
  }
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return { kind: "gone" };
  }
  if (!response.ok) throw toAppError(await readRefusal(response), "upload the video", Date.now());
  // The video exists now; if its answer breaks off, asking the session again brings the same one.
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw unreachable("upload the video", cause);
  });
  const { id, status } = Video.parse(body);
  return { kind: "complete", platformVideoId: id, privacyStatus: status?.privacyStatus ?? null };
}

async function readChunk(file: Awaited<ReturnType<typeof open>>, from: number, bytesTotal: number) {
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, bytesTotal - from));
  const { bytesRead } = await file.read(chunk, 0, chunk.length, from);
  if (bytesRead !== chunk.length) {
    throw new AppError("internal", `the video file ends at byte ${from + bytesRead}, ${bytesTotal} were announced`);
  }
  return chunk;
}
