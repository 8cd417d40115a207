import { and, asc, eq, isNotNull } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { channelConnections } from "../schema/channel-connections.ts";
import { appendAudit } from "./audit.ts";
import type { ConnectionKey } from "./channel-connections.ts";
import { requireMay } from "./scope.ts";

/** Gives the same secret under the current key, null when it is there already; throws when it cannot be opened. */
export type Rewrap = (encryptedToken: string, owner: ConnectionKey) => { encrypted: string; keyId: string } | null;

export interface RewrapOutcome {
  readonly rewrapped: number;
  readonly alreadyCurrent: number;
  /** Left as they were, each with the reason and its remedy. */
  readonly failed: readonly (ConnectionKey & { readonly reason: string })[];
}

/**
 * Re-encrypts the stored tokens one by one, so that a channel connected meanwhile waits for a single row, never for all.
 * Safe to repeat and to run twice at once.
 */
export async function rewrapConnections(
  db: Database,
  principal: Principal,
  { keyId, rewrap }: { readonly keyId: string; readonly rewrap: Rewrap },
): Promise<RewrapOutcome> {
  requireMay(principal, "administer");
  let [rewrapped, alreadyCurrent] = [0, 0];
  const failed: (ConnectionKey & { reason: string })[] = [];
  for (const key of await listStoredConnections(db)) {
    try {
      const outcome = await inTransaction(db, (tx) => rewrapOne(tx, principal, key, rewrap));
      if (outcome === "rewrapped") rewrapped++;
      if (outcome === "already current") alreadyCurrent++;
    } catch (error) {
      // One token under a lost key must not keep the others under the old one.
      if (!(error instanceof AppError)) throw error;
      failed.push({ ...key, reason: [error.message, error.remedy].filter(Boolean).join(". ") });
    }
  }
  await appendAuditOfRun(db, principal, { keyId, rewrapped, alreadyCurrent, failed: failed.length });
  return { rewrapped, alreadyCurrent, failed };
}

/** Every connection that holds a token, of all channels and platforms. */
async function listStoredConnections(db: Database): Promise<ConnectionKey[]> {
  return db
    .select({ channelId: channelConnections.channelId, platform: channelConnections.platform })
    .from(channelConnections)
    .where(isNotNull(channelConnections.encryptedToken))
    .orderBy(asc(channelConnections.channelId), asc(channelConnections.platform));
}

async function rewrapOne(tx: Transaction, principal: Principal, key: ConnectionKey, rewrap: Rewrap) {
  const isIt = and(eq(channelConnections.channelId, key.channelId), eq(channelConnections.platform, key.platform));
  const [row] = await tx.select().from(channelConnections).where(isIt).for("update");
  if (!row || row.encryptedToken === null) return "gone";
  const renewed = rewrap(row.encryptedToken, key);
  if (renewed === null) return "already current";
  await tx.update(channelConnections).set({ encryptedToken: renewed.encrypted, keyId: renewed.keyId }).where(isIt);
  await appendAudit(tx, principal, {
    action: "channel.credential_rewrapped",
    subject: `channel/${key.channelId}`,
    details: { platform: key.platform, fromKeyId: row.keyId, keyId: renewed.keyId },
  });
  return "rewrapped";
}

async function appendAuditOfRun(
  db: Database,
  principal: Principal,
  details: { keyId: string; rewrapped: number; alreadyCurrent: number; failed: number },
): Promise<void> {
  await inTransaction(db, (tx) =>
    appendAudit(tx, principal, {
      action: "credentials.rewrapped",
      subject: `credential_key/${details.keyId}`,
      details,
    }),
  );
}
