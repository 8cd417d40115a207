import { defineCommand } from "../command.ts";
import { choice, withDefault } from "../flags.ts";
import { OVERLAP_POLICIES, scheduleIdFlag } from "./schedule-id.ts";

export const scheduleTrigger = defineCommand({
  name: "trigger",
  summary: "Take a run of a schedule now",
  example: `longtake schedule trigger \\
    --schedule-id YourScheduleId`,
  flags: {
    scheduleId: scheduleIdFlag,
    // Temporal's own default would run beside a run in progress.
    overlapPolicy: withDefault(
      choice("--overlap-policy <Policy>", "When a run is in progress", OVERLAP_POLICIES),
      "SKIP",
    ),
  },
  async run(context, { scheduleId, overlapPolicy }) {
    const client = await context.temporal();
    await client.schedule.getHandle(scheduleId).trigger(overlapPolicy);
    context.output.value({ scheduleId, triggered: true }, () => [
      { title: "Triggered", fields: [["ScheduleId", scheduleId]] },
    ]);
  },
});
