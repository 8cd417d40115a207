import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { channelConnections, channels, type ConnectedAccount } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export interface ConnectionKey {
  readonly channelId: string;
  readonly platform: string;
}

export interface ConnectionRecord extends ConnectionKey {
  readonly status: "connected" | "revoked";
  /** As it was saved; null once revoked. Only its owner can open it. */
  readonly encryptedToken: string | null;
  readonly keyId: string | null;
  readonly account: ConnectedAccount;
  readonly connectedAt: string;
  readonly revokedAt: string | null;
}

/** Connects the channel, or replaces the token of its connection. Throws not_found for an unknown channel. */
export async function saveConnection(
  db: Database | Transaction,
  principal: Principal,
  input: ConnectionKey & {
    readonly encryptedToken: string;
    readonly keyId: string;
    readonly account: ConnectedAccount;
  },
): Promise<void> {
  const { channelId, platform, encryptedToken, keyId, account } = input;
  requireMay(principal, "execute", channelId);
  await inTransaction(db, async (tx) => {
    const [channel] = await tx.select().from(channels).where(eq(channels.channelId, channelId)).for("key share");
    if (!channel) throw new AppError("not_found", `there is no channel ${channelId}`, { field: "channel_id" });
    const connected = { status: "connected" as const, encryptedToken, keyId, account, revokedAt: null };
    await tx
      .insert(channelConnections)
      .values({ channelId, platform, ...connected })
      .onConflictDoUpdate({
        target: [channelConnections.channelId, channelConnections.platform],
        set: { ...connected, connectedAt: sql`clock_timestamp()`, updatedAt: sql`clock_timestamp()` },
      });
    await appendAudit(tx, principal, {
      action: "channel.connected",
      subject: `channel/${channelId}`,
      details: { platform, accountId: account.accountId, keyId },
    });
  });
}

/** Null when the channel was never connected; a revoked connection is returned as such. */
export async function findConnection(
  db: Database | Transaction,
  principal: Principal,
  key: ConnectionKey,
): Promise<ConnectionRecord | null> {
  requireMay(principal, "read", key.channelId);
  const [row] = await db.select().from(channelConnections).where(whereKey(key));
  if (!row) return null;
  const { channelId, platform, status, encryptedToken, keyId, account, connectedAt, revokedAt } = row;
  return {
    channelId,
    platform,
    status,
    encryptedToken,
    keyId,
    account,
    connectedAt: connectedAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}

/** Forgets the token. `revoked` is false when there was nothing to revoke. */
export function revokeConnection(
  db: Database | Transaction,
  principal: Principal,
  key: ConnectionKey,
): Promise<{ revoked: boolean }> {
  requireMay(principal, "execute", key.channelId);
  return inTransaction(db, async (tx) => {
    const rows = await tx
      .update(channelConnections)
      .set({ status: "revoked", encryptedToken: null, keyId: null, revokedAt: sql`clock_timestamp()` })
      .where(and(whereKey(key), eq(channelConnections.status, "connected")))
      .returning();
    if (rows.length === 0) return { revoked: false };
    await appendAudit(tx, principal, {
      action: "channel.disconnected",
      subject: `channel/${key.channelId}`,
      details: { platform: key.platform },
    });
    return { revoked: true };
  });
}

function whereKey({ channelId, platform }: ConnectionKey) {
  return and(eq(channelConnections.channelId, channelId), eq(channelConnections.platform, platform));
}
