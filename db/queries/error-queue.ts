import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { type ERROR_STATES, errorQueue, type QueuedError } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export interface ErrorRecord {
  readonly errorId: string;
  readonly source: string;
  readonly eventId: string;
  readonly payload: unknown;
  readonly error: QueuedError;
  readonly state: (typeof ERROR_STATES)[number];
  readonly failures: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ErrorFilter {
  readonly source?: string;
  readonly errorIds?: readonly string[];
  readonly limit?: number;
}

/** Keeps a failed event whole. The same event again counts another failure and waits again. */
export function enqueueError(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly source: string;
    readonly eventId: string;
    readonly payload: unknown;
    readonly error: string | QueuedError;
  },
): Promise<{ errorId: string; failures: number }> {
  requireMay(principal, "write");
  const { source, eventId, payload } = input;
  const error = typeof input.error === "string" ? { code: "internal", message: input.error } : input.error;
  return inTransaction(db, async (tx) => {
    const [row] = await tx
      .insert(errorQueue)
      .values({ source, eventId, payload, error })
      .onConflictDoUpdate({
        target: [errorQueue.source, errorQueue.eventId],
        set: {
          payload,
          error,
          state: "waiting" as const,
          alertedAt: null,
          failures: sql`${errorQueue.failures} + 1`,
          updatedAt: sql`clock_timestamp()`,
        },
      })
      .returning();
    if (!row) throw new Error("an upsert returned no row");
    const details = { source, eventId, code: error.code, failures: row.failures };
    await appendAudit(tx, principal, { action: "event.failed", subject: `error/${row.errorId}`, details });
    return { errorId: row.errorId, failures: row.failures };
  });
}

/** Oldest first. */
export async function listErrors(
  db: Database | Transaction,
  principal: Principal,
  filter: ErrorFilter & { readonly state?: (typeof ERROR_STATES)[number] } = {},
): Promise<ErrorRecord[]> {
  requireMay(principal, "read");
  const rows = await db
    .select()
    .from(errorQueue)
    .where(and(matching(filter), filter.state === undefined ? undefined : eq(errorQueue.state, filter.state)))
    .orderBy(asc(errorQueue.createdAt), asc(errorQueue.errorId))
    .limit(filter.limit ?? 100);
  return rows.map((row) => recordOf(row));
}

/**
 * Takes waiting events out for another try and returns them: the caller drives them. One that fails again comes back
 * through `enqueueError`; one that succeeds is told to `resolveError`.
 */
export function redriveErrors(
  db: Database | Transaction,
  principal: Principal,
  filter: ErrorFilter = {},
): Promise<ErrorRecord[]> {
  requireMay(principal, "execute");
  return inTransaction(db, async (tx) => {
    const waiting = await tx
      .select({ errorId: errorQueue.errorId })
      .from(errorQueue)
      .where(and(matching(filter), eq(errorQueue.state, "waiting")))
      .orderBy(asc(errorQueue.createdAt))
      .limit(filter.limit ?? 100)
      .for("update", { skipLocked: true });
    if (waiting.length === 0) return [];
    const errorIds = waiting.map(({ errorId }) => errorId);
    const rows = await tx
      .update(errorQueue)
      .set({ state: "redriven", redrivenAt: sql`clock_timestamp()` })
      .where(inArray(errorQueue.errorId, errorIds))
      .returning();
    await appendAudit(tx, principal, { action: "errors.redriven", subject: "error-queue", details: { errorIds } });
    return rows.map((row) => recordOf(row));
  });
}

/** The event has been handled after all. */
export async function resolveError(
  db: Database | Transaction,
  principal: Principal,
  key: { readonly source: string; readonly eventId: string },
): Promise<{ resolved: boolean }> {
  requireMay(principal, "write");
  return inTransaction(db, async (tx) => {
    const [row] = await tx
      .update(errorQueue)
      .set({ state: "resolved" })
      .where(
        and(
          eq(errorQueue.source, key.source),
          eq(errorQueue.eventId, key.eventId),
          inArray(errorQueue.state, ["waiting", "redriven"]),
        ),
      )
      .returning();
    if (!row) return { resolved: false };
    await appendAudit(tx, principal, {
      action: "event.resolved",
      subject: `error/${row.errorId}`,
      details: { ...key },
    });
    return { resolved: true };
  });
}

/** Waiting events whose alert has not left yet. */
export async function errorsToAlert(db: Database | Transaction): Promise<ErrorRecord[]> {
  const rows = await db
    .select()
    .from(errorQueue)
    .where(and(eq(errorQueue.state, "waiting"), isNull(errorQueue.alertedAt)))
    .orderBy(asc(errorQueue.createdAt))
    .limit(100);
  return rows.map((row) => recordOf(row));
}

export async function markAlerted(
  db: Database | Transaction,
  { errorId }: { readonly errorId: string },
): Promise<void> {
  await db
    .update(errorQueue)
    .set({ alertedAt: sql`clock_timestamp()` })
    .where(eq(errorQueue.errorId, errorId));
}

function matching({ source, errorIds }: ErrorFilter) {
  return and(
    source === undefined ? undefined : eq(errorQueue.source, source),
    errorIds === undefined ? undefined : inArray(errorQueue.errorId, [...errorIds]),
  );
}

function recordOf(row: typeof errorQueue.$inferSelect): ErrorRecord {
  const { errorId, source, eventId, payload, error, state, failures, createdAt, updatedAt } = row;
  return {
    errorId,
    source,
    eventId,
    payload,
    error,
    state,
    failures,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
