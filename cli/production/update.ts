import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { changeSchedule, scheduleBody, scheduleIdFlag, scheduleSettingFlags } from "./schedule-flags.ts";

export const productionUpdate = defineCommand({
  name: "update",
  summary: "Change a production schedule",
  details:
    "A new list of topics begins at its beginning. --topic, --feed-url, or --country with --about, replace what was said of topics before.",
  example: `longtake production update \\
    --schedule-id YourScheduleId \\
    --cadence "0 6,18 * * *" \\
    --daily-videos-max 2`,
  flags: { scheduleId: scheduleIdFlag, ...scheduleSettingFlags },
  async run(context, { scheduleId, ...flags }) {
    const body = scheduleBody(flags);
    if (Object.keys(body).length === 0) {
      throw new AppError("invalid_input", "expected something to change, such as --daily-videos-max 2");
    }
    const schedule = await changeSchedule(context, scheduleId, body);
    context.output.value(schedule, () => valueSections(context.output, "Production schedule", schedule));
  },
});
