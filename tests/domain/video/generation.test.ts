import { expect, test } from "vitest";
import { waitingFor } from "../../../domain/video/generation.ts";

const NOW_MS = Date.parse("2026-11-21T10:00:00Z");
const failed = { message: "no", remedy: null, retryAfterMs: null } as const;

test.each([
  ["rate_limited", "platform"],
  ["platform_unavailable", "platform"],
  ["unavailable", "platform"],
  ["quota_exhausted", "quota"],
] as const)("a run that %s goes on by itself when it was told to, or in a quarter of an hour", (code, kind) => {
  const told = waitingFor({ ...failed, code, retryAfterMs: 3_600_000 }, NOW_MS);
  expect(told).toMatchObject({ kind, until: "2026-11-21T11:00:00.000Z", errorCode: code });
  expect(waitingFor({ ...failed, code }, NOW_MS).until).toBe("2026-11-21T10:15:00.000Z");
});

test.each([
  ["channel_not_connected", "channel_connection"],
  ["cost_cap_reached", "cost_cap"],
  ["render_failed", "failure"],
] as const)("%s waits for a person, with a remedy", (code, kind) => {
  const waiting = waitingFor({ ...failed, code }, NOW_MS);
  expect(waiting).toMatchObject({ kind, until: null });
  expect(waiting.remedy).not.toBe("");
});

test("a spent budget is waited for until its next period", () => {
  const waiting = waitingFor({ ...failed, code: "cost_cap_reached", retryAfterMs: 60_000 }, NOW_MS);
  expect(waiting).toMatchObject({ kind: "cost_cap", until: "2026-11-21T10:01:00.000Z" });
});
