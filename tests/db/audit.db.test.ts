import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { Database } from "../../db/client.ts";
import { appendAudit, personalCommitment, sequenceAudit, verifyAudit } from "../../db/queries/audit.ts";
import { SYSTEM } from "./fixtures.ts";
import { createTestDatabase } from "./test-database.ts";

let db: Database;
beforeEach(async () => {
  const database = await createTestDatabase({ max: 14 });
  onTestFinished(database.drop);
  db = database.db;
});

async function append(count: number, name = "e"): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const entry = { action: "test.done", subject: `${name}/${index}`, details: { index, text: "ü\u2028", none: null } };
    await db.transaction((tx) => appendAudit(tx, SYSTEM, entry));
  }
}

/** Does what the triggers forbid, as somebody with the whole database in hand could. */
async function tamper(statement: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql.raw(statement));
  });
}

const kinds = async () => (await verifyAudit(db)).findings.map(({ kind, sequence }) => `${kind}@${sequence}`);

test("ten writers and three sequencers leave one chain without a gap, with every event in it", async () => {
  const writers = Array.from({ length: 10 }, (_, index) => append(20, `writer${index}`));
  const rolledBack = db.transaction(async (tx) => {
    await appendAudit(tx, SYSTEM, { action: "test.undone", subject: "never", details: {} });
    tx.rollback();
  });
  const sequencers = Array.from({ length: 3 }, async () => {
    for (let round = 0; round < 15; round += 1) await sequenceAudit(db);
  });
  await Promise.all([...writers, ...sequencers, expect(rolledBack).rejects.toThrow(/Rollback/)]);
  await sequenceAudit(db);

  const [chain] = await db.execute(sql`
    select count(*)::int as links, max(sequence)::int as last, count(distinct event_id)::int as events from audit.audit_chain`);
  expect(chain).toEqual({ links: 200, last: 200, events: 200 });
  expect(await verifyAudit(db)).toMatchObject({ ok: true, chained: 200, pending: 0, head: { sequence: 200 } });
  expect(await sequenceAudit(db)).toEqual({ chained: 0 });
});

test("the tables refuse update, delete and truncate", async () => {
  await append(1);
  await sequenceAudit(db);
  const rows = { audit_events: "subject = 'x'", audit_chain: "hash = 'x'", audit_checkpoints: "hash = 'x'" };
  for (const [table, change] of Object.entries(rows)) {
    for (const statement of [
      `update audit.${table} set ${change}`,
      `delete from audit.${table}`,
      `truncate audit.${table}`,
    ]) {
      await expect(db.execute(sql.raw(statement))).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  }
});

test.each([
  ["update audit.audit_events set details = '{}' where subject = 'e/4'", ["changed@5"]],
  ["update audit.audit_events set at = at + interval '1 ms' where subject = 'e/4'", ["changed@5"]],
  ["update audit.audit_events set principal_id = 'me' where subject = 'e/4'", ["changed@5"]],
  ["delete from audit.audit_events where subject = 'e/4'", ["missing_event@5"]],
  ["delete from audit.audit_chain where sequence = 5", ["gap@5", "checkpoint@10", "unchained@null"]],
  ["delete from audit.audit_chain where sequence = 10", ["checkpoint@9", "truncated@9", "unchained@null"]],
  [
    "with cut as (delete from audit.audit_chain where sequence > 7 returning event_id) delete from audit.audit_events where event_id in (select event_id from cut)",
    ["checkpoint@7", "truncated@7"],
  ],
  ["truncate audit.audit_events, audit.audit_chain", ["truncated@0"]],
])("verification sees: %s", async (statement, found) => {
  await append(10);
  await sequenceAudit(db);
  expect(await kinds()).toEqual([]);
  await tamper(statement);
  expect(await kinds()).toEqual(found);
});

test("an event slipped in or taken out beside the chain shows, and so does a chain rewritten whole", async () => {
  await append(3);
  await sequenceAudit(db);
  const { head } = await verifyAudit(db);
  await append(2, "waiting");
  await tamper("delete from audit.audit_events where subject = 'waiting/0'");
  await tamper(
    "delete from audit.audit_pending where event_id = (select event_id from audit.audit_events where subject = 'waiting/1')",
  );
  expect((await kinds()).toSorted()).toEqual(["missing_event@null", "unchained@null"]);

  await tamper("delete from audit.audit_events where subject <> 'e/1'");
  await tamper("truncate audit.audit_chain, audit.audit_checkpoints, audit.audit_pending");
  await tamper("insert into audit.audit_pending (event_id) select event_id from audit.audit_events");
  await sequenceAudit(db);
  expect(await verifyAudit(db)).toMatchObject({ ok: true });
  expect(await verifyAudit(db, { expectedHead: head })).toMatchObject({ ok: false, findings: [{ kind: "truncated" }] });
});

test("personal data is bound by its salt", () => {
  expect(personalCommitment("salt", "ada@example.org")).toBe(personalCommitment("salt", "ada@example.org"));
  expect(personalCommitment("salt", "ada@example.org")).not.toBe(personalCommitment("pepper", "ada@example.org"));
  expect(personalCommitment("salt", "ada@example.org")).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
});
