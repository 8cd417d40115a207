import {
  type Client,
  type ScheduleDescription,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
} from "@temporalio/client";
import type { Settings } from "../../config.ts";
import type { ClusterChange } from "./changes.ts";

type Declared = Settings["schedules"][string];

/** Schedules that carry this memo are ours: one that is no longer declared is deleted. */
const MANAGED = { managedBy: "longtake" };

/** Creates, changes and deletes schedules; whether an operator paused one is left as it is. */
export async function scheduleChanges(client: Client, settings: Settings): Promise<ClusterChange[]> {
  const changes: ClusterChange[] = [];
  for (const [scheduleId, declared] of Object.entries(settings.schedules)) {
    const what = `schedule ${scheduleId}`;
    const to = describeDeclared(declared);
    const existing = await find(client, scheduleId);
    if (existing === null) {
      const apply = async () => {
        await client.schedule.create(optionsOf(scheduleId, declared));
      };
      changes.push({ kind: "create", what, from: null, to, apply });
      continue;
    }
    const from = describeExisting(existing);
    if (from === to) continue;
    const apply = async () => {
      const { spec, policies, action } = optionsOf(scheduleId, declared);
      await client.schedule.getHandle(scheduleId).update((previous) => ({
        ...previous,
        spec,
        action: { ...action, workflowId: scheduleId },
        policies: { ...previous.policies, ...policies },
      }));
    };
    changes.push({ kind: "change", what, from, to, apply });
  }
  for await (const { scheduleId, memo } of client.schedule.list()) {
    if (memo?.["managedBy"] !== MANAGED.managedBy || settings.schedules[scheduleId]) continue;
    const apply = async () => client.schedule.getHandle(scheduleId).delete();
    changes.push({ kind: "delete", what: `schedule ${scheduleId}`, from: "not declared any more", to: null, apply });
  }
  return changes;
}

function optionsOf(scheduleId: string, declared: Declared) {
  return {
    scheduleId,
    spec: { intervals: [{ every: declared.everySeconds * 1000 }] },
    action: {
      type: "startWorkflow",
      workflowType: declared.workflow,
      workflowId: scheduleId,
      taskQueue: "orchestration",
    },
    policies: { overlap: declared.overlap, catchupWindow: declared.catchupWindowSeconds * 1000 },
    memo: MANAGED,
  } satisfies ScheduleOptions;
}

async function find(client: Client, scheduleId: string): Promise<ScheduleDescription | null> {
  try {
    return await client.schedule.getHandle(scheduleId).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

function describeDeclared({ everySeconds, workflow, overlap, catchupWindowSeconds }: Declared): string {
  return `${workflow} every ${everySeconds} s, overlap ${overlap}, catch-up ${catchupWindowSeconds} s`;
}

function describeExisting({ spec, action, policies }: ScheduleDescription): string {
  const everyMs = spec.intervals?.[0]?.every ?? 0;
  const overlap = policies.overlap ?? ScheduleOverlapPolicy.SKIP;
  return `${action.workflowType} every ${everyMs / 1000} s, overlap ${overlap}, catch-up ${policies.catchupWindow / 1000} s`;
}
