import { createHash } from "node:crypto";
import { join } from "node:path";

import { openDurableLog } from "../durable-log.ts";
import type { DurableLog } from "../durable-log.ts";
import { isYoutubeEvent } from "./events.ts";
import type { NewYoutubeEvent, VideoMetadata, YoutubeEvent } from "./events.ts";

type EventOf<Kind extends YoutubeEvent["kind"]> = Extract<YoutubeEvent, { kind: Kind }>;

export interface UploadSession extends EventOf<"session_opened"> {
  receivedBytes: number;
  lost: boolean;
  videoId: string | null;
}

export interface StoredVideo {
  readonly videoId: string;
  readonly account: string;
  readonly sessionId: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly durationMs: number | null;
  readonly insertedAt: string;
  metadata: VideoMetadata;
  deleted: boolean;
  thumbnail: EventOf<"thumbnail_set"> | null;
  /** What it has looked like since when, the first look first. */
  looks: Look[];
}

export interface Look {
  readonly fromMs: number;
  readonly title: string;
  readonly thumbnailSha256: string | null;
  readonly privacyStatus: string;
  readonly publishAt: string | undefined;
}

export interface Grant extends EventOf<"grant_made"> {
  revoked: boolean;
}

/** A project's buckets of a day: 10,000 units and 100 uploads, unless Google granted an extension. */
export interface DayLimits {
  readonly queryUnits: number;
  readonly uploads: number;
}

export interface StoredAccessToken {
  readonly grantId: string;
  expiresAtMs: number;
}

/** What the stand-in knows: maps rebuilt from its log on start. Changes go through `commit` and nowhere else. */
export class YoutubeStore {
  readonly folder: string;
  readonly limits: DayLimits;
  readonly clients = new Map<string, string>();
  readonly codes = new Map<string, EventOf<"code_issued">>();
  readonly usedCodes = new Map<string, string>();
  readonly grants = new Map<string, Grant>();
  readonly refreshTokens = new Map<string, string>();
  readonly accessTokens = new Map<string, StoredAccessToken>();
  readonly spentUnits = new Map<string, number>();
  readonly sessions = new Map<string, UploadSession>();
  readonly videos = new Map<string, StoredVideo>();
  readonly captions: EventOf<"caption_inserted">[] = [];
  readonly #log: DurableLog<YoutubeEvent>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, limits: DayLimits, log: DurableLog<YoutubeEvent>) {
    this.folder = folder;
    this.limits = limits;
    this.#log = log;
  }

  get logPath(): string {
    return join(this.folder, "log.jsonl");
  }

  /** Bytes of an upload stay where they arrived; a video points back at its session. */
  sessionPath(sessionId: string): string {
    return join(this.folder, "uploads", sessionId);
  }

  thumbnailPath(sha256: string): string {
    return join(this.folder, "thumbnails", sha256);
  }

  captionPath(captionId: string): string {
    return join(this.folder, "captions", captionId);
  }

  /** Makes events durable, then true. An answer that follows is never taken back by a crash. */
  async commit(...events: NewYoutubeEvent[]): Promise<void> {
    const at = new Date().toISOString();
    const dated = events.map((event) => ({ at, ...event }));
    await this.#log.append(...dated);
    for (const event of dated) this.apply(event);
  }

  /** Runs checks and the commits that rest on them one after the other, so that two requests cannot both be first. */
  async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#turn;
    const done = Promise.withResolvers<void>();
    this.#turn = done.promise;
    await before;
    try {
      return await work();
    } finally {
      done.resolve();
    }
  }

  apply(event: YoutubeEvent): void {
    switch (event.kind) {
      case "request":
        return;
      case "client_registered":
        this.clients.set(event.clientId, event.secretHash);
        return;
      case "code_issued":
        this.codes.set(event.codeHash, event);
        return;
      case "grant_made":
        this.grants.set(event.grantId, { ...event, revoked: false });
        this.usedCodes.set(event.codeHash, event.grantId);
        if (event.refreshTokenHash !== null) this.refreshTokens.set(event.refreshTokenHash, event.grantId);
        return;
      case "access_token_issued":
        this.accessTokens.set(event.tokenHash, { grantId: event.grantId, expiresAtMs: event.expiresAtMs });
        return;
      case "access_token_expired":
        found(this.accessTokens, event.tokenHash).expiresAtMs = 0;
        return;
      case "grant_revoked":
        found(this.grants, event.grantId).revoked = true;
        return;
      case "quota_spent": {
        const key = spentKey(event.clientId, event.day, event.bucket);
        this.spentUnits.set(key, (this.spentUnits.get(key) ?? 0) + event.units);
        return;
      }
      case "session_opened":
        this.sessions.set(event.sessionId, { ...event, receivedBytes: 0, lost: false, videoId: null });
        return;
      case "bytes_received":
        found(this.sessions, event.sessionId).receivedBytes = event.receivedBytes;
        return;
      case "session_lost":
        found(this.sessions, event.sessionId).lost = true;
        return;
      case "video_inserted": {
        const session = found(this.sessions, event.sessionId);
        session.receivedBytes = event.bytes;
        session.videoId = event.videoId;
        const { account, contentType, metadata } = session;
        const { at: insertedAt, kind: _, ...file } = event;
        this.videos.set(event.videoId, {
          ...file,
          account,
          contentType,
          metadata,
          insertedAt,
          deleted: false,
          thumbnail: null,
          looks: [],
        });
        noteLook(found(this.videos, event.videoId), insertedAt);
        return;
      }
      case "video_updated": {
        const video = found(this.videos, event.videoId);
        video.metadata = event.metadata;
        noteLook(video, event.at);
        return;
      }
      case "video_deleted":
        found(this.videos, event.videoId).deleted = true;
        return;
      case "thumbnail_set": {
        const video = found(this.videos, event.videoId);
        video.thumbnail = event;
        noteLook(video, event.at);
        return;
      }
      case "caption_inserted":
        this.captions.push(event);
        return;
      case "caption_updated": {
        const at = this.captions.findIndex((caption) => caption.captionId === event.captionId);
        const present = this.captions[at];
        if (present) this.captions[at] = { ...present, bytes: event.bytes, sha256: event.sha256, at: event.at };
        return;
      }
      default:
        event satisfies never;
    }
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}

export async function openYoutubeStore(folder: string, limits: DayLimits): Promise<YoutubeStore> {
  const { log, entries } = await openDurableLog(join(folder, "log.jsonl"), isYoutubeEvent);
  const store = new YoutubeStore(folder, limits, log);
  for (const event of entries) store.apply(event);
  return store;
}

function noteLook(video: StoredVideo, at: string): void {
  const { snippet, status } = video.metadata;
  const { privacyStatus, publishAt } = status;
  const thumbnailSha256 = video.thumbnail?.sha256 ?? null;
  video.looks.push({ fromMs: Date.parse(at), title: snippet.title, thumbnailSha256, privacyStatus, publishAt });
}

export function spentKey(clientId: string, day: string, bucket: string): string {
  return `${day} ${bucket} ${clientId}`;
}

/** Tokens and codes are kept as hashes only, as a real authorization server does. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function found<Value>(map: Map<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the log names ${key} before it was made`);
  return value;
}
