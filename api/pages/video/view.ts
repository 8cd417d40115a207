import type { ExperimentRecord } from "../../../db/queries/experiments.ts";
import type { Relative } from "../../../db/queries/video-family.ts";
import type { VideoVersion } from "../../../db/queries/video-versions.ts";
import type { CostReport } from "../../../db/queries/cost-report.ts";
import type { ArtifactName } from "../../../domain/video/artifacts.ts";
import type { CostEstimate } from "../../../domain/cost/estimate.ts";
import type { QualityReport } from "../../../domain/inspection/inspection.ts";
import type { Chapter } from "../../../domain/render/plan.ts";
import type { StoryboardScene } from "../../../domain/render/storyboard.ts";
import type { Remarks } from "../../../domain/video/remarks.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";
import { isHidden } from "../../../domain/video/visibility.ts";
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

export interface Candidate {
  /** From 1. */
  readonly number: number;
  readonly objectKey: string;
  /** Whether the platform shows it, or is going to. */
  readonly isShown: boolean;
}

/** Everything the page of one video shows. */
export interface VideoPage extends Remarks {
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
  readonly artifacts: ReadonlySet<ArtifactName>;
  readonly chapters: readonly Chapter[];
  readonly report: QualityReport | null;
  readonly costs: CostReport;
  /** What was to be expected when it was queued. */
  readonly estimate: CostEstimate;
  /** Empty until there is a script. */
  readonly storyboard: readonly StoryboardScene[];
  /** Whether there is a sound master to draw. */
  readonly hasSound: boolean;
  /** Oldest first. */
  readonly versions: readonly VideoVersion[];
  readonly parent: Relative | null;
  readonly children: readonly Relative[];
  readonly stages: readonly StageAttempt[];
  readonly trail: readonly TrailEntry[];
  readonly publication: {
    readonly platform: string;
    readonly url: string;
    /** What the platform made of the file: processing, processed, failed or gone. */
    readonly processing: string;
    readonly processingReason: string | null;
    /** Who may see it as the platform says, and in what that differs from what was asked. */
    readonly privacy: string | null;
    readonly visibilityReason: string | null;
  } | null;
  /** Newest first. */
  readonly experiments: readonly ExperimentRecord[];
  /** Thumbnails that were made. */
  readonly candidates: readonly Candidate[];
  readonly publishStatus: string;
  /** ISO instant at which the platform makes it public, or made it so. */
  readonly scheduledFor: string | null;
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

export function isPublished({ publication }: VideoPage): boolean {
  return publication !== null;
}

/** Finished by a dry run: what would be sent is written down, and nothing was. */
export function isTriedOnly({ status, spec, publication }: VideoPage): boolean {
  return status === "completed" && spec.publish.dryRun === true && publication === null;
}

/** Title and thumbnail change as long as the run goes on, and on the platform; between the two nothing takes them. */
export function mayDress(video: VideoPage): boolean {
  const { may, status } = video;
  return may.decide && (status === "processing" || (status === "completed" && isPublished(video)));
}

/** Dresses it in files of one's own, which a reviewer cannot give. */
export function mayDressInFiles(video: VideoPage): boolean {
  return video.may.execute && mayDress(video);
}

/**
 * Scenes, voice and look change once there is a script, but not in its upload; a finished video passes them to a new
 * one, which a reviewer cannot queue.
 */
export function mayEditScenes(video: VideoPage): boolean {
  const { may, status, storyboard } = video;
  if (storyboard.length === 0) return false;
  return (may.execute && status === "completed") || (may.decide && status === "processing" && !isUploading(video));
}

/** Nothing is made of it yet: what it is to be can be changed, and there are no words to change. */
export function mayEditWaiting({ may, status }: VideoPage): boolean {
  return may.execute && status === "queued";
}

/** What holds for the whole video. */
export function mayEditSettings(video: VideoPage): boolean {
  return mayEditWaiting(video) || mayEditScenes(video);
}

/** A run decides how its video will be published; what is parked before its first byte still changes that. */
export function mayPlanPublishing(video: VideoPage): boolean {
  const { may, status, storyboard } = video;
  return mayEditWaiting(video) || (may.decide && status === "processing" && storyboard.length > 0);
}

/** One test at a time, of what the platform shows. */
export function mayTest(video: VideoPage): boolean {
  const { may, publication, experiments } = video;
  if (!may.execute || publication === null || publication.processing === "gone" || isPrivate(video)) return false;
  return publication.processing !== "failed" && experiments.every(({ status }) => status !== "running");
}

/** Uploaded, and shown to nobody yet. */
export function isPrivate({ publication, publishStatus, scheduledFor, nowMs }: VideoPage): boolean {
  if (publication === null || publication.processing === "failed" || publication.processing === "gone") return false;
  return isHidden(publication, publishStatus === "scheduled" ? scheduledFor : null, nowMs);
}

/** What is finished is uploaded, and what is uploaded is shown to others or to nobody, as long as it is there. */
export function mayPublish({ may, status, artifacts, publication }: VideoPage): boolean {
  return may.execute && status === "completed" && artifacts.has("video.mp4") && publication?.processing !== "gone";
}

function isUploading({ stages }: VideoPage): boolean {
  return stages.some(({ stage }) => stage === "upload");
}

/** A translation starts from what is finished or was approved. */
export function mayLocalise({ may, status, trail }: VideoPage): boolean {
  return may.execute && (status === "completed" || trail.some(({ action }) => action === "approved"));
}
