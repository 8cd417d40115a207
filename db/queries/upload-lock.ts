import { sql } from "drizzle-orm";
import type { Transaction } from "../client.ts";
import type { UploadKey } from "./publications.ts";

/** Space of the two-part advisory locks below; the single numbers of other locks live apart from these. */
const UPLOAD_LOCK = 7233;

/**
 * Makes whoever wants to open a session for this video wait until the transaction ends: an uploader that was given up
 * for dead may still be running beside its successor, and two sessions could become two videos.
 */
export async function lockUpload(tx: Transaction, { videoId, platform }: UploadKey): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${UPLOAD_LOCK}, hashtext(${`${platform}/${videoId}`}))`);
}
