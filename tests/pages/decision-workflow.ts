import { condition, setHandler } from "@temporalio/workflow";

import type { RunStatus } from "../../domain/video/generation.ts";
import { approveUpdate } from "../../workflows/generate-video-messages.ts";

/** Stands in the place of a parked run: takes one approval, tells its grant, and ends. */
export async function parkedRun(videoId: string): Promise<string> {
  let grant = "";
  setHandler(approveUpdate, ({ grantId }): RunStatus => {
    grant = grantId;
    return {
      videoId,
      stage: "upload",
      attempt: 1,
      waitingFor: null,
      spentMicroUsd: 0,
      capMicroUsd: 3_000_000,
      score: 71,
      findings: [],
      url: null,
      version: 1,
    };
  });
  await condition(() => grant !== "");
  return grant;
}
