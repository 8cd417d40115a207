import type { CostReport } from "../../../db/queries/cost-report.ts";
import type { QualityReport } from "../../../domain/inspection.ts";
import type { Chapter } from "../../../domain/render-plan.ts";
import type { VideoSpec } from "../../../domain/video.ts";
import type { Notice } from "../layout.ts";

/** One attempt of a stage. */
export interface StageAttempt {
  readonly stage: string;
  readonly attempt: number;
  readonly status: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** A line of the video's audit trail. */
export interface TrailEntry {
  readonly at: string;
  readonly action: string;
  readonly by: string;
  readonly reason: string | null;
}

/** Everything the page of one video shows. */
export interface VideoPage {
  readonly nowMs: number;
  readonly videoId: string;
  readonly channelId: string;
  readonly topic: string;
  readonly title: string | null;
  readonly spec: VideoSpec;
  readonly status: string;
  readonly priority: number;
  readonly route: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly durationMs: number | null;
  readonly bytes: number | null;
  readonly score: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly waitingFor: {
    readonly kind: string;
    readonly reason: string;
    readonly remedy: string;
    readonly until: string | null;
  } | null;
  readonly place: { readonly position: number; readonly etaAt: string } | null;
  /** Names of the files that can be fetched: `video.mp4`, `captions.vtt`, … */
  readonly artifacts: ReadonlySet<string>;
  readonly chapters: readonly Chapter[];
  readonly report: QualityReport | null;
  readonly costs: CostReport;
  readonly stages: readonly StageAttempt[];
  readonly trail: readonly TrailEntry[];
  readonly publication: { readonly platform: string; readonly url: string } | null;
  /** Its run in Temporal's Web UI. */
  readonly workflowUrl: string;
  readonly eventsUrl: string;
  readonly may: {
    readonly execute: boolean;
    readonly decide: boolean;
    readonly raiseCap: boolean;
  };
  /** Guarded acts need a fresh proof of who acts. */
  readonly proof: { readonly isFresh: boolean; readonly hasOidc: boolean };
  readonly notice: Notice | null;
}
