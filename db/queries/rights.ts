import { and, asc, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { channels } from "../schema/channels.ts";
import { permissions } from "../schema/permissions.ts";
import { users } from "../schema/users.ts";
import { appendAudit } from "./audit.ts";

/** A dated right of a person beyond the role. */
export type DatedRight = typeof permissions.$inferSelect;
export type RightName = DatedRight["right"];

/** Every right the person has or had, the oldest first. Throws AppError `not_found` for an unknown person. */
export async function listRights(db: Database | Transaction, input: { userId: string }): Promise<DatedRight[]> {
  await requireUser(db, input.userId);
  return db
    .select()
    .from(permissions)
    .where(eq(permissions.userId, input.userId))
    .orderBy(asc(permissions.createdAt), asc(permissions.permissionId));
}

/** Throws AppError `not_found` for an unknown person or channel. */
export async function grantRight(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly userId: string;
    readonly right: RightName;
    /** Null: every channel the person may touch. */
    readonly channelId: string | null;
    readonly reason: string;
    /** ISO instants; null from now, null until revoked. */
    readonly from: string | null;
    readonly until: string | null;
  },
): Promise<DatedRight> {
  const { userId, right, channelId, reason, from, until } = input;
  return inTransaction(db, async (tx) => {
    await requireUser(tx, userId);
    if (channelId !== null) await requireChannel(tx, channelId);
    const [granted] = await tx
      .insert(permissions)
      .values({
        userId,
        right,
        channelId,
        reason,
        grantedBy: principal.id,
        ...(from === null ? {} : { validFrom: new Date(from) }),
        validUntil: until === null ? null : new Date(until),
      })
      .returning();
    if (!granted) throw new AppError("internal", "the right was not written");
    await appendAudit(tx, principal, {
      action: "right.granted",
      subject: `user/${userId}`,
      details: {
        rightId: granted.permissionId,
        right,
        channelId,
        from: granted.validFrom.toISOString(),
        until,
        reason,
      },
    });
    return granted;
  });
}

/** Ends a right at once. Throws AppError `not_found` when the person has no such right, or it is revoked already. */
export async function revokeRight(
  db: Database | Transaction,
  principal: Principal,
  input: { userId: string; rightId: string },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const [revoked] = await tx
      .update(permissions)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          eq(permissions.permissionId, input.rightId),
          eq(permissions.userId, input.userId),
          isNull(permissions.revokedAt),
        ),
      )
      .returning();
    if (!revoked) throw new AppError("not_found", "the person has no such right", { field: "right_id" });
    await appendAudit(tx, principal, {
      action: "right.revoked",
      subject: `user/${input.userId}`,
      details: { rightId: revoked.permissionId, right: revoked.right, channelId: revoked.channelId },
    });
  });
}

/** Whether the person holds a dated right now, for the channel or for all. */
export async function hasRight(
  db: Database | Transaction,
  input: { userId: string; right: RightName; channelId: string },
): Promise<boolean> {
  const now = sql`now()`;
  const [row] = await db
    .select({ permissionId: permissions.permissionId })
    .from(permissions)
    .where(
      and(
        eq(permissions.userId, input.userId),
        eq(permissions.right, input.right),
        or(isNull(permissions.channelId), eq(permissions.channelId, input.channelId)),
        lte(permissions.validFrom, now),
        or(isNull(permissions.validUntil), gt(permissions.validUntil, now)),
        isNull(permissions.revokedAt),
      ),
    )
    .limit(1);
  return row !== undefined;
}

async function requireUser(db: Database | Transaction, userId: string): Promise<void> {
  const [user] = await db.select({ userId: users.userId }).from(users).where(eq(users.userId, userId));
  if (!user) throw new AppError("not_found", `there is no user ${userId}`, { field: "user_id" });
}

async function requireChannel(db: Database | Transaction, channelId: string): Promise<void> {
  const [channel] = await db.select().from(channels).where(eq(channels.channelId, channelId));
  if (!channel) throw new AppError("not_found", `there is no channel ${channelId}`, { field: "channel_id" });
}
