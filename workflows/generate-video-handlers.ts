import { ApplicationFailure } from "@temporalio/common";
import { currentUpdateInfo, proxyLocalActivities, setHandler, workflowInfo } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import type { Decision } from "../domain/generation.ts";
import { transaction } from "./activity-options.ts";
import * as messages from "./generate-video-messages.ts";
import type { Parking } from "./parking.ts";
import type { VideoRun } from "./video-run.ts";

const records = proxyLocalActivities<StageActivities>(transaction);

/** Sets every handler of a run; decisions are kept in the order in which they were made. */
export function handleMessages(run: VideoRun, parking: Parking, decisions: Decision[]): void {
  const { videoId } = run.input;
  const decide = async (act: Decision["act"], { grantId }: messages.GuardedMessage): Promise<Decision> =>
    records.applyGrant({ videoId, act, grantId, consumer: `${workflowInfo().runId}/${currentUpdateInfo()?.id}` });
  const whileParked = () => {
    if (run.waitingFor === null) refuse(`the run is not parked: it is in stage ${run.stage}`);
  };
  const guarded = (message: messages.GuardedMessage) => {
    if (typeof message?.grantId !== "string") refuse("grantId: expected the id of a grant");
  };
  const onApproval = (message: messages.GuardedMessage) => {
    guarded(message);
    if (run.waitingFor?.kind !== "approval") refuse("the run does not wait for approval");
  };

  setHandler(messages.statusQuery, () => run.status());
  setHandler(messages.slotGrantedSignal, () => parking.grantSlot());
  setHandler(
    messages.resumeUpdate,
    () => {
      parking.wakeUp();
      return run.status();
    },
    {
      validator: () => {
        whileParked();
        if (run.waitingFor?.kind === "approval") refuse("approve, edit or reject the video instead");
      },
    },
  );
  setHandler(
    messages.raiseCapUpdate,
    async (message) => {
      const { capMicroUsd } = await decide("raise_cap", message);
      run.capMicroUsd = capMicroUsd ?? run.capMicroUsd;
      if (run.waitingFor?.kind === "cost_cap") parking.wakeUp();
      run.tell();
      return run.status();
    },
    { validator: guarded },
  );
  for (const [update, act] of [
    [messages.approveUpdate, "approve_video"],
    [messages.rejectUpdate, "reject_video"],
    [messages.editUpdate, "edit_video"],
  ] as const) {
    setHandler(
      update,
      async (message) => {
        decisions.push(await decide(act, message));
        if (act !== "edit_video") parking.wakeUp();
        return run.status();
      },
      { validator: onApproval },
    );
  }
}

function refuse(message: string): never {
  throw ApplicationFailure.nonRetryable(message, "conflict");
}
