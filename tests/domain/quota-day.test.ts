import { assert as assertProperty, integer, property } from "fast-check";
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

test("any instant of five years lies in one day, which ends once: 23, 24 or 25 hours after it began", () => {
  const FIVE_YEARS_MS = 5 * 365 * 24 * HOUR_MS;
  const from = Date.parse("2026-01-01T00:00:00.000Z");
  assertProperty(
    property(integer({ min: 0, max: FIVE_YEARS_MS }), (afterMs) => {
      const nowMs = from + afterMs;
      const endsAtMs = nowMs + msUntilQuotaReset(nowMs, YOUTUBE_QUOTA_ZONE);
      const today = quotaDay(nowMs, YOUTUBE_QUOTA_ZONE);
      const tomorrow = quotaDay(endsAtMs, YOUTUBE_QUOTA_ZONE);
      expect(quotaDay(endsAtMs - 1, YOUTUBE_QUOTA_ZONE)).toBe(today);
      expect(Date.parse(tomorrow) - Date.parse(today)).toBe(24 * HOUR_MS);
      expect([23, 24, 25]).toContain(msUntilQuotaReset(endsAtMs, YOUTUBE_QUOTA_ZONE) / HOUR_MS);
    }),
    { numRuns: 50 },
  );
});
