import { expect, test } from "vitest";
import { openRoutes, queueWarning, waitMs } from "../../domain/dispatch.ts";

const slots = { gpu: 3, cpu: 4 };

test.each([
  { held: { gpu: 0, cpu: 0 }, gpuOpen: true, open: ["gpu", "cpu"] },
  { held: { gpu: 3, cpu: 0 }, gpuOpen: true, open: ["cpu"] },
  { held: { gpu: 0, cpu: 4 }, gpuOpen: true, open: ["gpu"] },
  { held: { gpu: 0, cpu: 4 }, gpuOpen: false, open: ["gpu", "cpu"] },
  { held: { gpu: 0, cpu: 7 }, gpuOpen: true, open: [] },
  { held: { gpu: 6, cpu: 1 }, gpuOpen: false, open: [] },
])("with $held held and the GPU route open: $gpuOpen, $open may start", ({ held, gpuOpen, open }) => {
  expect(openRoutes({ held, slots, gpuOpen })).toEqual(open);
});

test.each([
  [79, null],
  [80, "queue_80"],
  [94, "queue_80"],
  [95, "queue_95"],
])("a depth of %i warns %s", (depth, warning) => {
  expect(queueWarning(depth, 100)).toBe(warning);
});

test.each([
  { position: 1, heldSlots: 0, slots, ready: 60_000 },
  { position: 7, heldSlots: 0, slots, ready: 60_000 },
  { position: 8, heldSlots: 0, slots, ready: 120_000 },
  { position: 1, heldSlots: 7, slots, ready: 120_000 },
  { position: 7, heldSlots: 0, slots: { gpu: 0, cpu: 2 }, ready: 240_000 },
])("position $position behind $heldSlots running videos, $slots at once, is ready in $ready ms", (line) => {
  expect(waitMs({ ...line, meanRunMs: 60_000 })).toBe(line.ready);
});
