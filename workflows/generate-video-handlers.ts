import { ApplicationFailure } from "@temporalio/common";
import { currentUpdateInfo, proxyLocalActivities, setHandler, workflowInfo } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import type { Decision } from "../domain/video/generation.ts";
import { transaction } from "./activity-options.ts";
import type { Draft } from "./draft.ts";
import { answerParts } from "./draft-parts.ts";
import * as messages from "./generate-video-messages.ts";

const records = proxyLocalActivities<StageActivities>(transaction);

/** Sets every handler of a run. Decisions are taken one after the other, each on what the one before it left. */
export function handleMessages(draft: Draft): void {
  const { run, parking } = draft;
  const { videoId } = run.input;
  const actOn = async (act: Decision["act"], { grantId }: messages.GuardedMessage): Promise<Decision> => {
    const consumer = `${workflowInfo().runId}/${currentUpdateInfo()?.id}`;
    const uploading = draft.isClosed ? { isUploading: true } : {};
    const current = { spec: run.spec, scriptKey: draft.script?.scriptKey ?? null, ...uploading };
    return records.applyGrant({ videoId, act, grantId, consumer, current });
  };
  const whileParked = () => {
    if (run.waitingFor === null) refuse(`the run is not parked: it is in stage ${run.stage}`);
  };
  const guarded = (message: messages.GuardedMessage) => {
    if (typeof message?.grantId !== "string") refuse("grantId: expected the id of a grant");
  };
  const whileWaiting = () => {
    // Whoever gives a title may decide before it is on the thumbnails.
    if (run.waitingFor?.kind !== "approval" && !draft.isRetitled) refuse("the run does not wait for approval");
    if (draft.rendered === null) refuse("an edit is being made: decide on the version that comes of it");
  };
  const whileOpen = () => {
    // A parked upload sends nothing: what was not sent can still change, and applyGrant knows what was.
    const isSending = draft.isClosed && run.waitingFor === null;
    if (isSending) refuse("the upload has begun; edit again when the video is published");
    if (draft.approval === "rejected") refuse("the video was rejected");
  };
  setHandler(messages.statusQuery, () => run.status());
  answerParts(draft);
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
      const { capMicroUsd } = await actOn("raise_cap", message);
      run.capMicroUsd = capMicroUsd ?? run.capMicroUsd;
      if (run.waitingFor?.kind === "cost_cap") parking.wakeUp();
      run.tell();
      return run.status();
    },
    { validator: guarded },
  );
  for (const [update, act, approval] of [
    [messages.approveUpdate, "approve_video", "approved"],
    [messages.rejectUpdate, "reject_video", "rejected"],
  ] as const) {
    setHandler(
      update,
      (message) =>
        draft.decide(async () => {
          // Again: what was true when the message came may have changed while it waited for its turn.
          whileWaiting();
          await actOn(act, message);
          draft.approval = approval;
          parking.wakeUp();
          return run.status();
        }),
      {
        validator: (message) => {
          guarded(message);
          whileWaiting();
        },
      },
    );
  }
  setHandler(
    messages.editUpdate,
    (message) =>
      draft.decide(async () => {
        whileOpen();
        const { applied, title } = await actOn("edit_video", message);
        if (applied !== undefined) draft.apply(applied);
        else if (title !== undefined) draft.dress = { ...draft.dress, title };
        return run.status();
      }),
    {
      validator: (message) => {
        guarded(message);
        whileOpen();
      },
    },
  );
}

function refuse(message: string): never {
  throw ApplicationFailure.nonRetryable(message, "conflict");
}
