import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname } from "node:path";

import { mp4DurationMs } from "../mp4-duration.ts";
import { CHUNK_MULTIPLE_BYTES } from "./content-range.ts";
import type { ByteRange } from "./content-range.ts";
import type { UploadSession, YoutubeStore } from "./store.ts";

interface Receiver {
  readonly incoming: IncomingMessage;
  readonly settled: Promise<void>;
}

/** The one connection that may write to each session. */
export type Receivers = Map<string, Receiver>;

/**
 * Takes the bytes of one PUT. A newer PUT on a session ends an older one, as happens when a dead caller's socket
 * lingers. Bytes that do not start where the file ends are read and dropped; the answer's Range tells the caller.
 * Returns true when they completed the file and the video was made.
 */
export async function receiveBytes(
  store: YoutubeStore,
  receivers: Receivers,
  session: UploadSession,
  range: ByteRange,
  incoming: IncomingMessage,
): Promise<boolean> {
  const older = receivers.get(session.sessionId);
  older?.incoming.destroy();
  const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
  receivers.set(session.sessionId, { incoming, settled });
  try {
    await older?.settled;
    if (session.videoId !== null || range.from !== session.receivedBytes) {
      incoming.resume();
      return false;
    }
    return await writeBytes(store, session, range, incoming);
  } finally {
    settle();
    if (receivers.get(session.sessionId)?.incoming === incoming) receivers.delete(session.sessionId);
  }
}

async function writeBytes(
  store: YoutubeStore,
  session: UploadSession,
  range: ByteRange,
  incoming: IncomingMessage,
): Promise<boolean> {
  const path = store.sessionPath(session.sessionId);
  await mkdir(dirname(path), { recursive: true });
  // Opened without truncation: what is beyond `receivedBytes` was never acknowledged and is written over.
  const file = await open(path, session.receivedBytes === 0 ? "w" : "r+");
  let position = range.from;
  let dropped: unknown = null;
  try {
    try {
      for await (const piece of incoming as AsyncIterable<Buffer>) {
        const { bytesWritten } = await file.write(piece, 0, piece.length, position);
        position += bytesWritten;
      }
    } catch (error) {
      dropped = error;
    }
    if (position < range.end) {
      dropped ??= new Error("the connection closed before the announced bytes arrived");
      position = Math.max(range.from, Math.floor(position / CHUNK_MULTIPLE_BYTES) * CHUNK_MULTIPLE_BYTES);
    }
    await file.truncate(position);
    await file.datasync();
  } finally {
    await file.close();
  }
  if (position === range.totalBytes && dropped === null) {
    await insertVideo(store, session, position);
    return true;
  }
  if (position > range.from) {
    await store.commit({ kind: "bytes_received", sessionId: session.sessionId, receivedBytes: position });
  }
  if (dropped !== null) throw new ConnectionDropped(dropped);
  return false;
}

/** One log line turns the received bytes into a video: before it the upload is incomplete, after it done for good. */
async function insertVideo(store: YoutubeStore, session: UploadSession, bytes: number): Promise<void> {
  const path = store.sessionPath(session.sessionId);
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece);
  await store.commit({
    kind: "video_inserted",
    videoId: randomBytes(8).toString("base64url"),
    sessionId: session.sessionId,
    bytes,
    sha256: hash.digest("hex"),
    durationMs: await mp4DurationMs(path),
  });
}

/** The caller went away; there is nobody to answer. */
export class ConnectionDropped extends Error {
  override readonly name = "ConnectionDropped";
  constructor(cause: unknown) {
    super("the caller closed the connection", { cause });
  }
}
