import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { scheduleIdFlag, schedulePath } from "./schedule-flags.ts";

export const productionShow = defineCommand({
  name: "show",
  summary: "Show a production schedule",
  example: `longtake production show \\
    --schedule-id YourScheduleId`,
  flags: { scheduleId: scheduleIdFlag },
  async run(context, { scheduleId }) {
    const schedule = await context.api().call<unknown>({ method: "GET", path: schedulePath(scheduleId) });
    context.output.value(schedule, () => valueSections(context.output, "Production schedule", schedule));
  },
});
