import { defineCommand } from "../command.ts";
import { text } from "../flags.ts";
import type { Schedule } from "./schedule-flags.ts";

export const productionList = defineCommand({
  name: "list",
  summary: "List production schedules",
  example: `longtake production list \\
    --channel-id YourChannelId`,
  flags: { channelId: text("-c, --channel-id <YourChannelId>", "Only those of this channel") },
  async run(context, query) {
    const request = { method: "GET", path: "/schedules", query } as const;
    const { schedules } = await context.api().call<{ readonly schedules: readonly Schedule[] }>(request);
    await context.output.list(schedules, [
      { title: "ScheduleId", value: (row) => row.scheduleId },
      { title: "Channel", value: (row) => row.channelId },
      { title: "Active", value: (row) => row.isActive },
      { title: "Cadence", value: (row) => row.cadence },
      { title: "Zone", value: (row) => row.timeZone },
      { title: "Topics", value: (row) => row.topicSource },
      { title: "LastRun", value: (row) => ({ instant: row.lastRunAt }) },
    ]);
  },
});
