import { defineCommand } from "../command.ts";
import { scheduleIdFlag, schedulePath } from "./schedule-flags.ts";

export const productionFire = defineCommand({
  name: "fire",
  summary: "Fire a production schedule once, now",
  details: "Its daily cap, its hours and its topics hold as ever; `longtake production videos` shows what came of it.",
  example: `longtake production fire \\
    --schedule-id YourScheduleId`,
  flags: { scheduleId: scheduleIdFlag },
  async run(context, { scheduleId }) {
    await context.api().call({ method: "POST", path: schedulePath(scheduleId, "fire") });
    context.output.value({ scheduleId }, () => [{ title: "Fired", fields: [["ScheduleId", scheduleId]] }]);
  },
});
