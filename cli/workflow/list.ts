import type { WorkflowExecutionInfo } from "@temporalio/client";
import { defineCommand } from "../command.ts";
import { integer, text } from "../flags.ts";

export const workflowList = defineCommand({
  name: "list",
  summary: "List workflows, the newest first",
  details:
    "The filter is Temporal's: WorkflowType, ExecutionStatus and the search attributes, among them Stage, WaitingFor, ChannelId, VideoId and NeedsPerson.",
  example: `longtake workflow list \\
    --query 'NeedsPerson = true AND ExecutionStatus = "Running"' \\
    --limit 20`,
  flags: {
    query: text("-q, --query <Filter>", "List filter"),
    limit: integer("--limit <Count>", "Print at most this many", { min: 1, max: 100_000 }),
  },
  async run(context, { query, limit }) {
    const client = await context.temporal();
    const executions = client.workflow.list(query === undefined ? {} : { query });
    await context.output.list(firstRows(executions, limit), [
      { title: "Status", value: (row) => row.status },
      { title: "WorkflowId", value: (row) => row.workflowId, shrinks: true },
      { title: "Type", value: (row) => row.type, shrinks: true },
      { title: "StartTime", value: (row) => ({ instant: row.startTime }) },
    ]);
  },
});

async function* firstRows(executions: AsyncIterable<WorkflowExecutionInfo>, limit: number | undefined) {
  let count = 0;
  for await (const execution of executions) {
    yield executionRow(execution);
    count += 1;
    if (count === limit) return;
  }
}

/** What JSON output says of an execution. */
export function executionRow(execution: Omit<WorkflowExecutionInfo, "raw">) {
  return {
    status: execution.status.name,
    workflowId: execution.workflowId,
    runId: execution.runId,
    type: execution.type,
    taskQueue: execution.taskQueue,
    startTime: execution.startTime.toISOString(),
    closeTime: execution.closeTime?.toISOString() ?? null,
    historyLength: execution.historyLength,
    searchAttributes: searchAttributesOf(execution),
  };
}

export function searchAttributesOf(execution: Omit<WorkflowExecutionInfo, "raw">) {
  return Object.fromEntries(execution.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
}
