import type { youtube_v3 } from "@googleapis/youtube";
import { z } from "zod";

/** A video as `videos.insert` and `videos.update` take it. */
export type VideoResource = youtube_v3.Schema$Video;

/** The parts of the Data API's answers that Longtake reads; what it does not read may change at will. */
export const Video = z.object({
  id: z.string(),
  snippet: z
    .object({
      title: z.string(),
      description: z.string(),
      tags: z.array(z.string()).default([]),
      categoryId: z.string().optional(),
      defaultLanguage: z.string().optional(),
      defaultAudioLanguage: z.string().optional(),
    })
    .optional(),
  status: z
    .object({
      uploadStatus: z.string(),
      privacyStatus: z.string(),
      publishAt: z.string().optional(),
      failureReason: z.string().optional(),
      rejectionReason: z.string().optional(),
      containsSyntheticMedia: z.boolean().optional(),
      selfDeclaredMadeForKids: z.boolean().optional(),
      license: z.string().optional(),
      embeddable: z.boolean().optional(),
    })
    .optional(),
  processingDetails: z
    .object({ processingStatus: z.string(), processingFailureReason: z.string().optional() })
    .optional(),
  /** Counts are texts, and a channel may hide them. */
  statistics: z.object({ viewCount: z.string().regex(/^\d+$/).optional() }).optional(),
});
export type Video = z.infer<typeof Video>;
export type VideoStatus = NonNullable<Video["status"]>;

export const VideoList = z.object({ items: z.array(Video).default([]) });

export const ChannelList = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        snippet: z.object({ title: z.string() }),
        contentDetails: z.object({ relatedPlaylists: z.object({ uploads: z.string() }) }),
      }),
    )
    .default([]),
});

export const PlaylistItemList = z.object({
  items: z.array(z.object({ contentDetails: z.object({ videoId: z.string() }) })).default([]),
});

const CaptionSnippet = z.object({ language: z.string(), name: z.string(), trackKind: z.string() });
export type CaptionTrack = z.infer<typeof CaptionSnippet> & { readonly captionId: string };

export const CaptionList = z.object({
  items: z.array(z.object({ id: z.string(), snippet: CaptionSnippet })).default([]),
});
