import { expect, test } from "vitest";

import { YOUTUBE_QUOTA_ZONE, msUntilQuotaReset, quotaDay } from "../../domain/quota-day.ts";

const HOUR_MS = 3_600_000;

test.each([
  { day: "a winter day", now: "2026-11-21T07:59:59.000Z", bucket: "2026-11-20", resetsInMs: 1000 },
  { day: "a summer day", now: "2026-07-01T07:00:00.000Z", bucket: "2026-07-01", resetsInMs: 24 * HOUR_MS },
  { day: "the 23 hours of spring", now: "2026-03-08T08:00:00.000Z", bucket: "2026-03-08", resetsInMs: 23 * HOUR_MS },
  { day: "the 25 hours of autumn", now: "2026-11-01T07:00:00.000Z", bucket: "2026-11-01", resetsInMs: 25 * HOUR_MS },
  { day: "the end of a year", now: "2026-12-31T20:00:00.000Z", bucket: "2026-12-31", resetsInMs: 12 * HOUR_MS },
])("$day in California ends on time", ({ now, bucket, resetsInMs }) => {
  expect(quotaDay(Date.parse(now), YOUTUBE_QUOTA_ZONE)).toBe(bucket);
  expect(msUntilQuotaReset(Date.parse(now), YOUTUBE_QUOTA_ZONE)).toBe(resetsInMs);
});
