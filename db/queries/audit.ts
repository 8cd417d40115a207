import { createHmac, randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { type AuditEntry, canonicalJson } from "../../domain/audit.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Transaction } from "../client.ts";

export { sequenceAudit } from "./audit-chain.ts";
export { verifyAudit } from "./audit-verification.ts";

/**
 * Records a state change; call it in the transaction that makes the change. The chain takes it up afterwards.
 * `changes` are `name as (insert …)` that travel in the same statement, where each trip to the database counts.
 */
export async function appendAudit(
  tx: Transaction,
  principal: Principal,
  entry: AuditEntry,
  changes: readonly SQL[] = [],
): Promise<void> {
  const event = sql`event as (
    insert into audit.audit_events (event_id, at, principal_kind, principal_id, action, subject, details)
    values (${randomUUID()}, date_trunc('milliseconds', clock_timestamp()), ${principal.kind}, ${principal.id},
            ${entry.action}, ${entry.subject}, ${canonicalJson(entry.details)})
    returning event_id)`;
  await tx.execute(sql`
    with ${sql.join([...changes, event], sql`, `)}
    insert into audit.audit_pending (event_id) select event_id from event`);
}

/** Stands for personal data in `details`: the holder of salt and value can prove it, nobody can read it back. */
export function personalCommitment(salt: string, value: string): string {
  return `hmac-sha256:${createHmac("sha256", salt).update(value).digest("hex")}`;
}
