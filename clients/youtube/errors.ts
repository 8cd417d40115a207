import { AppError } from "../../domain/errors.ts";
import { YOUTUBE_QUOTA_ZONE, msUntilQuotaReset } from "../../domain/quota-day.ts";

const DAY_MS = 86_400_000;

/** What YouTube answered when it did not do what was asked. */
export interface YoutubeRefusal {
  readonly status: number;
  /** Machine word such as `invalidTitle`; empty when the body named none. */
  readonly reason: string;
  readonly message: string;
  readonly retryAfterMs: number | undefined;
}

/** Reads the error body in whatever shape it comes; proxies and 429s send some without one. */
export async function readRefusal(response: Response): Promise<YoutubeRefusal> {
  const text = await response.text();
  const error = objectAt(parseJson(text), "error");
  const [first] = arrayAt(error, "errors");
  const retryAfterSeconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    status: response.status,
    reason: stringAt(first, "reason") ?? "",
    message: stringAt(first, "message") ?? stringAt(error, "message") ?? text.slice(0, 300),
    retryAfterMs: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds * 1000 : undefined,
  };
}

/**
 * The refusal as an error that the workflow can act on.
 * `quota_exhausted` waits for the reset, `channel_not_connected` for a person, `platform_refused` is final;
 * `platform_unavailable` alone is retryable. 401 is not decided here: a fresh access token comes first.
 */
export function toAppError(refusal: YoutubeRefusal, action: string, nowMs: number): AppError {
  const { status, reason, message, retryAfterMs } = refusal;
  const said = `YouTube refused to ${action}: ${status} ${reason} ${plainText(message)}`.trim();
  if (isDailyQuota(refusal)) {
    return new AppError("quota_exhausted", said, {
      retryAfterMs: msUntilQuotaReset(nowMs, YOUTUBE_QUOTA_ZONE),
      remedy: "Nothing to do: the run goes on after the quota resets at midnight Pacific time.",
    });
  }
  if (reason === "uploadLimitExceeded") {
    return new AppError("quota_exhausted", said, {
      retryAfterMs: DAY_MS,
      remedy: "The channel has uploaded all that YouTube allows in 24 hours; the run goes on a day later.",
    });
  }
  if (isTransient(refusal)) {
    return new AppError("platform_unavailable", said, {
      retryable: true,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  if (reason === "insufficientPermissions" || reason === "youtubeSignupRequired") {
    return new AppError("channel_not_connected", said, {
      remedy:
        "Connect the channel again and allow everything that is asked: longtake channel connect --channel-id <id>",
    });
  }
  const field = FIELD_OF_REASON[reason];
  return new AppError("platform_refused", said, field === undefined ? {} : { field, remedy: REMEDY_OF_FIELD[field] });
}

/** Network failures and timeouts before any answer. */
export function unreachable(action: string, cause: unknown): AppError {
  return new AppError("platform_unavailable", `YouTube could not be reached to ${action}`, { retryable: true, cause });
}

/** A spent bucket of its own answers 429 with the reason of a burst: only the words "per day" differ. */
export function isDailyQuota({ status, reason, message }: YoutubeRefusal): boolean {
  if (reason === "quotaExceeded" || reason === "dailyLimitExceeded") return true;
  return status === 429 && /per day/i.test(message);
}

function isTransient({ status, reason }: YoutubeRefusal): boolean {
  if (status === 408 || status === 429 || status >= 500) return true;
  return reason === "rateLimitExceeded" || reason === "userRateLimitExceeded";
}

type RefusedField = keyof typeof REMEDY_OF_FIELD;

/** What a person can do about it while the run is parked. */
const REMEDY_OF_FIELD = {
  title: "Edit the title, then resume the run.",
  description: "Edit the description, then resume the run.",
  tags: "Queue the video again with other tags, or without.",
  categoryId: "Give the channel another niche, then resume the run.",
  publishAt: "Edit the publishing (publish_at), then resume the run.",
  metadata: "Edit the title, the description or the publishing, then resume the run.",
  thumbnail: "Choose another thumbnail, PNG or JPEG of at most 2 MB, then resume the run.",
  file: "Watch the file on the page of the video; if it is whole, resume the run.",
  captions: "Give subtitles of your own as an SRT file, then resume the run.",
} as const;

const FIELD_OF_REASON: Readonly<Record<string, RefusedField>> = {
  invalidTitle: "title",
  invalidDescription: "description",
  invalidTags: "tags",
  invalidCategoryId: "categoryId",
  invalidPublishAt: "publishAt",
  invalidVideoMetadata: "metadata",
  invalidImage: "thumbnail",
  mediaBodyRequired: "file",
  mediaBodyTooLarge: "file",
  invalidMetadata: "captions",
  contentRequired: "captions",
};

/** Some messages carry links as HTML. */
function plainText(message: string): string {
  return message.replaceAll(/<[^>]+>/g, "");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}

function objectAt(value: unknown, key: string): unknown {
  return valueAt(value, key);
}

function arrayAt(value: unknown, key: string): readonly unknown[] {
  const found = valueAt(value, key);
  return Array.isArray(found) ? found : [];
}

function stringAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, key);
  return typeof found === "string" ? found : undefined;
}
