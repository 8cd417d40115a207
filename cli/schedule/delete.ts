import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { toggle } from "../flags.ts";
import { scheduleIdFlag } from "./schedule-id.ts";

export const scheduleDelete = defineCommand({
  name: "delete",
  summary: "Delete a schedule; runs in progress go on",
  details: "A schedule that temporal-config.yaml declares comes back with the next `longtake cluster apply`.",
  example: `longtake schedule delete \\
    --schedule-id YourScheduleId \\
    --yes`,
  flags: { scheduleId: scheduleIdFlag, yes: toggle("-y, --yes", "Do not ask") },
  async run(context, { scheduleId, yes }) {
    if (!yes && !(await context.confirm(`Delete schedule ${scheduleId}?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    const client = await context.temporal();
    await client.schedule.getHandle(scheduleId).delete();
    context.output.value({ scheduleId, deleted: true }, () => [
      { title: "Deleted", fields: [["ScheduleId", scheduleId]] },
    ]);
  },
});
