import { afterAll, beforeAll, expect, test } from "vitest";
import { createClockActivities } from "../../activities/clock.ts";
import { AppError } from "../../domain/errors.ts";
import type { ClockInput } from "../../domain/video/generation.ts";
import { type TestNamespace, bundleWorkflows, createTestNamespace } from "./test-namespace.ts";

let temporal: TestNamespace;
beforeAll(async () => {
  const [namespace, workflowBundle] = await Promise.all([createTestNamespace(), bundleWorkflows("waiting")]);
  temporal = namespace;
  await temporal.work({ taskQueue: "clock", activities: {}, workflowBundle });
});
afterAll(() => temporal?.close());

test("two years of business time go by in seconds, in timers of a month at most", async () => {
  const days = 731;
  const epoch = "2026-01-01T00:00:00.000Z";
  const clock: ClockInput = { epoch, startedAt: new Date().toISOString(), timeScale: 40_000_000 };
  const handle = await temporal.client.workflow.start("waitDays", {
    workflowId: "clock-test",
    taskQueue: "clock",
    args: [{ days, clock }],
  });
  const [beforeMs = 0, afterMs = 0]: readonly number[] = await handle.result();
  expect(beforeMs).toBeGreaterThanOrEqual(Date.parse(epoch));
  expect(afterMs - beforeMs).toBeGreaterThanOrEqual(days * 86_400_000);
  const { history } = await handle.fetchHistory().then((fetched) => ({ history: fetched.events ?? [] }));
  const timersMs = history.flatMap(({ timerStartedEventAttributes: timer }) =>
    timer?.startToFireTimeout ? [(timer.startToFireTimeout.nanos ?? 0) / 1e6] : [],
  );
  expect(timersMs.length).toBeGreaterThan(1);
  expect(Math.max(...timersMs)).toBeLessThanOrEqual(Math.ceil((30 * 86_400_000) / clock.timeScale));
});

test.each([
  ["production", 1, true],
  ["production", 60, false],
  ["test", 60, true],
  ["test", 0, false],
  ["test", Number.NaN, false],
] as const)("in %s a time scale of %d is taken: %s", async (environment, timeScale, taken) => {
  const activities = createClockActivities({ LONGTAKE_ENV: environment });
  const refused = await activities.requireTimeScale({ timeScale }).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refused instanceof AppError ? refused.field : refused).toBe(taken ? null : "clock.timeScale");
});
