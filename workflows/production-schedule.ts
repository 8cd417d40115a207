import {
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setWorkflowOptions,
  workflowInfo,
} from "@temporalio/workflow";
import type { Produced, ProductionScheduleActivities } from "../activities/production-schedule.ts";
import type { ClockInput } from "../domain/video/generation.ts";
import { markdownText } from "../domain/markdown.ts";
import { read, transaction } from "./activity-options.ts";
import { Clock } from "./clock.ts";
import { stageFailureOf } from "./failures.ts";
import { wakeDispatcher } from "./parking.ts";
import { pinned } from "./versioning.ts";

const records = proxyLocalActivities<ProductionScheduleActivities>(transaction);
const { readTopicFeed } = proxyActivities<ProductionScheduleActivities>({ ...read, taskQueue: "orchestration" });

/** A line that stays full for so long gets the next firing instead. */
const WAIT_FOR_LINE_MS = 12 * 3_600_000;

export interface ProductionScheduleInput {
  readonly scheduleId: string;
  /** ISO instant; left out it is the time the Schedule fired for. */
  readonly firedFor?: string;
  readonly clock?: ClockInput;
}

/**
 * One firing of a production schedule: waits for the hours in which work may begin, takes the next topic and queues its
 * video. A firing is one video, whatever is repeated. Id `production/<scheduleId>` and the time it fired for.
 */
export async function productionSchedule(input: ProductionScheduleInput): Promise<Produced> {
  const { scheduleId } = input;
  const firedFor = input.firedFor ?? scheduledTime();
  const clock = new Clock(input.clock);
  const tell = (line: string) => setCurrentDetails(`**Schedule** ${markdownText(scheduleId)}\n\n${line}`);

  const giveUp = (because: string) => records.giveUpFiring({ scheduleId, firedFor, because, nowMs: clock.nowMs() });

  const plan = await records.planFiring({ scheduleId, nowMs: clock.nowMs() });
  if (plan === null) return { kind: "skipped", because: "the schedule was deleted" };
  tell(`**Waits for its hours** until ${plan.opensAt}`);
  await clock.waitUntil(Date.parse(plan.opensAt), "waits for off-peak hours");

  const fed = plan.wantsFeed ? await readFeed(scheduleId) : [];
  if (typeof fed === "string") return giveUp(fed);
  const giveUpAtMs = clock.nowMs() + WAIT_FOR_LINE_MS;
  for (;;) {
    const produced = await records.produceVideo({ scheduleId, firedFor, fed, nowMs: clock.nowMs() });
    if (produced.kind !== "later") {
      const { kind } = produced;
      tell(
        kind === "queued"
          ? `**Queued** ${markdownText(produced.topic)}`
          : `**Skipped** ${markdownText(produced.because)}`,
      );
      if (kind === "queued") await wakeDispatcher();
      return produced;
    }
    const againAtMs = clock.nowMs() + produced.retryAfterMs;
    if (againAtMs > giveUpAtMs) return giveUp(produced.because);
    tell(`**Waits for a place in the line** ${markdownText(produced.because)}`);
    await clock.waitUntil(againAtMs, "waits for a place in the line");
  }
}

setWorkflowOptions(pinned, productionSchedule);

/** Its titles, or why they cannot be had: then the next firing tries again. */
async function readFeed(scheduleId: string): Promise<readonly string[] | string> {
  try {
    return await readTopicFeed.executeWithOptions({ summary: "reads what there is to make videos about" }, [
      { scheduleId },
    ]);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return stageFailureOf(error).message;
  }
}

/** The Schedule's own time for this firing; a run that somebody starts by hand has its start. */
function scheduledTime(): string {
  const { searchAttributes, startTime } = workflowInfo();
  const [found] = searchAttributes["TemporalScheduledStartTime"] ?? [];
  return (found instanceof Date ? found : startTime).toISOString();
}
