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
  /** An upload has a stage before it. */
  readonly #attempts: Partial<Record<Stage, number>> = {};
  #cause: StageCause | null = null;
  #until: string | null = null;
  spentMicroUsd = 0;
  capMicroUsd: number;
  costLevel: CostLevel = "ok";

  constructor({ videoId, channelId, spec, work }: MakeStageInput, terms: StageTerms, stage: Stage) {
    this.input = { videoId, channelId, spec, priority: 5, route: routeOf(spec.complexity), ...terms };
    this.capMicroUsd = terms.policy.costCapMicroUsd;
    this.#name = work.stage;
    this.#stage = stage;
  }

  attemptOf(stage: Stage): number {
    return (this.#attempts[stage] ?? 0) + 1;
  }

  countAttempt(stage: Stage, attempt: number): void {
    this.#attempts[stage] = attempt;
  }

  enter(stage: Stage | "done"): void {
    this.#stage = stage;
    [this.#cause, this.#until] = [null, null];
    this.tell();
  }

  /** Goes on by itself at an ISO instant. */
  wait(cause: StageCause, until: string): void {
    [this.#cause, this.#until] = [cause, until];
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
    const stage = this.#stage;
    const state = stage === "done" ? "done" : `attempt ${Math.max(1, this.#attempts[stage] ?? 0)}`;
    const cause = this.#cause;
    const ended = this.#until === null ? "Failed" : `Waits until ${this.#until}`;
    const fate = this.#name === "upload" ? "what it uploads has no page here" : "is never published";
    return [
      `**Stage alone** ${this.#name}, ${state} · [Result](${policy.publicUrl}/stages/${videoId})`,
      ...(cause === null ? [] : [`**${ended}** ${cause.code}: ${markdownText(cause.message)}`]),
      ...(cause === null || cause.remedy === null ? [] : [`**Remedy** ${markdownText(cause.remedy)}`]),
      `**Cost so far** ${usd(this.spentMicroUsd)} of at most ${usd(this.capMicroUsd)} US dollars`,
      ...(this.#stage === "render" ? [`**Encoder** ${encoder}${fallback}`] : []),
      `**Draft** ${stageWorkflowId(videoId, this.#name)}: it has no place in the queue and ${fate}`,
    ].join("\n\n");
  }
}
