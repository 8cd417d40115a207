import type { ScheduleSummary } from "@temporalio/client";
import { defineCommand } from "../command.ts";
import { integer } from "../flags.ts";

export const scheduleList = defineCommand({
  name: "list",
  summary: "List the schedules with their next run",
  example: `longtake schedule list \\
    --limit 20`,
  flags: { limit: integer("--limit <Count>", "Print at most this many", { min: 1, max: 100_000 }) },
  async run(context, { limit }) {
    const client = await context.temporal();
    await context.output.list(firstRows(client.schedule.list(), limit), [
      { title: "ScheduleId", value: (row) => row.scheduleId },
      { title: "Type", value: (row) => row.type },
      { title: "Paused", value: (row) => row.paused },
      { title: "NextRun", value: (row) => ({ instant: row.nextRun }) },
      { title: "LastRun", value: (row) => ({ instant: row.lastRun }) },
      { title: "Notes", value: (row) => row.notes, shrinks: true },
    ]);
  },
});

async function* firstRows(schedules: AsyncIterable<ScheduleSummary>, limit: number | undefined) {
  let count = 0;
  for await (const each of schedules) {
    yield {
      scheduleId: each.scheduleId,
      type: each.action?.workflowType ?? null,
      paused: each.state.paused,
      notes: each.state.note ?? null,
      nextRun: each.info.nextActionTimes[0]?.toISOString() ?? null,
      lastRun: each.info.recentActions.at(-1)?.takenAt.toISOString() ?? null,
    };
    count += 1;
    if (count === limit) return;
  }
}
