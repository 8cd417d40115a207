import { and, desc, eq, sql } from "drizzle-orm";
import type { Principal } from "../../domain/principal.ts";
import { type Database, inTransaction, type Transaction } from "../client.ts";
import { type WorkflowStatus, workflows } from "../schema/index.ts";
import { appendAudit } from "./audit.ts";
import { requireMay } from "./scope.ts";

export type WorkflowRecord = typeof workflows.$inferSelect;

/** Notes a run that business rows refer to. The same run again changes nothing; a new run of the id replaces the old. */
export async function recordWorkflowStarted(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly workflowId: string;
    readonly runId: string;
    readonly type: string;
    /** The business key: a video id, a case id, a window. */
    readonly subjectId: string;
    readonly channelId?: string;
  },
): Promise<void> {
  requireMay(principal, "execute", input.channelId);
  const { workflowId, runId, type, subjectId, channelId = null } = input;
  const startedBy = `${principal.kind}/${principal.id}`;
  await inTransaction(db, async (tx) => {
    const rows = await tx
      .insert(workflows)
      .values({ workflowId, runId, type, subjectId, channelId, startedBy, status: "running" })
      .onConflictDoUpdate({
        target: workflows.workflowId,
        set: { runId, startedBy, status: "running", startedAt: sql`clock_timestamp()`, closedAt: null },
        setWhere: sql`${workflows.runId} <> ${runId}`,
      })
      .returning();
    if (rows.length === 0) return;
    await appendAudit(tx, principal, { action: "workflow.started", subject: workflowId, details: { runId, type } });
  });
}

/** Notes how the run ended; the first ending counts. */
export async function recordWorkflowClosed(
  db: Database | Transaction,
  principal: Principal,
  input: {
    readonly workflowId: string;
    readonly runId: string;
    readonly status: Exclude<WorkflowStatus, "running">;
  },
): Promise<void> {
  requireMay(principal, "execute");
  const { workflowId, runId, status } = input;
  await inTransaction(db, async (tx) => {
    const rows = await tx
      .update(workflows)
      .set({ status, closedAt: sql`clock_timestamp()` })
      .where(and(eq(workflows.workflowId, workflowId), eq(workflows.runId, runId), eq(workflows.status, "running")))
      .returning();
    if (rows.length === 0) return;
    await appendAudit(tx, principal, { action: `workflow.${status}`, subject: workflowId, details: { runId } });
  });
}

/** The runs about one business key, newest first. */
export function workflowsAbout(
  db: Database | Transaction,
  principal: Principal,
  { subjectId }: { readonly subjectId: string },
): Promise<WorkflowRecord[]> {
  requireMay(principal, "read");
  return db.select().from(workflows).where(eq(workflows.subjectId, subjectId)).orderBy(desc(workflows.startedAt));
}
