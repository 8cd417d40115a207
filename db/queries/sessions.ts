import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Principal, Role } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { sessions } from "../schema/sessions.ts";
import { users } from "../schema/users.ts";
import { appendAudit } from "./audit.ts";

export interface SignedInUser {
  readonly userId: string;
  readonly role: Role;
  readonly channelIds: readonly string[] | null;
  /** ISO instant of the last password or OIDC check. */
  readonly authenticatedAt: string;
  readonly csrfHash: string;
}

export interface NewSession {
  /** SHA-256 of the cookie's value and of the CSRF token, in hex. */
  readonly sessionHash: string;
  readonly csrfHash: string;
  readonly userId: string;
  /** ISO instant of the proof of identity. */
  readonly authenticatedAt: string;
  readonly lifetimeSeconds: number;
}

export async function createSession(
  db: Database | Transaction,
  principal: Principal,
  input: NewSession,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.insert(sessions).values({
      sessionHash: input.sessionHash,
      csrfHash: input.csrfHash,
      userId: input.userId,
      authenticatedAt: new Date(input.authenticatedAt),
      expiresAt: sql`now() + make_interval(secs => ${input.lifetimeSeconds})`,
    });
    await tx
      .update(users)
      .set({ lastSignedInAt: sql`now()` })
      .where(eq(users.userId, input.userId));
    await appendAudit(tx, principal, { action: "session.opened", subject: `user/${input.userId}`, details: {} });
  });
}

/** The person behind an open session; undefined when it ran out, was revoked, or the user is disabled. */
export async function findSession(
  db: Database | Transaction,
  input: { sessionHash: string },
): Promise<SignedInUser | undefined> {
  const [row] = await db
    .select({
      userId: users.userId,
      role: users.role,
      channelIds: users.channelIds,
      authenticatedAt: sessions.authenticatedAt,
      csrfHash: sessions.csrfHash,
    })
    .from(sessions)
    .innerJoin(users, eq(users.userId, sessions.userId))
    .where(and(openSession(input.sessionHash), eq(users.status, "active")));
  return row && { ...row, authenticatedAt: row.authenticatedAt.toISOString() };
}

/** The person has proved again who they are; guarded acts ask for that. */
export async function confirmSession(
  db: Database | Transaction,
  principal: Principal,
  input: { sessionHash: string },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx
      .update(sessions)
      .set({ authenticatedAt: sql`now()`, lastSeenAt: sql`now()` })
      .where(openSession(input.sessionHash));
    await appendAudit(tx, principal, { action: "session.confirmed", subject: `user/${principal.id}`, details: {} });
  });
}

export async function revokeSession(
  db: Database | Transaction,
  principal: Principal,
  input: { sessionHash: string },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(openSession(input.sessionHash));
    await appendAudit(tx, principal, { action: "session.closed", subject: `user/${principal.id}`, details: {} });
  });
}

/** Sessions that ran out or were closed hold nothing anyone needs; kept a day for questions. Returns how many went. */
export async function deleteEndedSessions(db: Database): Promise<number> {
  const aDayAgo = sql`now() - interval '1 day'`;
  const gone = await db
    .delete(sessions)
    .where(or(lt(sessions.expiresAt, aDayAgo), lt(sessions.revokedAt, aDayAgo)))
    .returning({ userId: sessions.userId });
  return gone.length;
}

function openSession(sessionHash: string) {
  return and(eq(sessions.sessionHash, sessionHash), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`));
}
