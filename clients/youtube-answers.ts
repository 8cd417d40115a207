import type { youtube_v3 } from "@googleapis/youtube";
import { z } from "zod";

/** A video as `videos.insert` and `videos.update` take it. */
export type VideoResource = youtube_v3.Schema$Video;

/** The parts of the Data API's answers that Longtake reads; what it does not read may change at will. */
export const Video = z.object({
  id: z.string(),
  snippet: z.object({ title: z.string(), description: z.string(), tags: z.array(z.string()).default([]) }).optional(),
  status: z
    .object({
      uploadStatus: z.string(),
      privacyStatus: z.string(),
      publishAt: z.string().optional(),
      failureReason: z.string().optional(),
      rejectionReason: z.string().optional(),
      containsSyntheticMedia: z.boolean().optional(),
    })
    .optional(),
  processingDetails: z.object({ processingStatus: z.string() }).optional(),
});
export type Video = z.infer<typeof Video>;

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

export const CaptionTrack = z.object({ language: z.string(), name: z.string(), trackKind: z.string() });
export type CaptionTrack = z.infer<typeof CaptionTrack>;

export const CaptionList = z.object({ items: z.array(z.object({ snippet: CaptionTrack })).default([]) });
