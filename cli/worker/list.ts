import type { Client } from "@temporalio/client";
import { defineCommand } from "../command.ts";
import { integer, text } from "../flags.ts";
import { plainRecord } from "../temporal/plain-record.ts";

export const workerList = defineCommand({
  name: "list",
  summary: "List the workers that report to Temporal",
  example: `longtake worker list \\
    --query 'TaskQueue = "media"'`,
  flags: {
    query: text("-q, --query <Filter>", "Filter on worker attributes such as TaskQueue or WorkerStatus"),
    limit: integer("--limit <Count>", "Print at most this many", { min: 1, max: 100_000 }),
  },
  async run(context, { query, limit }) {
    const client = await context.temporal();
    await context.output.list(workerRows(client, query ?? "", limit ?? Infinity), [
      { title: "WorkerInstanceKey", value: (row) => row.workerInstanceKey },
      { title: "TaskQueue", value: (row) => row.taskQueue },
      { title: "Identity", value: (row) => row.workerIdentity, shrinks: true },
      { title: "Started", value: (row) => ({ instant: row.startTime }) },
      { title: "Heartbeat", value: (row) => ({ instant: row.heartbeatTime }) },
    ]);
  },
});

async function* workerRows(client: Client, query: string, limit: number) {
  let nextPageToken: Uint8Array = new Uint8Array();
  let count = 0;
  do {
    const page = await client.workflowService.listWorkers({
      namespace: client.options.namespace,
      query,
      pageSize: Math.min(limit, 1000),
      nextPageToken,
    });
    for (const { workerHeartbeat } of page.workersInfo ?? []) {
      if (!workerHeartbeat || count === limit) continue;
      count += 1;
      yield {
        workerInstanceKey: workerHeartbeat.workerInstanceKey ?? "",
        taskQueue: workerHeartbeat.taskQueue ?? "",
        workerIdentity: workerHeartbeat.workerIdentity ?? "",
        hostName: workerHeartbeat.hostInfo?.hostName ?? "",
        startTime: instantOrNull(workerHeartbeat.startTime),
        heartbeatTime: instantOrNull(workerHeartbeat.heartbeatTime),
      };
    }
    nextPageToken = page.nextPageToken ?? new Uint8Array();
  } while (nextPageToken.length > 0 && count < limit);
}

function instantOrNull(timestamp: object | null | undefined): string | null {
  const instant = plainRecord(timestamp);
  return typeof instant === "string" ? instant : null;
}
