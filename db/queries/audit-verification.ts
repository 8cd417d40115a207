import { sql } from "drizzle-orm";
import { type AuditRecord, CHAIN_START } from "../../domain/audit.ts";
import type { Database, Transaction } from "../client.ts";
import { chainHash, merkleRoot, RECORD_COLUMNS } from "./audit-chain.ts";

export interface AuditFinding {
  readonly kind: "changed" | "gap" | "missing_event" | "truncated" | "checkpoint" | "unchained";
  /** Where in the chain; null for an event outside it. */
  readonly sequence: number | null;
  readonly eventId: string | null;
  readonly message: string;
}

export interface AuditVerification {
  readonly ok: boolean;
  readonly chained: number;
  readonly pending: number;
  /** Keep it elsewhere and hand it to a later verification: then even a rewritten chain shows. */
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly findings: readonly AuditFinding[];
}

/** A left join: `eventId` is null when the event was deleted, and its other columns then are, too. */
type Link = Omit<AuditRecord, "eventId"> & {
  sequence: number;
  linkEventId: string;
  hash: string;
  eventId: string | null;
};

const PAGE_LINKS = 2_000;

/** Recomputes the whole chain in one snapshot and returns every change, gap and truncation with its place. */
export function verifyAudit(
  db: Database,
  options: { expectedHead?: { sequence: number; hash: string } } = {},
): Promise<AuditVerification> {
  return db.transaction(
    async (tx) => {
      const walk = await walkChain(tx, options.expectedHead);
      const strays = await findStrays(tx);
      const [pending] = await tx.execute<{ count: number }>(
        sql`select count(*)::int as count from audit.audit_pending`,
      );
      const findings = [...walk.findings, ...strays];
      return {
        ok: findings.length === 0,
        chained: walk.chained,
        pending: pending?.count ?? 0,
        head: walk.head,
        findings,
      };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function walkChain(tx: Transaction, expectedHead?: { sequence: number; hash: string }) {
  const checkpoints = await tx.execute<{ sequence: number; hash: string; merkleRoot: string }>(sql`
    select sequence::int as sequence, hash, merkle_root as "merkleRoot" from audit.audit_checkpoints order by sequence`);
  const checkpointAt = new Map([...checkpoints].map((checkpoint) => [checkpoint.sequence, checkpoint]));
  const findings: AuditFinding[] = [];
  let head = { sequence: 0, hash: CHAIN_START };
  let sinceCheckpoint: string[] = [];
  let chained = 0;

  for (;;) {
    const links = await chainPage(tx, head.sequence);
    for (const link of links) {
      findings.push(...checkLink(head, link));
      head = { sequence: link.sequence, hash: link.hash };
      sinceCheckpoint.push(link.hash);
      const checkpoint = checkpointAt.get(link.sequence);
      if (checkpoint) {
        if (checkpoint.hash !== link.hash || checkpoint.merkleRoot !== merkleRoot(sinceCheckpoint)) {
          findings.push(finding("checkpoint", link.sequence, null, "the chain differs from its checkpoint"));
        }
        sinceCheckpoint = [];
      }
      if (expectedHead?.sequence === link.sequence && expectedHead.hash !== link.hash) {
        findings.push(finding("checkpoint", link.sequence, null, "the chain differs from the head that was handed in"));
      }
    }
    chained += links.length;
    if (links.length < PAGE_LINKS) break;
  }
  if (sinceCheckpoint.length > 0) {
    findings.push(finding("checkpoint", head.sequence, null, "the end of the chain has no checkpoint"));
  }
  const reach = Math.max(checkpoints.at(-1)?.sequence ?? 0, expectedHead?.sequence ?? 0);
  if (reach > head.sequence) {
    findings.push(
      finding("truncated", head.sequence, null, `the chain ends at ${head.sequence} and once reached ${reach}`),
    );
  }
  return { findings, head, chained };
}

function chainPage(tx: Transaction, afterSequence: number) {
  return tx.execute<Link & Record<string, unknown>>(sql`
    select c.sequence::int as sequence, c.event_id as "linkEventId", c.hash, ${RECORD_COLUMNS}
    from audit.audit_chain c left join audit.audit_events e using (event_id)
    where c.sequence > ${afterSequence} order by c.sequence limit ${PAGE_LINKS}`);
}

function checkLink(previous: { sequence: number; hash: string }, link: Link): AuditFinding[] {
  const findings: AuditFinding[] = [];
  if (link.sequence !== previous.sequence + 1) {
    const missing = `entries ${previous.sequence + 1} to ${link.sequence - 1} are missing`;
    findings.push(finding("gap", previous.sequence + 1, null, missing));
  }
  if (link.eventId === null) {
    findings.push(finding("missing_event", link.sequence, link.linkEventId, "the event of this entry was deleted"));
  } else if (chainHash(previous.hash, recordOf(link, link.eventId)) !== link.hash && findings.length === 0) {
    findings.push(finding("changed", link.sequence, link.linkEventId, "the event or its hash was changed"));
  }
  return findings;
}

function recordOf(link: Link, eventId: string): AuditRecord {
  const { at, principalKind, principalId, action, subject, details } = link;
  return { eventId, at, principalKind, principalId, action, subject, details };
}

/** Events that neither wait nor are chained, and waiting entries whose event is gone. */
async function findStrays(tx: Transaction): Promise<AuditFinding[]> {
  const rows = await tx.execute<{ eventId: string; vanished: boolean }>(sql`
    select e.event_id as "eventId", false as vanished from audit.audit_events e
    where not exists (select 1 from audit.audit_chain c where c.event_id = e.event_id)
      and not exists (select 1 from audit.audit_pending p where p.event_id = e.event_id)
    union all
    select p.event_id, true from audit.audit_pending p
    where not exists (select 1 from audit.audit_events e where e.event_id = p.event_id)
    limit 1000`);
  return [...rows].map((row) =>
    row.vanished
      ? finding("missing_event", null, row.eventId, "the event was deleted before it was chained")
      : finding("unchained", null, row.eventId, "the event is in no chain and was never waiting for one"),
  );
}

function finding(
  kind: AuditFinding["kind"],
  sequence: number | null,
  eventId: string | null,
  message: string,
): AuditFinding {
  return { kind, sequence, eventId, message };
}
