/** YouTube's day: quotas reset at midnight in this zone, daylight saving included. */
export const YOUTUBE_QUOTA_ZONE = "America/Los_Angeles";

const HOUR_MS = 3_600_000;

/** Calendar date (`YYYY-MM-DD`) of an instant in a zone: the name of a day's quota bucket. */
export function quotaDay(nowMs: number, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    nowMs,
  );
}

/** Milliseconds from now to the next midnight in a zone; 23 or 25 hours long on the days that the clocks change. */
export function msUntilQuotaReset(nowMs: number, zone: string): number {
  const today = quotaDay(nowMs, zone);
  let stillTodayMs = nowMs;
  let tomorrowMs = nowMs + 26 * HOUR_MS;
  while (tomorrowMs - stillTodayMs > 1) {
    const middleMs = Math.floor((stillTodayMs + tomorrowMs) / 2);
    if (quotaDay(middleMs, zone) === today) stillTodayMs = middleMs;
    else tomorrowMs = middleMs;
  }
  return tomorrowMs - nowMs;
}
