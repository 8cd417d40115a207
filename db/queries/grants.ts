import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { grants } from "../schema/grants.ts";
import { appendAudit } from "./audit.ts";

export const GUARDED_ACTS = ["approve_video", "edit_video", "reject_video", "raise_cap"] as const;
export type GuardedAct = (typeof GUARDED_ACTS)[number];

export interface NewGrant {
  readonly act: GuardedAct;
  readonly subjectId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly reason: string;
  /** A UUID chosen by the caller makes a repeated request find its first grant. */
  readonly grantId?: string;
}

/** Long enough for a worker that is being restarted, short enough that a forgotten grant dies. */
const LIFETIME_MINUTES = 60;

/** Records that someone with the authority decided one act on one subject. Returns the grant's id. */
export async function createGrant(db: Database | Transaction, principal: Principal, input: NewGrant): Promise<string> {
  return inTransaction(db, async (tx) => {
    const [grant] = await tx
      .insert(grants)
      .values({
        ...(input.grantId === undefined ? {} : { grantId: input.grantId }),
        act: input.act,
        subjectId: input.subjectId,
        payload: input.payload,
        reason: input.reason,
        principalKind: principal.kind,
        principalId: principal.id,
        expiresAt: sql`now() + make_interval(mins => ${LIFETIME_MINUTES})`,
      })
      .onConflictDoNothing()
      .returning({ grantId: grants.grantId });
    if (!grant && input.grantId !== undefined) return input.grantId;
    if (!grant) throw new AppError("internal", "the grant was not written");
    await appendAudit(tx, principal, {
      action: "grant.created",
      subject: `grant/${grant.grantId}`,
      details: { act: input.act, subjectId: input.subjectId, reason: input.reason },
    });
    return grant.grantId;
  });
}

export interface SpentGrant {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly reason: string;
  /** Who decided; the grant is the authority for the one act it names. */
  readonly grantee: Principal;
  /** False when the same consumer had spent it before: what it allowed has been done. */
  readonly first: boolean;
}

/**
 * Spends a grant in the transaction of the act it allows and returns what was granted; the same consumer may ask again.
 * Throws AppError `grant_invalid` for a grant that does not exist, is spent, has run out, or is for another act or subject.
 */
export async function consumeGrant(
  tx: Transaction,
  input: { grantId: string; act: GuardedAct; subjectId: string; consumer: string },
): Promise<SpentGrant> {
  // Ids reach us from workflow messages that anyone with the Web UI can send.
  const grant = UUID.test(input.grantId) ? ((await spend(tx, input)) ?? (await findSpent(tx, input))) : undefined;
  if (!grant) {
    throw new AppError("grant_invalid", `no open grant allows ${input.act} on ${input.subjectId}`, {
      field: "grantId",
      remedy: "Decide again through the API, the pages or the CLI.",
    });
  }
  const { payload, reason, first, principalKind, principalId } = grant;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only createGrant writes the column
  const kind = principalKind as Principal["kind"];
  const grantee: Principal = { kind, id: principalId, role: "admin" };
  if (first) {
    await appendAudit(tx, grantee, {
      action: "grant.consumed",
      subject: `grant/${input.grantId}`,
      details: { act: input.act, subjectId: input.subjectId },
    });
  }
  return { payload: Object.fromEntries(Object.entries(payload ?? {})), reason, grantee, first };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Consumption {
  readonly grantId: string;
  readonly act: GuardedAct;
  readonly subjectId: string;
  readonly consumer: string;
}

const isFor = ({ grantId, act, subjectId }: Consumption) =>
  and(eq(grants.grantId, grantId), eq(grants.act, act), eq(grants.subjectId, subjectId));

async function spend(tx: Transaction, input: Consumption) {
  const [grant] = await tx
    .update(grants)
    .set({ consumedAt: sql`clock_timestamp()`, consumedBy: input.consumer })
    .where(and(isFor(input), isNull(grants.consumedAt), gt(grants.expiresAt, sql`now()`)))
    .returning();
  return grant && { ...grant, first: true };
}

async function findSpent(tx: Transaction, input: Consumption) {
  const [grant] = await tx
    .select()
    .from(grants)
    .where(and(isFor(input), eq(grants.consumedBy, input.consumer)));
  return grant && { ...grant, first: false };
}
