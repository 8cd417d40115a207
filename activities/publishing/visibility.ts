import { cancellationSignal } from "@temporalio/activity";
import type { VideoStatus } from "../../clients/youtube/answers.ts";
import type { YoutubeChannel } from "../../clients/youtube/youtube.ts";
import { findPublication, recordVisibility } from "../../db/queries/publications.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { callingWorkflow } from "../caller.ts";
import type { Usage } from "../../domain/video/production.ts";
import type { PrivacyStatus } from "../../domain/video/video.ts";
import { openChannel, withChannel } from "./connection.ts";
import { PLATFORM, type PublishingDeps } from "./context.ts";
import { requireHourToCome } from "./faults.ts";
import { noteVisibility } from "./shown-visibility.ts";

export interface VisibilityInput {
  readonly videoId: string;
  readonly privacy: PrivacyStatus;
  /** ISO instant at which a private video becomes public; null for now. */
  readonly publishAt: string | null;
}

export interface VisibilityResult {
  readonly url: string;
  /** In what the platform's visibility differs from what was asked; absent in runs begun before it was read back. */
  readonly visibilityReason?: string | null;
  readonly usage: readonly Usage[];
}

/** Who may see a video that is on the platform, from now on or from an hour on. */
export function createVisibilityActivity(deps: PublishingDeps) {
  return {
    /** Throws `conflict` for a video that was never published, `not_found` for one that is gone, and what uploadVideo throws. */
    async changeVisibility({ videoId, privacy, publishAt }: VisibilityInput): Promise<VisibilityResult> {
      const principal = callingWorkflow();
      const publication = await findPublication(deps.db, principal, { videoId, platform: PLATFORM });
      if (publication === null) throw new AppError("conflict", `the video ${videoId} was not published`);
      const { platformVideoId: id, url } = publication;
      const { channelId } = await getVideo(deps.db, principal, { videoId });
      const usage: Usage[] = [];
      let shown: VideoStatus;
      try {
        const channel = await openChannel(deps, principal, channelId, cancellationSignal());
        const status = await readStatus(channel, id);
        shown = status;
        const wantedAt = publishAt === null ? undefined : new Date(publishAt).toISOString();
        const presentAt = status.publishAt === undefined ? undefined : new Date(status.publishAt).toISOString();
        if (status.privacyStatus !== privacy || presentAt !== wantedAt) {
          // Whoever asked may have waited days for a spent quota.
          requireHourToCome(publishAt, Date.now());
          const { containsSyntheticMedia, selfDeclaredMadeForKids, license, embeddable } = status;
          await channel.updateVideo(["status"], {
            id,
            status: {
              privacyStatus: privacy,
              ...(wantedAt === undefined ? {} : { publishAt: wantedAt }),
              // An update replaces the whole part: what was disclosed stays disclosed.
              ...(containsSyntheticMedia === undefined ? {} : { containsSyntheticMedia }),
              ...(selfDeclaredMadeForKids === undefined ? {} : { selfDeclaredMadeForKids }),
              ...(license === undefined ? {} : { license }),
              ...(embeddable === undefined ? {} : { embeddable }),
            },
          });
          // The answer to an update repeats what was sent; what holds is read back.
          shown = await readStatus(channel, id);
          usage.push({ service: "youtube", operation: "videos.update", units: 1, unit: "call" });
        }
      } catch (error) {
        throw withChannel(error, channelId);
      }
      await recordVisibility(deps.db, principal, { videoId, privacy, publishAt });
      const visibilityReason = await noteVisibility(
        { ...deps, principal },
        { videoId, asked: { privacy, publishAt }, status: shown },
      );
      return { url, visibilityReason, usage };
    },
  };
}

async function readStatus(channel: YoutubeChannel, platformVideoId: string): Promise<VideoStatus> {
  const status = (await channel.readVideo(platformVideoId))?.status;
  if (status !== undefined) return status;
  throw new AppError("not_found", `YouTube no longer has the video ${platformVideoId}`);
}
