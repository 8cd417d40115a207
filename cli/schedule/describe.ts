import { defineCommand } from "../command.ts";
import { plainRecord } from "../temporal/plain-record.ts";
import { scheduleIdFlag } from "./schedule-id.ts";

export const scheduleDescribe = defineCommand({
  name: "describe",
  summary: "Show a schedule: what it starts, when, and its last runs",
  example: `longtake schedule describe \\
    --schedule-id YourScheduleId`,
  flags: { scheduleId: scheduleIdFlag },
  async run(context, { scheduleId }) {
    const client = await context.temporal();
    const { spec, action, policies, state, info } = await client.schedule.getHandle(scheduleId).describe();
    const recentRuns = info.recentActions.map((each) => ({
      scheduledAt: each.scheduledAt.toISOString(),
      takenAt: each.takenAt.toISOString(),
      workflowId: each.action.workflow.workflowId,
    }));
    const answer = {
      scheduleId,
      type: action.workflowType,
      taskQueue: action.taskQueue,
      spec: plainRecord(spec),
      policies,
      paused: state.paused,
      notes: state.note ?? null,
      nextRuns: info.nextActionTimes.map((each) => each.toISOString()),
      recentRuns,
      runsTotal: info.numActionsTaken,
      missedCatchupWindow: info.numActionsMissedCatchupWindow,
      skippedOverlap: info.numActionsSkippedOverlap,
    };
    context.output.value(answer, () => [
      {
        title: "Schedule",
        fields: [
          ["ScheduleId", scheduleId],
          ["Type", answer.type],
          ["TaskQueue", answer.taskQueue],
          ["Overlap", policies.overlap],
          ["CatchupWindow", { durationMs: policies.catchupWindow }],
          ["Paused", answer.paused],
          ["Notes", answer.notes],
          ["NextRun", { instant: answer.nextRuns[0] }],
          ["RunsTotal", answer.runsTotal],
          ["MissedCatchupWindow", answer.missedCatchupWindow],
          ["SkippedOverlap", answer.skippedOverlap],
        ],
      },
      {
        title: "Recent Runs",
        lines: context.output.table(recentRuns, [
          { title: "Taken", value: (row) => ({ instant: row.takenAt }) },
          { title: "WorkflowId", value: (row) => row.workflowId, shrinks: true },
        ]),
      },
    ]);
  },
});
