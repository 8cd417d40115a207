import { readFile } from "node:fs/promises";
import { cancellationSignal } from "@temporalio/activity";
import type { YoutubeChannel } from "../../clients/youtube/youtube.ts";
import { requireUntested } from "../../db/queries/experiments.ts";
import { findPublication } from "../../db/queries/publications.ts";
import { getVideo, recordArtifacts } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { callingWorkflow } from "../caller.ts";
import type { Usage } from "../../domain/video/production.ts";
import { openChannel, withChannel } from "./connection.ts";
import { PLATFORM, type PublishingDeps } from "./context.ts";
import { CAPTIONS_ON_YOUTUBE, setThumbnail, THUMBNAIL_ON_YOUTUBE, TRACK_NAME } from "./dressing.ts";
import { captionLanguage, clippedDescription, clippedTitle } from "../../domain/video/publication-metadata.ts";

/** What people see of a published video, and how often they did so. */
export interface ShownVideo {
  readonly title: string;
  readonly privacyStatus: string;
  /** The platform's own count, which may lag behind. */
  readonly views: number;
}

/** What is left out stays as it is. */
export interface UpdatePublishedInput {
  readonly videoId: string;
  readonly title?: string;
  readonly description?: string;
  readonly thumbnailKey?: string;
  readonly srtKey?: string;
  /** BCP 47, of the captions; left out it is the video's own. */
  readonly language?: string;
  /** A person's: an experiment that began while it waited for a quota keeps it out. */
  readonly isEdit?: boolean;
}

export interface UpdatePublishedResult {
  readonly usage: readonly Usage[];
}

/** Changes what the platform shows of a video that is there; a repeat compares first and pays for what is left. */
export function createPublicationUpdate(deps: PublishingDeps) {
  return {
    /**
     * Throws `conflict` for a video that was never published and for an edit of what an experiment tests, `not_found` for
     * one that the platform no longer has, and what uploadVideo throws.
     */
    async updatePublished(input: UpdatePublishedInput): Promise<UpdatePublishedResult> {
      const { videoId, title, description, thumbnailKey, srtKey } = input;
      const principal = callingWorkflow();
      const publication = await findPublication(deps.db, principal, { videoId, platform: PLATFORM });
      if (publication === null) {
        throw new AppError("conflict", `the video ${videoId} was not published`, { remedy: "Publish it first." });
      }
      if (input.isEdit === true) {
        if (title !== undefined) await requireUntested(deps.db, { videoId, kind: "title" });
        if (thumbnailKey !== undefined) await requireUntested(deps.db, { videoId, kind: "thumbnail" });
      }
      const { channelId, spec, artifacts } = await getVideo(deps.db, principal, { videoId });
      const { platformVideoId } = publication;
      const record = (name: string, key: string) =>
        recordArtifacts(deps.db, principal, { videoId, artifacts: { [name]: key } });
      const operations: string[] = [];
      try {
        const channel = await openChannel(deps, principal, channelId, cancellationSignal());
        if (title !== undefined || description !== undefined) {
          if (await updateTexts(channel, platformVideoId, input)) operations.push("videos.update");
        }
        if (thumbnailKey !== undefined && artifacts[THUMBNAIL_ON_YOUTUBE] !== thumbnailKey) {
          await setThumbnail({ storage: deps.storage, channel }, platformVideoId, thumbnailKey);
          await record(THUMBNAIL_ON_YOUTUBE, thumbnailKey);
          operations.push("thumbnails.set");
        }
        const language = input.language ?? captionLanguage(spec);
        const captions =
          language === captionLanguage(spec) ? CAPTIONS_ON_YOUTUBE : `${CAPTIONS_ON_YOUTUBE}.${language}`;
        if (srtKey !== undefined && artifacts[captions] !== srtKey) {
          const srt = await readFile(await deps.storage.getFile(srtKey), "utf8");
          operations.push(await replaceCaptions(channel, platformVideoId, { language, srt }));
          await record(captions, srtKey);
        }
      } catch (error) {
        throw withChannel(error, channelId);
      }
      return { usage: operations.map((operation) => ({ service: "youtube", operation, units: 1, unit: "call" })) };
    },

    /** Null when the platform no longer has the video. Throws as updatePublished does. */
    async readShown({ videoId }: { videoId: string }): Promise<ShownVideo | null> {
      const principal = callingWorkflow();
      const publication = await findPublication(deps.db, principal, { videoId, platform: PLATFORM });
      if (publication === null) return null;
      const { channelId } = await getVideo(deps.db, principal, { videoId });
      try {
        const channel = await openChannel(deps, principal, channelId, cancellationSignal());
        const video = await channel.readVideo(publication.platformVideoId);
        if (video === null) return null;
        const { snippet, status, statistics } = video;
        const views = Number(statistics?.viewCount ?? 0);
        return { title: snippet?.title ?? "", privacyStatus: status?.privacyStatus ?? "private", views };
      } catch (error) {
        throw withChannel(error, channelId);
      }
    },
  };
}

/** False when the texts are there already. An update replaces the whole part, so what stays is sent again. */
async function updateTexts(
  channel: YoutubeChannel,
  platformVideoId: string,
  { title, description }: Pick<UpdatePublishedInput, "title" | "description">,
): Promise<boolean> {
  const snippet = (await channel.readVideo(platformVideoId))?.snippet;
  if (snippet === undefined) {
    throw new AppError("not_found", `YouTube no longer has the video ${platformVideoId}`, {
      remedy: "Publish the video again, or leave it.",
    });
  }
  const { categoryId, defaultLanguage, defaultAudioLanguage, ...texts } = snippet;
  const wanted = {
    ...texts,
    ...(categoryId === undefined ? {} : { categoryId }),
    ...(defaultLanguage === undefined ? {} : { defaultLanguage }),
    ...(defaultAudioLanguage === undefined ? {} : { defaultAudioLanguage }),
    ...(title === undefined ? {} : { title: clippedTitle(title) }),
    ...(description === undefined ? {} : { description: clippedDescription(description) }),
  };
  if (wanted.title === snippet.title && wanted.description === snippet.description) return false;
  await channel.updateVideo(["snippet"], { id: platformVideoId, snippet: wanted });
  return true;
}

/** One track a language: the words are replaced where there are some. */
async function replaceCaptions(
  channel: YoutubeChannel,
  platformVideoId: string,
  { language, srt }: { readonly language: string; readonly srt: string },
): Promise<"captions.update" | "captions.insert"> {
  const tracks = await channel.listCaptions(platformVideoId);
  const present = tracks.find((track) => track.language === language && track.name === TRACK_NAME);
  if (present === undefined) {
    await channel.insertCaptions({ platformVideoId, language, name: TRACK_NAME, srt });
    return "captions.insert";
  }
  await channel.updateCaptions({ captionId: present.captionId, srt });
  return "captions.update";
}
