import { cancellationSignal, log } from "@temporalio/activity";
import {
  type PendingPublication,
  pendingPublications,
  recordProcessing,
  recordVisibility,
} from "../../db/queries/publications.ts";
import type { Video, VideoStatus } from "../../clients/youtube/answers.ts";
import { AppError } from "../../domain/errors.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import { openChannel } from "./connection.ts";
import { PLATFORM, type PublishingDeps } from "./context.ts";
import { noteVisibility } from "./shown-visibility.ts";

/** As many as one unit of quota buys of one channel. */
const VIDEOS_MAX = 50;
/** YouTube promises no time; a day later something is wrong. */
const PATIENCE_MS = 24 * 3_600_000;

export interface ProcessingCounts {
  processed: number;
  failed: number;
  gone: number;
  processing: number;
}

export function createProcessingActivity(deps: PublishingDeps) {
  const principal = systemPrincipal("watch-publications");
  return {
    /** Asks about every upload that is not through, and once more about one whose end only its upload saw; what cannot be asked now is asked next time. */
    async checkProcessing(): Promise<ProcessingCounts> {
      const counts: ProcessingCounts = { processed: 0, failed: 0, gone: 0, processing: 0 };
      const pending = await pendingPublications(deps.db, { platform: PLATFORM, limit: VIDEOS_MAX });
      for (const [channelId, ofChannel] of Map.groupBy(pending, (each) => each.channelId)) {
        const videos = await readAll(channelId, ofChannel);
        for (const publication of ofChannel) {
          const video = videos?.find(({ id }) => id === publication.platformVideoId);
          // Noted as asked, an hour that has come would not be asked about again.
          const waits = publication.processing === "processing" && publication.dueAt === null;
          if (videos === null && !waits) continue;
          await noteHour(publication, video?.status);
          const found = videos === null ? WAITS : stateOf(publication, video);
          counts[found.processing] += 1;
          await recordProcessing(deps.db, principal, { videoId: publication.videoId, platform: PLATFORM, ...found });
        }
      }
      return counts;
    },
  };

  /** A platform may forget an hour, or lock the video: nobody would see it, and nothing else would say so. */
  async function noteHour({ videoId, dueAt }: PendingPublication, status: VideoStatus | undefined): Promise<void> {
    if (dueAt === null || status === undefined) return;
    const asked = { privacy: "private", publishAt: dueAt } as const;
    const reason = await noteVisibility({ db: deps.db, principal }, { videoId, asked, status });
    if (reason === null) await recordVisibility(deps.db, principal, { videoId, privacy: "public", publishAt: dueAt });
    else log.warn("a scheduled video is not public", { videoId, reason });
  }

  /** Null when the channel cannot be asked now: its connection, the day's quota, or the platform itself. */
  async function readAll(channelId: string, of: readonly PendingPublication[]): Promise<readonly Video[] | null> {
    try {
      const channel = await openChannel(deps, principal, channelId, cancellationSignal());
      return await channel.readVideos(of.map(({ platformVideoId }) => platformVideoId));
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "internal") throw error;
      log.warn("a channel's uploads cannot be asked about now", { channelId, code: error.code });
      return null;
    }
  }
}

const WAITS = { processing: "processing", reason: null } as const;

function stateOf({ publishedAt }: PendingPublication, video: Video | undefined) {
  if (video === undefined) return { processing: "gone", reason: "YouTube no longer has the video" } as const;
  const { status, processingDetails } = video;
  const state = status?.uploadStatus;
  if (state === "processed") return { processing: "processed", reason: null } as const;
  if (state === "failed" || state === "rejected" || state === "deleted") {
    const why = status?.failureReason ?? status?.rejectionReason ?? processingDetails?.processingFailureReason;
    return { processing: "failed", reason: `YouTube ${state} it: ${why ?? "no reason given"}` } as const;
  }
  if (Date.now() - Date.parse(publishedAt) < PATIENCE_MS) return WAITS;
  return { processing: "failed", reason: "YouTube is not done with it after a day; look in YouTube Studio" } as const;
}
