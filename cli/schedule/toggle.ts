import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { text, toggle } from "../flags.ts";
import { scheduleIdFlag } from "./schedule-id.ts";

export const scheduleToggle = defineCommand({
  name: "toggle",
  summary: "Pause or unpause a schedule",
  example: `longtake schedule toggle \\
    --schedule-id YourScheduleId \\
    --pause \\
    --reason YourReason`,
  flags: {
    scheduleId: scheduleIdFlag,
    pause: toggle("--pause", "Take no further runs"),
    unpause: toggle("--unpause", "Take runs again"),
    reason: text("--reason <Text>", "Why; kept as the schedule's note"),
  },
  async run(context, { scheduleId, pause, unpause, reason }) {
    if (pause === unpause) throw new AppError("invalid_input", "expected either --pause or --unpause");
    const client = await context.temporal();
    const handle = client.schedule.getHandle(scheduleId);
    const note = reason ?? "Requested from the longtake CLI";
    await (pause ? handle.pause(note) : handle.unpause(note));
    context.output.value({ scheduleId, paused: pause }, () => [
      {
        title: "Schedule",
        fields: [
          ["ScheduleId", scheduleId],
          ["Paused", pause],
        ],
      },
    ]);
  },
});
