import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { choice, instant, required, withDefault } from "../flags.ts";
import { OVERLAP_POLICIES, scheduleIdFlag } from "./schedule-id.ts";

export const scheduleBackfill = defineCommand({
  name: "backfill",
  summary: "Take the runs that a schedule would have taken in a past window",
  example: `longtake schedule backfill \\
    --schedule-id YourScheduleId \\
    --start-time 2026-11-20T00:00:00Z \\
    --end-time 2026-11-21T00:00:00Z`,
  flags: {
    scheduleId: scheduleIdFlag,
    startTime: required(instant("--start-time <Instant>", "Start of the window, with zone")),
    endTime: required(instant("--end-time <Instant>", "End of the window, with zone")),
    overlapPolicy: withDefault(
      choice("--overlap-policy <Policy>", "When a run is in progress", OVERLAP_POLICIES),
      "BUFFER_ALL",
    ),
  },
  async run(context, { scheduleId, startTime, endTime, overlapPolicy }) {
    if (startTime >= endTime) throw new AppError("invalid_input", "--start-time must lie before --end-time");
    const client = await context.temporal();
    const window = { start: new Date(startTime), end: new Date(endTime), overlap: overlapPolicy };
    await client.schedule.getHandle(scheduleId).backfill(window);
    context.output.value({ scheduleId, startTime, endTime }, () => [
      {
        title: "Backfill requested",
        fields: [
          ["ScheduleId", scheduleId],
          ["From", startTime],
          ["To", endTime],
        ],
      },
    ]);
  },
});
