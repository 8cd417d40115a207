import { and, eq, gte, lt, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Database, Transaction } from "../client.ts";
import { idempotencyKeys } from "../schema/idempotency-keys.ts";

export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface IdempotencyClaim {
  readonly key: string;
  /** SHA-256 in hex of method, path and body. */
  readonly requestHash: string;
  readonly keptHours: number;
}

export interface ClaimedKey {
  /** The first answer; absent means: do the work (again) and store its answer. */
  readonly answer?: StoredAnswer;
  /** ISO instant of the first claim: equal for every repeat, different once the key ran out and is used anew. */
  readonly claimedAt: string;
}

/**
 * Claims a key for the caller's transaction: a concurrent duplicate waits here until that commits or rolls back.
 * Throws AppError `idempotency_mismatch` when the key was used for another request.
 */
export async function claimIdempotencyKey(
  tx: Transaction,
  principal: Principal,
  input: IdempotencyClaim,
): Promise<ClaimedKey> {
  const owner = ownerOf(principal);
  const fresh = {
    requestHash: input.requestHash,
    responseStatus: null,
    responseHeaders: null,
    responseBody: null,
    expiresAt: sql`now() + make_interval(hours => ${input.keptHours})`,
  };
  const [claimed] = await tx
    .insert(idempotencyKeys)
    .values({ principalId: owner, key: input.key, ...fresh })
    .onConflictDoUpdate({
      target: [idempotencyKeys.principalId, idempotencyKeys.key],
      set: { ...fresh, createdAt: sql`now()` },
      setWhere: lt(idempotencyKeys.expiresAt, sql`now()`),
    })
    .returning({ createdAt: idempotencyKeys.createdAt });
  if (claimed) return { claimedAt: claimed.createdAt.toISOString() };
  const [known] = await tx
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.principalId, owner), eq(idempotencyKeys.key, input.key)));
  // The sweep can delete it in between only when it had run out: the next try claims it.
  if (!known) throw new AppError("conflict", "the Idempotency-Key has just run out", { remedy: "Repeat the request." });
  const answer = answerOf(known, input);
  return { ...(answer ? { answer } : {}), claimedAt: known.createdAt.toISOString() };
}

/**
 * The answer a key has got, claiming nothing; undefined where there is none yet. Throws as `claimIdempotencyKey`.
 */
export async function findAnswer(
  db: Database,
  principal: Principal,
  { key, requestHash }: IdempotencyClaim,
): Promise<StoredAnswer | undefined> {
  const [known] = await db
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.principalId, ownerOf(principal)),
        eq(idempotencyKeys.key, key),
        gte(idempotencyKeys.expiresAt, sql`now()`),
      ),
    );
  return known && answerOf(known, { requestHash });
}

function answerOf(
  known: typeof idempotencyKeys.$inferSelect,
  { requestHash }: Pick<IdempotencyClaim, "requestHash">,
): StoredAnswer | undefined {
  if (known.requestHash !== requestHash) {
    throw new AppError("idempotency_mismatch", "this Idempotency-Key was used for a different request", {
      field: "Idempotency-Key",
      remedy: "Send a new key with a new request.",
    });
  }
  if (known.responseStatus === null) return undefined;
  return { status: known.responseStatus, headers: known.responseHeaders ?? {}, body: known.responseBody };
}

export async function storeAnswer(
  tx: Database | Transaction,
  principal: Principal,
  input: { key: string; answer: StoredAnswer },
): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({
      responseStatus: input.answer.status,
      responseHeaders: { ...input.answer.headers },
      responseBody: input.answer.body,
    })
    .where(and(eq(idempotencyKeys.principalId, ownerOf(principal)), eq(idempotencyKeys.key, input.key)));
}

/** Returns how many went. */
export async function deleteExpiredIdempotencyKeys(db: Database): Promise<number> {
  const gone = await db
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.expiresAt, sql`now()`))
    .returning({ key: idempotencyKeys.key });
  return gone.length;
}

function ownerOf(principal: Principal): string {
  return `${principal.kind}:${principal.id}`;
}
