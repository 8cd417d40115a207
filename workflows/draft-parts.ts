import { defineQuery, setHandler } from "@temporalio/workflow";
import type { RunParts } from "../domain/video/stage-run.ts";
import type { Draft } from "./draft.ts";

/** What a draft of the video would be drawn from now: the record learns of narration and pictures only with the render. */
export const partsQuery = defineQuery<RunParts>("parts");

export function answerParts(draft: Draft): void {
  setHandler(partsQuery, () => {
    const { run, script, narration, media, rendered } = draft;
    return {
      spec: run.spec,
      scriptKey: script?.scriptKey ?? null,
      timingsKey: narration?.timingsKey ?? null,
      mediaKey: media?.mediaKey ?? null,
      planKey: rendered?.plan.planKey ?? null,
    };
  });
}
