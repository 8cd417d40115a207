import { z } from "zod";

import { badRequest } from "./errors.ts";
import type { StoredSnippet, StoredStatus, VideoMetadata } from "./events.ts";

const TITLE_MAX_CHARACTERS = 100;
const DESCRIPTION_MAX_BYTES = 5000;
const TAGS_MAX_CHARACTERS = 500;
const DEFAULT_CATEGORY_ID = "22";

const ToleratedVideo = z.object({
  id: z.string().optional(),
  snippet: z
    .object({
      title: z.string().optional(),
      description: z.string().optional(),
      tags: z.array(z.string()).optional(),
      categoryId: z.string().optional(),
      defaultLanguage: z.string().optional(),
      defaultAudioLanguage: z.string().optional(),
    })
    .optional(),
  status: z
    .object({
      privacyStatus: z.string().optional(),
      publishAt: z.string().optional(),
      license: z.string().optional(),
      embeddable: z.boolean().optional(),
      publicStatsViewable: z.boolean().optional(),
      containsSyntheticMedia: z.boolean().optional(),
      selfDeclaredMadeForKids: z.boolean().optional(),
    })
    .optional(),
});

export interface SentVideo {
  readonly id: string | undefined;
  readonly metadata: VideoMetadata;
}

/**
 * Checks a video resource as `videos.insert` and `videos.update` do and fills in the platform's own defaults.
 * On update, a part that is named replaces the stored one; a part that is not stays.
 */
export function readVideoResource(body: string, parts: readonly string[], stored?: VideoMetadata): SentVideo {
  const sent = ToleratedVideo.safeParse(parseJson(body));
  if (!sent.success) throw badRequest("invalidVideoMetadata", "The request metadata is invalid.", "body");
  const { id, snippet, status } = sent.data;
  const keptSnippet = stored?.snippet;
  const keptStatus = stored?.status;
  return {
    id,
    metadata: {
      snippet: keptSnippet !== undefined && !parts.includes("snippet") ? keptSnippet : checkedSnippet(snippet ?? {}),
      status: keptStatus !== undefined && !parts.includes("status") ? keptStatus : checkedStatus(status ?? {}),
    },
  };
}

/** What a project that was not audited gets: private, without an hour. */
export function lockedPrivate({ snippet, status }: VideoMetadata): VideoMetadata {
  const { publishAt: _, ...kept } = status;
  return { snippet, status: { ...kept, privacyStatus: "private" } };
}

/** Which video an update is about; its parts are checked against what is stored. */
export function sentVideoId(body: string): string | undefined {
  const sent = ToleratedVideo.safeParse(parseJson(body));
  if (!sent.success) throw badRequest("invalidVideoMetadata", "The request metadata is invalid.", "body");
  return sent.data.id;
}

type SentSnippet = NonNullable<z.infer<typeof ToleratedVideo>["snippet"]>;
type SentStatus = NonNullable<z.infer<typeof ToleratedVideo>["status"]>;

function checkedSnippet(sent: SentSnippet): StoredSnippet {
  const title = sent.title ?? "";
  if (title.trim() === "" || Array.from(title).length > TITLE_MAX_CHARACTERS || /[<>]/.test(title)) {
    throw badRequest(
      "invalidTitle",
      "The request metadata specifies an invalid or empty video title.",
      "body.snippet.title",
    );
  }
  const description = sent.description ?? "";
  if (Buffer.byteLength(description) > DESCRIPTION_MAX_BYTES || /[<>]/.test(description)) {
    throw badRequest(
      "invalidDescription",
      "The request metadata specifies an invalid video description.",
      "body.snippet.description",
    );
  }
  const tags = sent.tags ?? [];
  if (tagCharacters(tags) > TAGS_MAX_CHARACTERS || tags.some((tag) => tag.trim() === "" || /[<>]/.test(tag))) {
    throw badRequest("invalidTags", "The request metadata specifies invalid video keywords.", "body.snippet.tags");
  }
  const categoryId = sent.categoryId ?? DEFAULT_CATEGORY_ID;
  if (!/^\d{1,2}$/.test(categoryId)) {
    throw badRequest(
      "invalidCategoryId",
      "The snippet.categoryId property specifies an invalid category ID.",
      "body.snippet.categoryId",
    );
  }
  const { defaultLanguage, defaultAudioLanguage } = sent;
  return {
    title,
    description,
    tags,
    categoryId,
    ...(defaultLanguage === undefined ? {} : { defaultLanguage }),
    ...(defaultAudioLanguage === undefined ? {} : { defaultAudioLanguage }),
  };
}

function checkedStatus(sent: SentStatus): StoredStatus {
  // Since 2026-11-02 an omitted status publishes: callers that forget it are seen by the world.
  const privacyStatus = sent.privacyStatus ?? "public";
  if (privacyStatus !== "public" && privacyStatus !== "private" && privacyStatus !== "unlisted") {
    throw badRequest("invalidVideoMetadata", "The request metadata is invalid.", "body.status.privacyStatus");
  }
  const { publishAt, containsSyntheticMedia, selfDeclaredMadeForKids } = sent;
  if (publishAt !== undefined && (privacyStatus !== "private" || Number.isNaN(Date.parse(publishAt)))) {
    throw badRequest(
      "invalidPublishAt",
      "The request metadata specifies an invalid scheduled publishing time.",
      "body.status.publishAt",
    );
  }
  return {
    privacyStatus,
    license: sent.license ?? "youtube",
    embeddable: sent.embeddable ?? true,
    publicStatsViewable: sent.publicStatsViewable ?? true,
    ...(publishAt === undefined ? {} : { publishAt }),
    ...(containsSyntheticMedia === undefined ? {} : { containsSyntheticMedia }),
    ...(selfDeclaredMadeForKids === undefined ? {} : { selfDeclaredMadeForKids }),
  };
}

/** The limit counts the commas between tags, and quotation marks around tags with a space. */
function tagCharacters(tags: readonly string[]): number {
  const quoted = tags.map((tag) => (tag.includes(" ") ? `"${tag}"` : tag));
  return quoted.join(",").length;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body === "" ? "{}" : body);
  } catch {
    throw badRequest("parseError", "Parse Error");
  }
}
