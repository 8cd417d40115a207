import { expect, test } from "vitest";
import { createTurns } from "../../../clients/youtube/pace.ts";

test("requests beyond the burst wait for their turn, and who gives up waits no longer", async () => {
  const turn = createTurns({ requestsPerSecond: 20, burst: 2 });
  const beganMs = performance.now();
  await Promise.all([turn(), turn(), turn(), turn()]);
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(95);
  await expect(Promise.all(Array.from({ length: 100 }, () => turn(AbortSignal.timeout(10))))).rejects.toThrow(/abort/i);
});
