import { setCurrentDetails, upsertSearchAttributes } from "@temporalio/workflow";
import type { GenerateVideoInput } from "../domain/video/generation.ts";
import type { CostLevel } from "../domain/cost/cost.ts";
import { markdownText } from "../domain/markdown.ts";
import { type LoneStage, type MakeStageInput, type StageTerms, stageWorkflowId } from "../domain/video/stage-run.ts";
import { routeOf, type Stage } from "../domain/video/video.ts";
import { Clock } from "./clock.ts";
import * as attributes from "./search-attributes.ts";
import type { StageCause, StageRun } from "./stage.ts";

const usd = (microUsd: number) => (microUsd / 1_000_000).toFixed(microUsd < 10_000 ? 4 : 2);

/** Where a stage that runs alone stands, told to the Web UI as that of a whole video is. */
export class MakeStageRun implements StageRun {
  readonly input: GenerateVideoInput;
  readonly clock = new Clock(undefined);
  readonly #name: LoneStage;
  #stage: Stage | "done";
  #attempts = 0;
  #cause: StageCause | null = null;
  spentMicroUsd = 0;
  capMicroUsd: number;
  costLevel: CostLevel = "ok";

  constructor({ videoId, channelId, spec, work }: MakeStageInput, terms: StageTerms, stage: Stage) {
    this.input = { videoId, channelId, spec, priority: 5, route: routeOf(spec.complexity), ...terms };
    this.capMicroUsd = terms.policy.costCapMicroUsd;
    this.#name = work.stage;
    this.#stage = stage;
  }

  attemptOf(): number {
    return this.#attempts + 1;
  }

  countAttempt(_: Stage, attempt: number): void {
    this.#attempts = attempt;
  }

  enter(stage: Stage | "done"): void {
    this.#stage = stage;
    this.tell();
  }

  /** The run ends here; what was wrong stays readable beside it. */
  fail(cause: StageCause): void {
    this.#cause = cause;
    this.tell();
  }

  tell(): void {
    upsertSearchAttributes([
      { key: attributes.stageKey, value: this.#stage },
      { key: attributes.errorCodeKey, value: this.#cause?.code ?? null },
      { key: attributes.costMicroUsdKey, value: this.spentMicroUsd },
    ]);
    setCurrentDetails(this.#details());
  }

  #details(): string {
    const { videoId, encoder, fallbackReason, policy } = this.input;
    const fallback = fallbackReason === null ? "" : ` (${markdownText(fallbackReason)})`;
    const state = this.#stage === "done" ? "done" : `attempt ${Math.max(1, this.#attempts)}`;
    const cause = this.#cause;
    return [
      `**Stage alone** ${this.#name}, ${state} · [Result](${policy.publicUrl}/stages/${videoId})`,
      ...(cause === null ? [] : [`**Failed** ${cause.code}: ${markdownText(cause.message)}`]),
      ...(cause === null || cause.remedy === null ? [] : [`**Remedy** ${markdownText(cause.remedy)}`]),
      `**Cost so far** ${usd(this.spentMicroUsd)} of at most ${usd(this.capMicroUsd)} US dollars`,
      ...(this.#stage === "render" ? [`**Encoder** ${encoder}${fallback}`] : []),
      `**Draft** ${stageWorkflowId(videoId, this.#name)}: it has no place in the queue and is never published`,
    ].join("\n\n");
  }
}
