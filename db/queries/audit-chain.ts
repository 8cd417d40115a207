import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { type AuditRecord, canonicalRecord, CHAIN_START } from "../../domain/audit.ts";
import type { Database, Transaction } from "../client.ts";

/** One sequencer at a time, whichever process runs it. */
const SEQUENCER_LOCK = 7_233_003;
const BATCH_EVENTS = 1_000;

/** The columns of audit_events as the chain hashes them. */
export const RECORD_COLUMNS = sql.raw(`e.event_id as "eventId",
  to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  e.principal_kind as "principalKind", e.principal_id as "principalId", e.action, e.subject, e.details`);

interface ChainEnd extends Record<string, unknown> {
  sequence: number;
  hash: string;
}

/** Chains every pending event; safe to call from anywhere at any time. Returns how many it chained. */
export async function sequenceAudit(db: Database): Promise<{ chained: number }> {
  let chained = 0;
  for (;;) {
    const batch = await db.transaction((tx) => chainBatch(tx));
    chained += batch;
    if (batch < BATCH_EVENTS) return { chained };
  }
}

export function chainHash(previousHash: string, record: AuditRecord): string {
  return createHash("sha256").update(previousHash).update(canonicalRecord(record)).digest("hex");
}

/** Root of the Merkle tree over hex hashes; an odd one out moves up unpaired. */
export function merkleRoot(hashes: readonly string[]): string {
  let level = hashes;
  while (level.length > 1) {
    const above: string[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index] ?? "", level[index + 1]];
      above.push(right === undefined ? left : createHash("sha256").update(left).update(right).digest("hex"));
    }
    level = above;
  }
  return level[0] ?? CHAIN_START;
}

async function chainBatch(tx: Transaction): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${SEQUENCER_LOCK})`);
  const records = await tx.execute<AuditRecord & Record<string, unknown>>(sql`
    select ${RECORD_COLUMNS} from audit.audit_pending p join audit.audit_events e using (event_id)
    order by p.arrival limit ${BATCH_EVENTS}`);
  if (records.length === 0) return 0;

  let end = await chainEnd(tx);
  const links = [...records].map((record) => {
    end = { sequence: end.sequence + 1, hash: chainHash(end.hash, record) };
    return { ...end, eventId: record.eventId };
  });
  await tx.execute(sql`
    insert into audit.audit_chain (sequence, event_id, hash)
    select * from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link(sequence bigint, "eventId" uuid, hash text)`);
  await tx.execute(sql`
    delete from audit.audit_pending
    where event_id in (select jsonb_array_elements_text(${JSON.stringify(links.map((link) => link.eventId))}::jsonb)::uuid)`);
  const hashes = links.map((link) => link.hash);
  await writeCheckpoint(tx, end, hashes);
  return links.length;
}

async function chainEnd(tx: Transaction): Promise<ChainEnd> {
  const [end] = await tx.execute<ChainEnd>(
    sql`select sequence::int as sequence, hash from audit.audit_chain order by sequence desc limit 1`,
  );
  return end ?? { sequence: 0, hash: CHAIN_START };
}

/** Every batch ends in a checkpoint: a chain cut short anywhere no longer reaches its last one. */
async function writeCheckpoint(tx: Transaction, end: ChainEnd, hashes: readonly string[]): Promise<void> {
  await tx.execute(sql`
    insert into audit.audit_checkpoints (sequence, hash, merkle_root)
    values (${end.sequence}, ${end.hash}, ${merkleRoot(hashes)})`);
}
