import { expect, test } from "vitest";

import { longEnoughFor, longEnoughToBuy } from "../../workflows/activity-options.ts";

test("a limit holds for two minutes of video or speech, and grows with what is longer", () => {
  expect([10, 120, 600].map((seconds) => longEnoughFor(seconds, 30_000).startToCloseTimeout)).toEqual([
    ...[30_000, 30_000, 150_000],
  ]);
  expect([undefined, 0, 1_800, 9_000].map((bought) => longEnoughToBuy(bought, 120_000).startToCloseTimeout)).toEqual([
    ...[120_000, 120_000, 120_000, 600_000],
  ]);
});
