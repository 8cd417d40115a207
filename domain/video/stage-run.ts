import type { RunPolicy } from "./generation.ts";
import type { FileInspectionInput, FileUploadInput, Finding, PlanResult } from "./production.ts";
import type { Stage, VideoSpec } from "./video.ts";

/** What can be made by itself, without a place in the queue. `preview` is a small, quick render. */
export const LONE_STAGES = ["script", "narration", "media", "render", "qa", "preview", "upload"] as const;
export type LoneStage = (typeof LONE_STAGES)[number];

/** What a plan is made of. */
export interface PlanParts {
  readonly scriptKey: string;
  readonly timingsKey: string;
  readonly mediaKey: string;
}

/** Answer of the query `parts`: what a run has made so far; null is not made yet, or obsolete since an edit. */
export type RunParts = { readonly [Name in keyof PlanParts]: string | null } & {
  readonly planKey: string | null;
  /** As edits have made it. */
  readonly spec: VideoSpec;
};

/** What one stage is given; bytes by object key. */
export type LoneWork =
  | { readonly stage: "script" }
  | { readonly stage: "narration" | "media"; readonly scriptKey: string }
  | ({ readonly stage: "render" | "preview" } & PlanParts)
  | { readonly stage: "render" | "preview"; readonly plan: PlanResult }
  | { readonly stage: "qa"; readonly file: Omit<FileInspectionInput, "videoId"> }
  | UploadWork;

/** A file is judged by itself before it goes out. */
export interface UploadWork {
  readonly stage: "upload";
  readonly file: Pick<FileUploadInput, "videoKey" | "thumbnailKey" | "srtKey">;
  readonly title: string;
  /** Of somebody's approval of the file as it is; left out, the gate decides. */
  readonly grantId?: string;
}

/** Input of the workflow `makeStage`. A stage alone belongs to a draft: a video without a place in the queue. */
export interface MakeStageInput {
  readonly videoId: string;
  readonly channelId: string;
  readonly spec: VideoSpec;
  readonly work: LoneWork;
}

/** The settings in force when the stage was started. */
export interface StageTerms {
  readonly policy: RunPolicy;
  readonly encoder: string;
  readonly fallbackReason: string | null;
}

/** What is known of the thing that was made; each stage says what it has. */
export interface StageFacts {
  readonly title?: string;
  readonly sceneCount?: number;
  readonly wordCount?: number;
  readonly provider?: string;
  readonly durationMs?: number;
  readonly segmentCount?: number;
  readonly sha256?: string;
  readonly bytes?: number;
  readonly score?: number;
  readonly needsRepair?: boolean;
  readonly findings?: readonly Finding[];
  readonly platformVideoId?: string;
  readonly url?: string;
  /** In what the platform's visibility differs from what was asked. */
  readonly visibilityReason?: string;
}

export interface MakeStageResult {
  readonly videoId: string;
  readonly stage: LoneStage;
  /** Object keys by name: `scriptKey`, `videoKey`, … */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly facts: StageFacts;
  readonly spentMicroUsd: number;
}

/** Whose limits, ledger lines and progress a stage alone uses. */
export function ledgerStageOf(stage: LoneStage): Stage {
  return stage === "preview" ? "render" : stage;
}

export function stageWorkflowId(videoId: string, stage: LoneStage): string {
  return `stage/${videoId}/${stage}`;
}

/** The stage that a draft is about; undefined for the workflow of anything else. */
export function loneStageOf(workflowId: string): LoneStage | undefined {
  const [, , name] = /^stage\/([^/]+)\/([a-z]+)$/.exec(workflowId) ?? [];
  return LONE_STAGES.find((stage) => stage === name);
}
