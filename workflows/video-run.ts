import { setCurrentDetails, upsertSearchAttributes } from "@temporalio/workflow";
import type { GenerateVideoInput, RunStatus, WaitingFor } from "../domain/video/generation.ts";
import { markdownText } from "../domain/markdown.ts";
import type { CostLevel } from "../domain/cost/cost.ts";
import type { Finding } from "../domain/video/production.ts";
import type { Stage, VideoSpec } from "../domain/video/video.ts";
import { Clock } from "./clock.ts";
import * as attributes from "./search-attributes.ts";

const usd = (microUsd: number) => (microUsd / 1_000_000).toFixed(microUsd < 10_000 ? 4 : 2);

/** Where one run stands, told to the Web UI whenever it changes: search attributes and current details. */
export class VideoRun {
  readonly input: GenerateVideoInput;
  readonly clock: Clock;
  readonly attempts: Partial<Record<Stage, number>>;
  /** As edits have made it. */
  spec: VideoSpec;
  stage: Stage | "done" = "script";
  attempt = 1;
  waitingFor: WaitingFor | null = null;
  spentMicroUsd: number;
  capMicroUsd: number;
  /** How near the cap the video is, with what is reserved. */
  costLevel: CostLevel = "ok";
  score: number | null = null;
  /** The score below which a person looks, once something was judged. */
  gate: number | null = null;
  findings: readonly Finding[] = [];
  url: string | null = null;
  /** In what the platform's visibility differs from what was asked. */
  visibilityReason: string | null = null;
  /** Of what was rendered last. */
  version: number;

  constructor(input: GenerateVideoInput) {
    this.input = input;
    this.clock = new Clock(input.clock);
    const { carried, spec, policy } = input;
    this.attempts = { ...carried?.attempts };
    this.spec = carried?.spec ?? spec;
    this.version = carried?.version ?? 0;
    this.spentMicroUsd = carried?.spentMicroUsd ?? 0;
    this.capMicroUsd = carried?.capMicroUsd ?? policy.costCapMicroUsd;
    this.score = carried?.inspection?.score ?? null;
    this.gate = carried?.inspection?.gate ?? null;
    this.findings = carried?.inspection?.findings ?? [];
  }

  status(): RunStatus {
    const { stage, attempt, waitingFor, spentMicroUsd, capMicroUsd, score, findings, url, version } = this;
    return {
      videoId: this.input.videoId,
      stage,
      attempt,
      waitingFor,
      spentMicroUsd,
      capMicroUsd,
      score,
      findings,
      url,
      version,
    };
  }

  /** The number of the stage's next attempt; a stage that is entered again after a repair goes on counting. */
  attemptOf(stage: Stage): number {
    return (this.attempts[stage] ?? 0) + 1;
  }

  countAttempt(stage: Stage, attempt: number): void {
    this.attempts[stage] = attempt;
  }

  enter(stage: Stage | "done", attempt = 1): void {
    this.stage = stage;
    this.attempt = attempt;
    this.tell();
  }

  /** Brings search attributes and current details up to date. */
  tell(): void {
    const until = this.waitingFor?.until ?? null;
    upsertSearchAttributes([
      { key: attributes.stageKey, value: this.stage },
      { key: attributes.waitingForKey, value: this.waitingFor?.kind ?? null },
      { key: attributes.needsPersonKey, value: this.waitingFor !== null && until === null },
      { key: attributes.nextDeadlineKey, value: until === null ? null : new Date(until) },
      { key: attributes.errorCodeKey, value: this.waitingFor?.errorCode ?? null },
      { key: attributes.costMicroUsdKey, value: this.spentMicroUsd },
      { key: attributes.qualityScoreKey, value: this.score === null ? null : Math.round(this.score) },
    ]);
    setCurrentDetails(this.#details());
  }

  /** The Web UI shows the first dozen lines without scrolling, so what a reader must know stands first. */
  #details(): string {
    const { input, waitingFor } = this;
    const page = `${input.policy.publicUrl}/videos/${input.videoId}`;
    const attempt = this.attempt > 1 ? `, attempt ${this.attempt}` : "";
    const gate = this.gate === null ? "" : ` (gate ${this.gate})`;
    const score = this.score === null ? "" : ` · **Quality score** ${this.score}${gate}`;
    const version = this.version > 1 ? ` · **Version** ${this.version}` : "";
    const fallback = input.fallbackReason ? ` (${markdownText(input.fallbackReason)})` : "";
    return [
      `[Video page](${page})${this.url ? ` · [Published video](${this.url})` : ""}`,
      ...(waitingFor ? told(waitingFor) : []),
      ...(this.visibilityReason === null ? [] : [`**Visibility** ${markdownText(this.visibilityReason)}`]),
      `**Stage** ${this.stage}${attempt}${score}${version}`,
      `**Cost so far** ${usd(this.spentMicroUsd)} of at most ${usd(this.capMicroUsd)} US dollars${costWarning(this)}`,
      `**Route** ${input.route}, encoder ${input.encoder}${fallback}`,
    ].join("\n\n");
  }
}

function costWarning({ costLevel }: Pick<VideoRun, "costLevel">): string {
  return costLevel === "warn" || costLevel === "critical" ? ` (**${costLevel}**: near the cap)` : "";
}

function told({ kind, reason, remedy, until }: WaitingFor): string[] {
  return [
    `**Waits for ${kind.replaceAll("_", " ")}**: ${markdownText(reason)}`,
    `**Remedy** ${markdownText(remedy)}`,
    until ? `**Next deadline** ${until}: goes on by itself` : "**Who must act** a person, on the video page",
  ];
}
