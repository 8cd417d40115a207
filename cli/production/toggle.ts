import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { changeSchedule, scheduleIdFlag } from "./schedule-flags.ts";

export const productionPause = defineCommand({
  name: "pause",
  summary: "Pause a production schedule; what waits or is made goes on",
  example: `longtake production pause \\
    --schedule-id YourScheduleId`,
  flags: { scheduleId: scheduleIdFlag },
  async run(context, { scheduleId }) {
    const schedule = await changeSchedule(context, scheduleId, { isActive: false });
    context.output.value(schedule, () => valueSections(context.output, "Paused", schedule));
  },
});

export const productionResume = defineCommand({
  name: "resume",
  summary: "Resume a paused production schedule at its next time",
  example: `longtake production resume \\
    --schedule-id YourScheduleId`,
  flags: { scheduleId: scheduleIdFlag },
  async run(context, { scheduleId }) {
    const schedule = await changeSchedule(context, scheduleId, { isActive: true });
    context.output.value(schedule, () => valueSections(context.output, "Resumed", schedule));
  },
});
