import type { Client } from "@temporalio/client";
import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { isRecord } from "../json-record.ts";
import { required, text, toggle } from "../flags.ts";
import { decodedRecord } from "../temporal/plain-record.ts";

type HistoryPage = Awaited<ReturnType<Client["workflowService"]["getWorkflowExecutionHistory"]>>;
type HistoryEvent = NonNullable<NonNullable<HistoryPage["history"]>["events"]>[number];

export const workflowShow = defineCommand({
  name: "show",
  summary: "Show a workflow's event history",
  details: "JSON output carries each event whole, its payloads decrypted.",
  example: `longtake workflow show \\
    --workflow-id YourWorkflowId \\
    --follow`,
  flags: {
    workflowId: required(text("-w, --workflow-id <YourWorkflowId>", "Workflow to show")),
    runId: text("-r, --run-id <YourRunId>", "One run of it; the latest when left out"),
    follow: toggle("-f, --follow", "Wait for further events until the run closes"),
  },
  async run(context, { workflowId, runId, follow }) {
    const client = await context.temporal();
    const events = historyEvents(client, { workflowId, runId, follow });
    if (context.output.format === "text" && follow) {
      for await (const { eventId, eventTime, eventType } of eventRows(client, events)) {
        context.output.note(`${eventId.padStart(5)}  ${eventTime}  ${eventType}`);
      }
      return;
    }
    await context.output.list(eventRows(client, events), [
      { title: "ID", value: (row) => row.eventId, align: "right" },
      { title: "Time", value: (row) => ({ instant: row.eventTime }) },
      { title: "Type", value: (row) => row.eventType },
      { title: "Name", value: (row) => row.name, shrinks: true },
    ]);
  },
});

/** Page by page, so that a long history never stands in memory whole. */
async function* historyEvents(
  client: Client,
  target: { readonly workflowId: string; readonly runId: string | undefined; readonly follow: boolean },
): AsyncGenerator<HistoryEvent> {
  let nextPageToken: Uint8Array | null = null;
  do {
    const page: HistoryPage = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId: target.workflowId, runId: target.runId ?? "" },
      waitNewEvent: target.follow,
      ...(nextPageToken === null ? {} : { nextPageToken }),
    });
    yield* page.history?.events ?? [];
    nextPageToken = page.nextPageToken && page.nextPageToken.length > 0 ? page.nextPageToken : null;
  } while (nextPageToken !== null);
}

async function* eventRows(client: Client, events: AsyncIterable<HistoryEvent>) {
  for await (const event of events) {
    const found = Object.entries(event).find(([name, value]) => name.endsWith("EventAttributes") && value !== null);
    if (found === undefined) throw new AppError("internal", `event ${String(event.eventId)} has no attributes`);
    const attributes = await decodedRecord(client, found[1]);
    yield {
      eventId: String(event.eventId),
      eventTime: String(await decodedRecord(client, event.eventTime)),
      eventType: eventTypeOf(found[0]),
      name: nameIn(attributes),
      attributes,
    };
  }
}

/** `workflowExecutionStartedEventAttributes` → `WorkflowExecutionStarted`. */
function eventTypeOf(attributesName: string): string {
  return attributesName.charAt(0).toUpperCase() + attributesName.slice(1).replace(/EventAttributes$/, "");
}

/** The part of an event by which people know it: activity, timer, signal, update or child. */
function nameIn(attributes: unknown): string | null {
  if (!isRecord(attributes)) return null;
  const type = attributes["activityType"] ?? attributes["workflowType"];
  const named = isRecord(type)
    ? type["name"]
    : (attributes["signalName"] ?? attributes["timerId"] ?? attributes["markerName"]);
  return typeof named === "string" ? named : null;
}
