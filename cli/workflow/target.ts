import { randomUUID } from "node:crypto";
import type { Client, WorkflowHandle } from "@temporalio/client";
import { AppError } from "../../domain/errors.ts";
import type { CommandContext } from "../context.ts";
import { text, toggle } from "../flags.ts";

/** One workflow by id, or many by a list filter: the same verb takes either. */
export const targetFlags = {
  workflowId: text("-w, --workflow-id <YourWorkflowId>", "Workflow to act on"),
  runId: text("-r, --run-id <YourRunId>", "One run of it; the latest when left out"),
  query: text("-q, --query <Filter>", "Act on every workflow that this list filter matches"),
  reason: text("--reason <Text>", "Why; kept in the workflow's history or the batch job"),
  yes: toggle("-y, --yes", "Do not ask before a batch"),
} as const;

export interface Target {
  readonly workflowId: string | undefined;
  readonly runId: string | undefined;
  readonly query: string | undefined;
  readonly reason: string | undefined;
  readonly yes: boolean;
}

export type BatchOperation = Omit<
  NonNullable<Parameters<Client["workflowService"]["startBatchOperation"]>[0]>,
  "namespace" | "jobId" | "reason" | "visibilityQuery" | "executions"
>;

/** Runs `single` on the named workflow, or starts a batch job with `batch` after a confirmation. */
export async function actOnTarget(
  context: CommandContext,
  target: Target,
  action: {
    readonly verb: string;
    readonly single: (handle: WorkflowHandle) => Promise<unknown>;
    readonly batch: (client: Client) => Promise<BatchOperation>;
  },
): Promise<void> {
  const { workflowId, runId, query } = target;
  if ((workflowId === undefined) === (query === undefined)) {
    throw new AppError("invalid_input", "expected either --workflow-id or --query");
  }
  if (workflowId === undefined) return startBatch(context, target, action.batch);
  const client = await context.temporal();
  await action.single(client.workflow.getHandle(workflowId, runId));
  context.output.value({ workflowId, runId: runId ?? null }, () => [
    {
      title: action.verb,
      fields: [
        ["WorkflowId", workflowId],
        ["RunId", runId],
      ],
    },
  ]);
}

async function startBatch(
  context: CommandContext,
  target: Target,
  batch: (client: Client) => Promise<BatchOperation>,
): Promise<void> {
  const client = await context.temporal();
  const visibilityQuery = target.query ?? "";
  const { count } = await client.workflow.count(visibilityQuery);
  const question = `Start batch against approximately ${count} workflow(s)?`;
  if (!target.yes && !(await context.confirm(question))) throw new AppError("cancelled", "Nothing was changed");
  const jobId = randomUUID();
  await client.workflowService.startBatchOperation({
    namespace: client.options.namespace,
    jobId,
    reason: target.reason ?? "Requested from the longtake CLI",
    visibilityQuery,
    ...(await batch(client)),
  });
  context.output.value({ batchJobId: jobId, approximateCount: count }, () => [
    {
      title: "Started batch",
      fields: [
        ["BatchJobId", jobId],
        ["Workflows", count],
      ],
    },
  ]);
}
