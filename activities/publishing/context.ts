import type { CredentialCipher } from "../../clients/credentials.ts";
import type { ProgressBus } from "../../clients/progress/progress.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import type { Youtube, YoutubeChannel } from "../../clients/youtube/youtube.ts";
import type { Database } from "../../db/client.ts";
import type { Principal } from "../../domain/principal.ts";
import type { FileUploadInput } from "../../domain/video/production.ts";
import type { ReportProgress } from "../progress.ts";

export const PLATFORM = "youtube";

/** How long publishing waits for the platform before it leaves the wait to the workflow. Unit: milliseconds. */
export interface PublishingSettings {
  /** First pause after a failure inside an upload; doubles up to 30 s. */
  readonly backoffMs: number;
  /** How long, and how often, the platform is asked whether a new video is processed. */
  readonly processingWaitMs: number;
  readonly processingPollMs: number;
  /** A session is gone: how long, and how often, the channel is searched for the video it may have become. */
  readonly lostSessionWaitMs: number;
  readonly lostSessionPollMs: number;
}

export const PUBLISHING_SETTINGS: PublishingSettings = {
  backoffMs: 1000,
  processingWaitMs: 20_000,
  processingPollMs: 2000,
  lostSessionWaitMs: 15_000,
  lostSessionPollMs: 5000,
};

export interface PublishingDeps {
  readonly db: Database;
  readonly storage: ObjectStore;
  readonly youtube: Youtube;
  readonly credentials: CredentialCipher;
  readonly progress: ProgressBus;
  /** Default: PUBLISHING_SETTINGS. Tests wait less. */
  readonly settings?: PublishingSettings;
}

/** What every step of one publication works with. */
export interface Publishing extends PublishingDeps {
  readonly settings: PublishingSettings;
  readonly input: FileUploadInput;
  readonly principal: Principal;
  readonly channel: YoutubeChannel;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
}
