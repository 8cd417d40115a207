import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { files, mediaUses } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export interface MediaUse {
  readonly scene: number;
  readonly source: string;
  readonly assetId: string;
}

/** Pictures and clips of a channel's latest videos, without the one that is being made. */
export async function recentMediaUses(
  db: Database | Transaction,
  principal: Principal,
  input: { readonly channelId: string; readonly exceptVideoId: string; readonly videos: number },
): Promise<Pick<MediaUse, "source" | "assetId">[]> {
  const { channelId, exceptVideoId, videos } = input;
  requireMay(principal, "read", channelId);
  const latest = db
    .select({ videoId: mediaUses.videoId })
    .from(mediaUses)
    .where(and(eq(mediaUses.channelId, channelId), ne(mediaUses.videoId, exceptVideoId)))
    .groupBy(mediaUses.videoId)
    .orderBy(desc(sql`max(${mediaUses.usedAt})`), mediaUses.videoId)
    .limit(videos);
  return db
    .selectDistinct({ source: mediaUses.source, assetId: mediaUses.assetId })
    .from(mediaUses)
    .where(inArray(mediaUses.videoId, latest));
}

/**
 * Notes what a video shows, in place of what an earlier attempt noted; the same again changes nothing. With `keep`,
 * scene n still shows what scene `keep[n]` showed.
 */
export async function recordMediaUses(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly videoId: string;
    readonly channelId: string;
    readonly uses: readonly MediaUse[];
    readonly keep?: readonly (number | null)[];
  },
): Promise<void> {
  const { videoId, channelId, uses, keep = [] } = input;
  requireMay(principal, "write", channelId);
  await inTransaction(db, async (tx) => {
    const before = await tx
      .select({ scene: mediaUses.scene, source: mediaUses.source, assetId: mediaUses.assetId })
      .from(mediaUses)
      .where(eq(mediaUses.videoId, videoId))
      .orderBy(mediaUses.scene);
    const kept = keep.flatMap((from, scene) =>
      before.filter((use) => use.scene === from).map((use) => ({ ...use, scene })),
    );
    const now = [...kept, ...uses]
      .map(({ scene, source, assetId }) => ({ scene, source, assetId }))
      .toSorted((left, right) => left.scene - right.scene);
    if (JSON.stringify(before) === JSON.stringify(now)) return;
    await tx.delete(mediaUses).where(eq(mediaUses.videoId, videoId));
    if (now.length > 0) await tx.insert(mediaUses).values(now.map((use) => ({ ...use, videoId, channelId })));
    await appendAudit(tx, principal, {
      action: "video.media_chosen",
      subject: `video/${videoId}`,
      details: { uses: now },
    });
  });
}

export interface GivenFile {
  readonly objectKey: string;
  readonly name: string;
  readonly licence: string | null;
  readonly author: string | null;
}

/** What people said about files that they uploaded; a key without a row is not among them. */
export async function givenFiles(
  db: Database | Transaction,
  principal: Principal,
  objectKeys: readonly string[],
): Promise<GivenFile[]> {
  requireMay(principal, "read");
  if (objectKeys.length === 0) return [];
  return db
    .select({ objectKey: files.objectKey, name: files.name, licence: files.licence, author: files.author })
    .from(files)
    .where(inArray(files.objectKey, [...objectKeys]));
}
