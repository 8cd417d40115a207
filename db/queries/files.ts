import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { files } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

/** A file that somebody gave us; instants are ISO strings. */
export interface StoredFile {
  readonly objectKey: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly name: string;
  readonly licence: string | null;
  readonly author: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
}

export type NewFile = Omit<StoredFile, "createdBy" | "createdAt">;

/** Notes a file whose bytes are in the store. The same bytes again are the same file, as it was first described. */
export async function recordFile(
  db: Database | Transaction,
  principal: Principal,
  file: NewFile,
): Promise<{ file: StoredFile; isNew: boolean }> {
  requireMay(principal, "write");
  return inTransaction(db, async (tx) => {
    const [inserted] = await tx
      .insert(files)
      .values({ ...file, createdBy: nameOf(principal) })
      .onConflictDoNothing()
      .returning();
    if (inserted) {
      await appendAudit(tx, principal, {
        action: "file.uploaded",
        subject: `file/${file.objectKey}`,
        details: { bytes: file.bytes, mediaType: file.mediaType, licence: file.licence },
      });
      return { file: storedFile(inserted), isNew: true };
    }
    const [present] = await tx.select().from(files).where(eq(files.objectKey, file.objectKey));
    if (!present) throw new AppError("conflict", `the file ${file.objectKey} has just been removed`);
    return { file: storedFile(present), isNew: false };
  });
}

/** Newest first. A principal that is bound to channels sees what it gave itself: files belong to no channel. */
export async function listFiles(
  db: Database | Transaction,
  principal: Principal,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ files: StoredFile[]; nextCursor: string | null }> {
  requireMay(principal, "read");
  const own = principal.channelIds === undefined ? undefined : eq(files.createdBy, nameOf(principal));
  const rows = await db
    .select({ file: files, cursorAt: sql<string>`${files.createdAt}::text` })
    .from(files)
    .where(and(own, cursor === undefined ? undefined : beforeCursor(cursor)))
    .orderBy(desc(files.createdAt), desc(files.objectKey))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last ? Buffer.from(`${last.cursorAt}|${last.file.objectKey}`).toString("base64url") : null;
  return { files: page.map(({ file }) => storedFile(file)), nextCursor };
}

function beforeCursor(cursor: string): SQL {
  const text = Buffer.from(cursor, "base64url").toString();
  const [, at, key] =
    /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+\d\d)\|(uploads\/[0-9a-f]{64}\.[a-z0-9]{1,5})$/.exec(text) ?? [];
  if (at === undefined || key === undefined || Number.isNaN(Date.parse(at.replace(" ", "T").concat(":00")))) {
    throw new AppError("invalid_input", "the cursor is not one of ours", { field: "cursor" });
  }
  return sql`(${files.createdAt}, ${files.objectKey}) < (${at}::timestamptz, ${key})`;
}

function storedFile(row: typeof files.$inferSelect): StoredFile {
  const { objectKey, sha256, bytes, mediaType, name, licence, author, createdBy, createdAt } = row;
  const described = { name, licence, author, createdBy, createdAt: createdAt.toISOString() };
  return { objectKey, sha256, bytes, mediaType, ...described };
}

function nameOf({ kind, id }: Principal): string {
  return `${kind}/${id}`;
}
