import { expect, test } from "vitest";

import { readRefusal, toAppError } from "../../../clients/youtube/errors.ts";

const NOW_MS = Date.parse("2026-11-21T07:00:00.000Z");
const HOUR_MS = 3_600_000;

function answer(status: number, reason: string, message = "said", headers: Record<string, string> = {}): Response {
  const error = { code: status, message, errors: [{ domain: "youtube.api", reason, message }] };
  return Response.json({ error }, { status, headers });
}

const perDay =
  "Quota exceeded for quota metric 'Video Uploads' and limit 'Video Uploads per day' of service 'youtube'.";
const perMinute = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'youtube'.";

test.each([
  { answered: answer(403, "quotaExceeded"), code: "quota_exhausted", retryable: false, retryAfterMs: HOUR_MS },
  {
    answered: answer(429, "rateLimitExceeded", perDay),
    code: "quota_exhausted",
    retryable: false,
    retryAfterMs: HOUR_MS,
  },
  { answered: answer(429, "rateLimitExceeded", perMinute), code: "platform_unavailable", retryable: true },
  {
    answered: answer(400, "uploadLimitExceeded"),
    code: "quota_exhausted",
    retryable: false,
    retryAfterMs: 24 * HOUR_MS,
  },
  { answered: answer(403, "userRateLimitExceeded"), code: "platform_unavailable", retryable: true },
  { answered: new Response(null, { status: 429 }), code: "platform_unavailable", retryable: true },
  { answered: new Response("<html>", { status: 502 }), code: "platform_unavailable", retryable: true },
  {
    answered: answer(503, "backendError", "said", { "Retry-After": "7" }),
    code: "platform_unavailable",
    retryable: true,
    retryAfterMs: 7000,
  },
  { answered: answer(403, "insufficientPermissions"), code: "channel_not_connected", retryable: false },
  { answered: answer(400, "invalidTitle"), code: "platform_refused", retryable: false, field: "title" },
  { answered: answer(400, "invalidPublishAt"), code: "platform_refused", retryable: false, field: "publishAt" },
  {
    answered: answer(400, "invalidCategoryId"),
    ...{ code: "platform_refused", retryable: false, field: "categoryId" },
    remedy: "Give the channel another niche, then resume the run.",
  },
  { answered: answer(403, "forbidden"), code: "platform_refused", retryable: false, remedy: undefined },
])("$answered.status reads as $code", async ({ answered, code, retryable, ...rest }) => {
  const error = toAppError(await readRefusal(answered), "upload the video", NOW_MS);
  expect(error).toMatchObject({ code, retryable, ...rest });
});
