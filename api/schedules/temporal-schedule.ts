import { ScheduleAlreadyRunning, ScheduleNotFoundError, type ScheduleOptions } from "@temporalio/client";
import type { ScheduleRecord } from "../../db/queries/production-schedules.ts";
import { productionWorkflowId } from "../../domain/channel/production-schedule.ts";
import type { productionSchedule } from "../../workflows/production-schedule.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { withinTime } from "../temporal-deadline.ts";

type Deps = Pick<ApiDependencies, "temporal">;

/** What was missed longer ago than this stays missed: a channel wants the next video, not all of them at once. */
const CATCH_UP = "1 hour";

/** Creates or changes Temporal's Schedule of a production schedule; a repeat changes nothing. */
export async function saveTemporalSchedule(deps: Deps, schedule: ScheduleRecord): Promise<void> {
  const options = optionsOf(schedule);
  await withinTime(deps, async () => {
    try {
      await deps.temporal.schedule.create(options);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, action, policies, state } = options;
      await deps.temporal.schedule.getHandle(options.scheduleId).update((previous) => ({
        ...previous,
        spec,
        action: { ...action, workflowId: options.scheduleId },
        policies: { ...previous.policies, ...policies },
        state: { ...previous.state, ...state },
      }));
    }
  });
}

/** Deleting what is gone is done. */
export async function deleteTemporalSchedule(deps: Deps, scheduleId: string): Promise<void> {
  await withinTime(deps, async () => {
    try {
      await deps.temporal.schedule.getHandle(productionWorkflowId(scheduleId)).delete();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    }
  });
}

export async function fireTemporalSchedule(deps: Deps, scheduleId: string): Promise<void> {
  await withinTime(deps, () => deps.temporal.schedule.getHandle(productionWorkflowId(scheduleId)).trigger());
}

function optionsOf({ scheduleId, channelId, cadence, timeZone, isActive }: ScheduleRecord) {
  const id = productionWorkflowId(scheduleId);
  return {
    scheduleId: id,
    spec: { cronExpressions: [cadence], timezone: timeZone },
    action: {
      type: "startWorkflow",
      workflowType: "productionSchedule" satisfies typeof productionSchedule.name,
      workflowId: id,
      taskQueue: "orchestration",
      args: [{ scheduleId }],
      staticSummary: `Next video of channel ${channelId}`,
    },
    // While a firing waits for its hours or for a place in the line, the next ones make no pile behind it.
    policies: { overlap: "SKIP", catchupWindow: CATCH_UP },
    state: { paused: !isActive, note: isActive ? "" : "paused through the API" },
  } satisfies ScheduleOptions;
}
