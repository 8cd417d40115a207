import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { toggle } from "../flags.ts";
import { scheduleIdFlag, schedulePath } from "./schedule-flags.ts";

export const productionDelete = defineCommand({
  name: "delete",
  summary: "Delete a production schedule; its videos stay",
  example: `longtake production delete \\
    --schedule-id YourScheduleId \\
    --yes`,
  flags: { scheduleId: scheduleIdFlag, yes: toggle("-y, --yes", "Do not ask") },
  async run(context, { scheduleId, yes }) {
    if (!yes && !(await context.confirm(`Delete production schedule ${scheduleId}?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    await context.api().call({ method: "DELETE", path: schedulePath(scheduleId) });
    context.output.value({ scheduleId, deleted: true }, () => [
      { title: "Deleted", fields: [["ScheduleId", scheduleId]] },
    ]);
  },
});
