import { and, asc, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal, Role } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { apiKeys } from "../schema/api-keys.ts";
import { appendAudit } from "./audit.ts";

export type ApiKey = Omit<typeof apiKeys.$inferSelect, "keyHash">;

export interface NewApiKey {
  readonly keyId: string;
  /** SHA-256 of the whole key, in hex. */
  readonly keyHash: string;
  readonly name: string;
  readonly role: Role;
  readonly channelIds: readonly string[] | null;
  /** Absent or null: as many as the setting gives every caller. */
  readonly requestsPerMinute?: number | null;
  /** ISO instant; null never expires. */
  readonly expiresAt: string | null;
}

const usable = () => and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)));

/** The key with this hash, unless it is revoked or has run out. */
export async function findUsableApiKey(
  db: Database | Transaction,
  input: { keyHash: string },
): Promise<ApiKey | undefined> {
  const [key] = await db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, input.keyHash), usable()));
  return key && withoutHash(key);
}

export async function listApiKeys(db: Database | Transaction): Promise<ApiKey[]> {
  const keys = await db.select().from(apiKeys).orderBy(asc(apiKeys.createdAt), asc(apiKeys.keyId));
  return keys.map(withoutHash);
}

export async function createApiKey(
  db: Database | Transaction,
  principal: Principal,
  input: NewApiKey & { rotatedFrom?: string },
): Promise<ApiKey> {
  return inTransaction(db, async (tx) => {
    const [key] = await tx
      .insert(apiKeys)
      .values({
        ...input,
        channelIds: input.channelIds ? [...input.channelIds] : null,
        expiresAt: input.expiresAt === null ? null : new Date(input.expiresAt),
        createdBy: principal.id,
      })
      .returning();
    if (!key) throw new AppError("internal", "the API key was not written");
    await appendAudit(tx, principal, {
      action: "api_key.created",
      subject: `api_key/${key.keyId}`,
      details: {
        role: key.role,
        channelIds: key.channelIds,
        requestsPerMinute: key.requestsPerMinute,
        rotatedFrom: key.rotatedFrom,
      },
    });
    return withoutHash(key);
  });
}

/**
 * Makes a successor with the same rights; the old key works for `overlapSeconds` more, so that programs can change over.
 * Throws AppError `not_found` for a key that is revoked or has run out.
 */
export async function rotateApiKey(
  db: Database | Transaction,
  principal: Principal,
  input: { keyId: string; successorId: string; successorHash: string; overlapSeconds: number },
): Promise<{ key: ApiKey; previousExpiresAt: string }> {
  return inTransaction(db, async (tx) => {
    const [old] = await tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.keyId, input.keyId), usable()))
      .for("update");
    if (!old) throw unknownKey(input.keyId);
    const end = sql<Date>`least(coalesce(${apiKeys.expiresAt}, 'infinity'::timestamptz), now() + make_interval(secs => ${input.overlapSeconds}))`;
    const [ending] = await tx
      .update(apiKeys)
      .set({ expiresAt: end })
      .where(eq(apiKeys.keyId, old.keyId))
      .returning({ expiresAt: apiKeys.expiresAt });
    const key = await createApiKey(tx, principal, {
      keyId: input.successorId,
      keyHash: input.successorHash,
      name: old.name,
      role: old.role,
      channelIds: old.channelIds,
      requestsPerMinute: old.requestsPerMinute,
      expiresAt: old.expiresAt?.toISOString() ?? null,
      rotatedFrom: old.keyId,
    });
    const previousExpiresAt = ending?.expiresAt?.toISOString() ?? "";
    await appendAudit(tx, principal, {
      action: "api_key.rotated",
      subject: `api_key/${old.keyId}`,
      details: { successor: key.keyId, previousExpiresAt },
    });
    return { key, previousExpiresAt };
  });
}

/** Throws AppError `not_found` for a key that does not exist or is revoked already. */
export async function revokeApiKey(
  db: Database | Transaction,
  principal: Principal,
  input: { keyId: string },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiKeys.keyId, input.keyId), isNull(apiKeys.revokedAt)))
      .returning({ keyId: apiKeys.keyId });
    if (revoked.length === 0) throw unknownKey(input.keyId);
    await appendAudit(tx, principal, { action: "api_key.revoked", subject: `api_key/${input.keyId}`, details: {} });
  });
}

/** Makes the first admin's key unless it is there; a key revoked on purpose stays revoked, another secret replaces it. */
export async function ensureApiKey(db: Database, principal: Principal, input: NewApiKey): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [known] = await tx
      .select({ keyHash: apiKeys.keyHash })
      .from(apiKeys)
      .where(or(eq(apiKeys.keyId, input.keyId), eq(apiKeys.keyHash, input.keyHash)));
    if (known?.keyHash === input.keyHash) return;
    if (!known) {
      await createApiKey(tx, principal, input);
      return;
    }
    await tx
      .update(apiKeys)
      .set({ keyHash: input.keyHash, revokedAt: null, expiresAt: null })
      .where(eq(apiKeys.keyId, input.keyId));
    await appendAudit(tx, principal, { action: "api_key.replaced", subject: `api_key/${input.keyId}`, details: {} });
  });
}

/** At most one write a minute and key; not a state change, so not audited. */
export async function noteApiKeyUse(db: Database, input: { keyId: string }): Promise<void> {
  const aMinuteAgo = sql`now() - interval '1 minute'`;
  await db
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiKeys.keyId, input.keyId), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, aMinuteAgo))));
}

function withoutHash(row: typeof apiKeys.$inferSelect): ApiKey {
  const { keyHash: _, ...key } = row;
  return key;
}

function unknownKey(keyId: string): AppError {
  return new AppError("not_found", `there is no usable API key ${keyId}`, { field: "key_id" });
}
