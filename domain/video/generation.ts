import type { ErrorCode } from "../errors.ts";
import type {
  Finding,
  InspectionResult,
  KeptPictures,
  MediaResult,
  NarrationResult,
  Rendered,
  ScriptResult,
} from "./production.ts";
import type { Redo, VideoEdit } from "./video-edits.ts";
import type { Route, Stage, VideoSpec } from "./video.ts";

export interface StageLimits {
  /** Longest work of one attempt; waiting for a free worker slot is not counted. */
  readonly timeoutMs: number;
  /** Failures tried again before the run parks; attempts lost with a dead process are free. */
  readonly retries: number;
  readonly costCapMicroUsd: number;
}

/** The settings in force when a run was started; a later edit of the file does not change a run under way. */
export interface RunPolicy {
  readonly stages: Readonly<Record<Stage, StageLimits>>;
  readonly retry: {
    readonly initialIntervalMs: number;
    readonly backoffCoefficient: number;
    readonly maximumIntervalMs: number;
  };
  readonly costCapMicroUsd: number;
  /** Start of the API's pages, for the links in the run's details. */
  readonly publicUrl: string;
}

/** Business time: starts at `epoch` when the workflow starts and runs `timeScale` times as fast as the wall clock. */
export interface ClockInput {
  readonly epoch: string;
  /** The real instant at which business time was `epoch`; carried through continue-as-new. */
  readonly startedAt: string;
  readonly timeScale: number;
}

export interface GenerateVideoInput {
  readonly videoId: string;
  readonly channelId: string;
  readonly spec: VideoSpec;
  readonly priority: number;
  readonly route: Route;
  /** ffmpeg's name of the encoder, pinned for the whole video. */
  readonly encoder: string;
  /** Why GPU work runs on CPU encoders, when it does. */
  readonly fallbackReason: string | null;
  readonly policy: RunPolicy;
  readonly clock?: ClockInput;
  /** Where the run before this one stood; set by continue-as-new alone. */
  readonly carried?: CarriedRun;
}

/** What a long run with many edits takes over into its next history. */
export interface CarriedRun {
  readonly spec: VideoSpec;
  readonly script: ScriptResult | null;
  readonly narration: NarrationResult | null;
  readonly media: MediaResult | null;
  readonly rendered: Rendered | null;
  readonly inspection: InspectionResult | null;
  readonly keep: KeptPictures | null;
  readonly dress: Dress;
  readonly edits: readonly VideoEdit[];
  readonly isHeld: boolean;
  /** A decision that was taken and not yet acted on; older runs carry none. */
  readonly approval?: "approved" | "rejected" | null;
  readonly version: number;
  readonly attempts: Partial<Record<Stage, number>>;
  readonly spentMicroUsd: number;
  readonly capMicroUsd: number;
}

export const WAITING_KINDS = [
  "approval",
  "cost_cap",
  "quota",
  "channel_connection",
  "channel_status",
  "platform",
  "failure",
] as const;
export type WaitingKind = (typeof WAITING_KINDS)[number];

/** Why a run stands still, and what ends it. */
export interface WaitingFor {
  readonly kind: WaitingKind;
  readonly reason: string;
  readonly remedy: string;
  /** ISO instant at which the run goes on by itself; null waits for a person. */
  readonly until: string | null;
  readonly errorCode: ErrorCode | null;
}

/** Answer of the query `status`. */
export interface RunStatus {
  readonly videoId: string;
  readonly stage: Stage | "done";
  readonly attempt: number;
  readonly waitingFor: WaitingFor | null;
  readonly spentMicroUsd: number;
  readonly capMicroUsd: number;
  readonly score: number | null;
  readonly findings: readonly Finding[];
  readonly url: string | null;
  /** Of what was rendered last; from 1, 0 before the first. */
  readonly version: number;
}

/** Input of the workflow `editPublished`. */
export interface EditPublishedInput {
  readonly videoId: string;
  readonly channelId: string;
  readonly spec: VideoSpec;
  readonly grantId: string;
}

export interface GenerateVideoResult {
  readonly videoId: string;
  readonly status: "completed" | "failed";
  readonly score: number | null;
  readonly videoKey: string | null;
  readonly url: string | null;
  readonly spentMicroUsd: number;
}

/** What a person decided on a parked video; read from PostgreSQL by grant id, never from the message. */
export interface Decision {
  readonly act: "approve_video" | "reject_video" | "edit_video" | "raise_cap";
  readonly reason: string;
  /** Of edits made before they were data; otherwise in `applied`. */
  readonly title?: string;
  readonly applied?: AppliedEdit;
  readonly capMicroUsd?: number;
}

/** What an edit made of a video, by content key. */
export interface AppliedEdit {
  readonly edit: VideoEdit;
  readonly spec: VideoSpec;
  /** The new words; null when they stay. */
  readonly script: ScriptResult | null;
  readonly redo: readonly Redo[];
  /** As in `EditedVideo`. */
  readonly pictures: readonly (number | null)[] | null;
  readonly dress: Dress;
}

/** What a person chose for the platform in place of what was made. */
export interface Dress {
  readonly title?: string;
  readonly thumbnailKey?: string;
  readonly srtKey?: string;
}

/** The platform answers again, or the dependency is back, within minutes more often than not. */
const AUTOMATIC_RETRY_MS = 15 * 60_000;

/** How a failed stage waits: by itself where time heals, for a person where somebody must act. */
export function waitingFor(
  failure: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly remedy: string | null;
    readonly retryAfterMs: number | null;
  },
  nowMs: number,
): WaitingFor {
  const { code, message: reason } = failure;
  const until = (delayMs: number) => new Date(nowMs + delayMs).toISOString();
  const person = (kind: WaitingKind, remedy: string): WaitingFor => ({
    kind,
    reason,
    remedy: failure.remedy ?? remedy,
    until: null,
    errorCode: code,
  });
  switch (code) {
    case "quota_exhausted":
      return {
        kind: "quota",
        reason,
        remedy: failure.remedy ?? "Nothing to do: the run goes on when the quota resets.",
        until: until(failure.retryAfterMs ?? AUTOMATIC_RETRY_MS),
        errorCode: code,
      };
    case "platform_unavailable":
    case "rate_limited":
    case "unavailable":
      return {
        kind: "platform",
        reason,
        remedy: failure.remedy ?? "Nothing to do: the run tries again by itself; resume it to try at once.",
        until: until(failure.retryAfterMs ?? AUTOMATIC_RETRY_MS),
        errorCode: code,
      };
    case "channel_not_connected":
      return person("channel_connection", "Connect the channel again, then resume the run.");
    case "channel_suspended":
      return person("channel_status", "Make the channel active again, then resume the run.");
    case "cost_cap_reached":
      // A spent budget is whole again with its next period; a cap waits for an administrator.
      if (failure.retryAfterMs !== null) {
        const remedy = failure.remedy ?? "Nothing to do: the run goes on when the budget starts anew.";
        return { kind: "cost_cap", reason, remedy, until: until(failure.retryAfterMs), errorCode: code };
      }
      return person("cost_cap", "Grant this video a cap of its own, or cancel it.");
    default:
      return person("failure", "Mend the cause, then resume the run, or cancel it.");
  }
}
