import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal, Role } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { users } from "../schema/users.ts";
import { appendAudit } from "./audit.ts";

export type User = typeof users.$inferSelect;

export interface NewUser {
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
  readonly role: Role;
  /** Null: OIDC alone signs this person in. */
  readonly passwordHash: string | null;
  /** Null: all channels. */
  readonly channelIds: readonly string[] | null;
}

/** E-mail addresses are compared without regard to case. */
export async function findUserByEmail(db: Database | Transaction, input: { email: string }): Promise<User | undefined> {
  const [user] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, input.email.toLowerCase()));
  return user;
}

export async function findUser(db: Database | Transaction, input: { userId: string }): Promise<User | undefined> {
  const [user] = await db.select().from(users).where(eq(users.userId, input.userId));
  return user;
}

export async function listUsers(db: Database | Transaction): Promise<User[]> {
  return db.select().from(users).orderBy(asc(users.createdAt), asc(users.userId));
}

/** Throws AppError `conflict` when the e-mail address is taken. */
export async function createUser(db: Database | Transaction, principal: Principal, input: NewUser): Promise<User> {
  return inTransaction(db, async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ ...input, channelIds: input.channelIds ? [...input.channelIds] : null })
      .onConflictDoNothing()
      .returning();
    if (!user) {
      throw new AppError("conflict", "a user with this e-mail address exists already", {
        field: "email",
        remedy: "Use another address.",
      });
    }
    // No e-mail address: audit rows hold no personal data in clear.
    await appendAudit(tx, principal, {
      action: "user.created",
      subject: `user/${user.userId}`,
      details: { role: user.role, channelIds: user.channelIds },
    });
    return user;
  });
}

/** Makes the user unless the address is known; what a person changed since is kept. */
export async function ensureUser(
  db: Database,
  principal: Principal,
  input: { email: string },
  make: () => Promise<NewUser>,
): Promise<void> {
  if (await findUserByEmail(db, input)) return;
  const user = await make();
  await inTransaction(db, async (tx) => {
    // Another process that starts at the same moment may have been faster.
    if (!(await findUserByEmail(tx, input))) await createUser(tx, principal, user);
  });
}

/** Remembers the OIDC identity at the first sign-in; a later one must be the same. */
export async function linkOidcIdentity(
  db: Database | Transaction,
  principal: Principal,
  input: { userId: string; issuer: string; subject: string },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const linked = await tx
      .update(users)
      .set({ oidcIssuer: input.issuer, oidcSubject: input.subject })
      .where(and(eq(users.userId, input.userId), isNull(users.oidcSubject)))
      .returning({ userId: users.userId });
    if (linked.length > 0) {
      await appendAudit(tx, principal, {
        action: "user.identity_linked",
        subject: `user/${input.userId}`,
        details: { issuer: input.issuer },
      });
    }
  });
}
