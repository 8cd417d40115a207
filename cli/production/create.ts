import { randomUUID } from "node:crypto";
import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import { valueSections } from "../value-sections.ts";
import { scheduleBody, scheduleIdFlag, scheduleSettingFlags } from "./schedule-flags.ts";

export const productionCreate = defineCommand({
  name: "create",
  summary: "Let a channel make videos by itself",
  details:
    "Topics come from a list (--topic, in order), from a feed (--feed-url), or from what a country searches for most today (--country, narrowed by --about).",
  example: `longtake production create \\
    --schedule-id YourScheduleId \\
    --channel-id YourChannelId \\
    --cadence "0 6 * * 1-5" \\
    --time-zone Europe/Berlin \\
    --topic "How tides work" \\
    --topic "Why the sky is blue"`,
  flags: {
    ...scheduleSettingFlags,
    scheduleId: scheduleIdFlag,
    channelId: required(text("-c, --channel-id <YourChannelId>", "Channel that publishes")),
    cadence: required(scheduleSettingFlags.cadence),
  },
  async run(context, { scheduleId, channelId, ...flags }) {
    const body = { scheduleId, channelId, ...scheduleBody(flags) };
    const request = { method: "POST", path: "/schedules", body, idempotencyKey: randomUUID() } as const;
    const schedule = await context.api().call<unknown>(request);
    context.output.value(schedule, () => valueSections(context.output, "Production schedule", schedule));
  },
});
