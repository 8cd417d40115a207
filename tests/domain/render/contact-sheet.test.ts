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
    // In the order in which they are read: rows, and in a row from the left.
    const places = frames.map(({ x, y, sheetWidth }) => y * sheetWidth + x);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(new Set(places).size).toBe(6);
    for (const { x, y, width, height, sheetWidth, sheetHeight } of frames) {
      expect(width / height).toBeCloseTo(plan.canvas.width / plan.canvas.height, 1);
      expect(x + width).toBeLessThan(sheetWidth);
      expect(y + height).toBeLessThan(sheetHeight);
    }
  }
});

test("a sheet has twelve frames at most, spread over the video, and says which scenes it leaves out", () => {
  const { plan } = planOf(specWith(), scriptOf(scenes(24)));
  expect(plan.segments).toHaveLength(24);
  const shown = scenes(24).map((_, index) => sheetFrameOf(plan, index) !== null);
  expect(shown).toEqual(scenes(24).map((_, index) => index % 2 === 0));
});

test("a frame under the panel of a wipe shows nothing of its scene", () => {
  const { plan } = planOf(specWith(), scriptOf(scenes(3)));
  const [first, second, third] = plan.segments;
  if (!first || !second || !third) throw new Error("the plan has too few segments");
  const brief = { ...plan, segments: [first, { ...second, frameCount: 50, wipeInFrames: 8, wipeOutFrames: 8 }, third] };
  expect(sheetFrameOf(brief, 1)).toBeNull();
  expect(sheetFrameOf({ ...brief, segments: [first, { ...second, wipeInFrames: 8 }, third] }, 1)).not.toBeNull();
});

test("the brand's intro is no picture of the first scene", () => {
  const { plan } = planOf(specWith({ look: { brand: { intro: "Tide Channel" } } }), scriptOf(scenes(2)));
  expect(plan.segments[0]?.brandCard).toBe("intro");
  expect(sheetFrameOf(plan, 0)?.x).toBeGreaterThan(6);
});
