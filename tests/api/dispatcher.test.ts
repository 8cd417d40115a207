import { expect, test } from "vitest";
import { createDispatcher } from "../../api/pipeline/dispatcher.ts";
import type { ApiDependencies } from "../../api/dependencies.ts";

/** A Temporal client that counts the signals it is asked for, and can be away. */
function countingTemporal({ isAway = false } = {}) {
  const signals: string[] = [];
  const warnings: string[] = [];
  const temporal = {
    withDeadline: (_untilMs: number, ask: () => Promise<unknown>) => ask(),
    workflow: {
      signalWithStart: async (_type: unknown, { workflowId }: { workflowId: string }) => {
        signals.push(workflowId);
        if (isAway) throw new Error("away");
      },
    },
  } as unknown as ApiDependencies["temporal"];
  const log = {
    warn: (_: unknown, message: string) => void warnings.push(message),
  } as unknown as ApiDependencies["log"];
  return { dispatcher: createDispatcher({ temporal, log }), signals, warnings };
}

test("a burst of videos is one look at the queue at once, and one for all that came after it", async () => {
  const { dispatcher, signals } = countingTemporal();
  dispatcher.wake();
  expect(signals).toEqual(["video-queue"]);
  for (let n = 0; n < 50; n += 1) dispatcher.wake();
  await dispatcher.settled();
  expect(signals).toHaveLength(2);
  dispatcher.wake();
  expect(signals).toHaveLength(3);
  await dispatcher.settled();
});

test("a dispatcher that cannot be woken is told to the log and to nobody else", async () => {
  const { dispatcher, warnings } = countingTemporal({ isAway: true });
  dispatcher.wake();
  await dispatcher.settled();
  expect(warnings).toEqual([expect.stringContaining("sweep")]);
});
