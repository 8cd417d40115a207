import type { WorkflowHandle } from "@temporalio/client";
import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import { executionRow } from "./list.ts";
import { plainRecord } from "../temporal/plain-record.ts";

export const workflowDescribe = defineCommand({
  name: "describe",
  summary: "Show where a workflow is: status, summary, details, attributes and pending work",
  example: `longtake workflow describe \\
    --workflow-id YourWorkflowId`,
  flags: {
    workflowId: required(text("-w, --workflow-id <YourWorkflowId>", "Workflow to describe")),
    runId: text("-r, --run-id <YourRunId>", "One run of it; the latest when left out"),
  },
  async run(context, { workflowId, runId }) {
    const client = await context.temporal();
    const handle = client.workflow.getHandle(workflowId, runId);
    const description = await handle.describe();
    const row = executionRow(description);
    const answer = {
      ...row,
      staticSummary: (await description.staticSummary()) ?? null,
      staticDetails: (await description.staticDetails()) ?? null,
      currentDetails: row.status === "RUNNING" ? await currentDetails(handle) : null,
      pendingActivities: (description.raw.pendingActivities ?? []).map((each) => ({
        activityId: each.activityId ?? "",
        type: each.activityType?.name ?? "",
        attempt: each.attempt ?? 1,
        lastFailure: each.lastFailure?.message ?? null,
      })),
      pendingChildren: (description.raw.pendingChildren ?? []).map((each) => plainRecord(each)),
    };
    context.output.value(answer, () => [
      {
        title: "Execution Info",
        fields: [
          ["WorkflowId", answer.workflowId],
          ["RunId", answer.runId],
          ["Type", answer.type],
          ["Status", answer.status],
          ["TaskQueue", answer.taskQueue],
          ["StartTime", { instant: answer.startTime }],
          ["CloseTime", { instant: answer.closeTime }],
          ["HistoryLength", answer.historyLength],
          ["Summary", answer.staticSummary],
        ],
      },
      {
        title: "Search Attributes",
        fields: Object.entries(answer.searchAttributes).map(([name, value]) => [name, attributeText(value)] as const),
      },
      { title: "Current Details", lines: answer.currentDetails?.split("\n").map((line) => `  ${line}`) ?? [] },
      {
        title: `Pending Activities: ${answer.pendingActivities.length}`,
        lines: context.output.table(answer.pendingActivities, [
          { title: "  ActivityId", value: (each) => `  ${each.activityId}` },
          { title: "Type", value: (each) => each.type },
          { title: "Attempt", value: (each) => each.attempt, align: "right" },
          { title: "LastFailure", value: (each) => each.lastFailure, shrinks: true },
        ]),
      },
    ]);
  },
});

/** Asked of a worker by a built-in query; without a worker that answers in time there are none to show. */
async function currentDetails(handle: WorkflowHandle): Promise<string | null> {
  const deadlineMs = Date.now() + 3000;
  try {
    const metadata = await handle.client.connection.withDeadline(deadlineMs, () =>
      handle.query<{ readonly currentDetails?: string }>("__temporal_workflow_metadata"),
    );
    return metadata.currentDetails ?? null;
  } catch {
    return null;
  }
}

function attributeText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" ? value : JSON.stringify(value);
}
