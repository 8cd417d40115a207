import { expect, test } from "vitest";

import { sheetFrameOf } from "../../../domain/render/contact-sheet.ts";
import { ASPECTS } from "../../../domain/video/video.ts";
import { planOf, sceneOf, scriptOf, specWith } from "./planned-video.ts";

const sentences = ["The sea rises and falls twice a day.", "It follows the moon around the earth."];
const scenes = (count: number) => Array.from({ length: count }, (_, index) => sceneOf(index + 1, sentences));

test("every scene of a short video has a frame of its own on the sheet, with the video's shape", () => {
  for (const aspect of ASPECTS) {
    const { plan } = planOf(specWith({ aspect }), scriptOf(scenes(6)));
    const frames = scenes(6).flatMap((_, index) => sheetFrameOf(plan, index) ?? []);
    expect(new Set(frames.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
    for (const { x, y, width, height, sheetWidth, sheetHeight } of frames) {
      expect(width / height).toBeCloseTo(plan.canvas.width / plan.canvas.height, 1);
      expect(x + width).toBeLessThan(sheetWidth);
      expect(y + height).toBeLessThan(sheetHeight);
    }
  }
});

test("a sheet has twelve frames at most, and says which scenes it leaves out", () => {
  const { plan } = planOf(specWith(), scriptOf(scenes(20)));
  const shown = scenes(20).filter((_, index) => sheetFrameOf(plan, index) !== null);
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThanOrEqual(12);
});

test("the brand's intro is no picture of the first scene", () => {
  const { plan } = planOf(specWith({ look: { brand: { intro: "Tide Channel" } } }), scriptOf(scenes(2)));
  expect(plan.segments[0]?.brandCard).toBe("intro");
  expect(sheetFrameOf(plan, 0)?.x).toBeGreaterThan(6);
});
