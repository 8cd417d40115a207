import { stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { inTransaction } from "../../db/client.ts";
import { getChannel } from "../../db/queries/channels.ts";
import {
  closeUploadSession,
  findPublication,
  findUploadSession,
  openUploadSession,
  saveUploadSession,
} from "../../db/queries/publications.ts";
import { lockUpload } from "../../db/queries/upload-lock.ts";
import { recordPublication } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { creditLines } from "../../domain/media/credits.ts";
import type { MediaManifest } from "../../domain/media/media.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import type { Script } from "../../domain/script/script.ts";
import { PLATFORM } from "./context.ts";
import type { Publishing } from "./context.ts";
import { requireHourToCome } from "./faults.ts";
import { markerTag, videoMetadata } from "../../domain/video/publication-metadata.ts";

/** Share of the stage's progress that the bytes make up. */
const UPLOAD_SHARE = 0.9;
/** Sessions that may be lost in one attempt before the workflow decides. */
const LOST_SESSIONS_MAX = 3;
const MEGABYTE = 1_000_000;

export interface Inserted {
  readonly platformVideoId: string;
  readonly url: string;
}

type OpenAnswer = { readonly sessionUri: string } | { readonly platformVideoId: string };

/** Makes the platform hold the video exactly once, and records it. */
export async function insertVideoOnce(publishing: Publishing): Promise<Inserted> {
  const path = await publishing.storage.getFile(publishing.input.videoKey);
  const { size: bytesTotal } = await stat(path);
  let lostUri: string | null = null;
  for (let lost = 0; lost < LOST_SESSIONS_MAX; lost += 1) {
    const opened = await openOrFind(publishing, bytesTotal, lostUri);
    if ("platformVideoId" in opened) return record(publishing, opened.platformVideoId);
    const state = await sendBytes(publishing, { sessionUri: opened.sessionUri, path, bytesTotal });
    if (state.kind === "complete") return record(publishing, state.platformVideoId);
    lostUri = opened.sessionUri;
    // The session may have died of old age after it became a video whose answer nobody heard.
    const platformVideoId = await searchForCommitted(publishing);
    if (platformVideoId !== null) return record(publishing, platformVideoId);
  }
  throw new AppError("platform_unavailable", "YouTube keeps losing the upload session", { retryable: true });
}

/**
 * The open session of this video, or a new one that is saved before any byte is sent. Taken under a lock, so that an
 * uploader given up for dead and its successor share one session. `lostUri` is the session to replace.
 */
async function openOrFind(publishing: Publishing, bytesTotal: number, lostUri: string | null): Promise<OpenAnswer> {
  const { db, principal, channel, input } = publishing;
  const key = { videoId: input.videoId, platform: PLATFORM };
  const present = await findUploadSession(db, principal, key);
  if (isUsable(present, bytesTotal, lostUri)) return { sessionUri: present.sessionUri };

  // Outside the lock: these read other systems and the object store, and a lock should be short.
  // A database restored from a backup has forgotten uploads that the platform still has.
  const forgotten = lostUri === null ? await channel.findOwnUploadByTag(markerTag(input.videoId)) : null;
  if (forgotten !== null) return { platformVideoId: forgotten };
  const video = await readMetadata(publishing);
  requireHourToCome(video.status.publishAt ?? null, Date.now());

  return inTransaction(db, async (tx) => {
    await lockUpload(tx, key);
    // The other one may have ended meanwhile, before the platform lists what it made.
    const published = await findPublication(tx, principal, key);
    if (published !== null) return { platformVideoId: published.platformVideoId };
    const meanwhile = await findUploadSession(tx, principal, key);
    if (isUsable(meanwhile, bytesTotal, lostUri)) return { sessionUri: meanwhile.sessionUri };
    await closeUploadSession(tx, principal, key);
    await openUploadSession(tx, principal, { ...key, bytesTotal });
    const sessionUri = await channel.openUpload({ video, bytesTotal, contentType: contentTypeOf(input.videoKey) });
    await saveUploadSession(tx, principal, { ...key, sessionUri, bytesTotal });
    return { sessionUri };
  });
}

type SessionRow = Awaited<ReturnType<typeof findUploadSession>>;

function isUsable(
  session: SessionRow,
  bytesTotal: number,
  lostUri: string | null,
): session is NonNullable<SessionRow> & { readonly sessionUri: string } {
  if (session?.state !== "open" || session.sessionUri === null) return false;
  return session.bytesTotal === bytesTotal && session.sessionUri !== lostUri;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mov: "video/quicktime",
  webm: "video/webm",
  mkv: "video/x-matroska",
};

function contentTypeOf(videoKey: string): string {
  return CONTENT_TYPES[videoKey.split(".").at(-1) ?? ""] ?? "video/mp4";
}

/** Of a file of one's own nobody wrote a script or a plan. */
const NO_PLAN = { title: "", durationMs: 0, chapters: [], audio: { music: undefined } };

/** What would be sent as the video's metadata. */
export async function readMetadata({
  storage,
  db,
  principal,
  input,
}: Pick<Publishing, "storage" | "db" | "principal" | "input">) {
  const { videoId, channelId, spec, scriptKey, planKey, mediaKey, title } = input;
  const [script, plan, media, { niche }] = await Promise.all([
    scriptKey === undefined
      ? { title: spec.topic, hook: "", description: "", tags: [] }
      : storage.getJson<Script>(scriptKey),
    planKey === undefined ? NO_PLAN : storage.getJson<RenderPlan>(planKey),
    mediaKey === undefined ? null : storage.getJson<MediaManifest>(mediaKey),
    getChannel(db, principal, { channelId }),
  ]);
  const credits = creditLines(media, plan.audio.music);
  return videoMetadata({ videoId, spec, script, plan, niche, credits, ...(title === undefined ? {} : { title }) });
}

function sendBytes(
  { channel, settings, signal, report }: Publishing,
  session: { sessionUri: string; path: string; bytesTotal: number },
) {
  const totalMegabytes = (session.bytesTotal / MEGABYTE).toFixed(1);
  return channel.resumeUpload(session, {
    backoffMs: settings.backoffMs,
    signal,
    onProgress: (receivedBytes) => {
      const fraction = (receivedBytes / session.bytesTotal) * UPLOAD_SHARE;
      report(fraction, `uploaded ${(receivedBytes / MEGABYTE).toFixed(1)} of ${totalMegabytes} MB`);
    },
  });
}

/** New videos reach the uploads list with a delay, so one look is not enough. */
async function searchForCommitted({ channel, settings, signal, report, input }: Publishing): Promise<string | null> {
  report(UPLOAD_SHARE, "the upload session is gone; looking for the video on the channel");
  const untilMs = Date.now() + settings.lostSessionWaitMs;
  for (;;) {
    const platformVideoId = await channel.findOwnUploadByTag(markerTag(input.videoId));
    if (platformVideoId !== null || Date.now() >= untilMs) return platformVideoId;
    await sleep(settings.lostSessionPollMs, undefined, { signal });
  }
}

/**
 * Records the video of an upload that was cancelled between its last byte and the answer: the platform has it by then.
 * Null where the session is still short of bytes, or gone.
 */
export async function recordCommitted(publishing: Omit<Publishing, "settings">): Promise<Inserted | null> {
  const { db, principal, channel, input } = publishing;
  const session = await findUploadSession(db, principal, { videoId: input.videoId, platform: PLATFORM });
  if (session?.state !== "open" || session.sessionUri === null) return null;
  const state = await channel.queryUpload(session.sessionUri, session.bytesTotal);
  return state.kind === "complete" ? record(publishing, state.platformVideoId) : null;
}

async function record(
  { db, principal, youtube, input, report }: Omit<Publishing, "settings">,
  platformVideoId: string,
) {
  const url = youtube.watchUrl(platformVideoId);
  const { videoId, spec } = input;
  const { publishAt } = spec.publish;
  await recordPublication(db, principal, { videoId, platform: PLATFORM, platformVideoId, url, publishAt });
  report(UPLOAD_SHARE, `uploaded as ${platformVideoId}`);
  return { platformVideoId, url };
}
