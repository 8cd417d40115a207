import { expect, test } from "vitest";

import { readThumbnailFacts, thumbnailCandidates, thumbnailScore } from "../../../domain/look/thumbnails.ts";
import { fonts, planOf, sceneOf, scriptOf, specWith } from "../render/planned-video.ts";

const sentences = ["The sea rises and falls twice a day.", "It follows the moon around the earth."];
const scenes = [1, 2, 3, 4, 5].map((number) => sceneOf(number, sentences));

test("three candidates differ in picture and layout", () => {
  const candidates = thumbnailCandidates(planOf(specWith(), scriptOf(scenes)).plan, fonts);
  expect(new Set(candidates.map(({ layout }) => layout)).size).toBe(3);
  expect(new Set(candidates.map(({ stillKey }) => stillKey)).size).toBe(3);
  for (const { textShare } of candidates) {
    expect(textShare).toBeGreaterThan(0.03);
    expect(textShare).toBeLessThan(0.6);
  }
});

test("a video with a figure shows it large", () => {
  const figure = { ...sceneOf(3, sentences), kind: "figure" as const, figure: "71 %" };
  const candidates = thumbnailCandidates(planOf(specWith(), scriptOf(scenes.with(2, figure))).plan, fonts);
  expect(candidates.find(({ layout }) => layout === "figure")?.overlay).toContain("71 %");
});

test("no layout sets its words so large that they touch an edge", () => {
  for (const title of ["How deep is the ocean?", "Why do we all dream so much at night", "It is as it is as it is"]) {
    const { plan } = planOf(specWith(), { ...scriptOf(scenes), title });
    for (const { layout, overlay } of thumbnailCandidates(plan, fonts)) {
      const lines = [...overlay.matchAll(/\\an[45]\\pos\(\d+,(\d+)\)[^}]*\\fs(\d+)/gu)];
      const edges = lines.flatMap(([, y, size]) => [-1, 1].map((side) => Number(y) + (side * Number(size)) / 2));
      expect({
        layout,
        title,
        isClear: edges.length > 2 && Math.min(...edges) > 40 && Math.max(...edges) < 680,
      }).toEqual({
        ...{ layout, title, isClear: true },
      });
    }
  }
});

test("the number of a scene is no figure of the video, and four lines leave air above and below", () => {
  const first = { ...sceneOf(3, sentences), kind: "figure" as const, figure: "1" };
  const { plan } = planOf(specWith(), { ...scriptOf(scenes.with(2, first)), title: "The Roman army in three cards" });
  const candidates = thumbnailCandidates(plan, fonts);
  expect(candidates.map(({ layout }) => layout)).toEqual(["title", "centred", "panel"]);
  const rows = [...(candidates[0]?.overlay ?? "").matchAll(/pos\(64,(\d+)\)/gu)].map(([, y]) => Number(y));
  expect(Math.min(...rows)).toBeGreaterThan(90);
  expect(Math.max(...rows)).toBeLessThan(610);
});

test("the facts are read from ffmpeg's log", () => {
  const log = [
    "[Parsed_metadata_8 @ 0x1] lavfi.blur=3.25",
    "lavfi.signalstats.YLOW=18",
    "lavfi.signalstats.YHIGH=201",
    "lavfi.signalstats.SATAVG=41.5",
  ];
  expect(readThumbnailFacts(log.join("\n"))).toEqual({ blur: 3.25, dark: 18, light: 201, saturation: 41.5 });
  expect(readThumbnailFacts(log.slice(1).join("\n"))).toBeNull();
});

test("contrast, edges and words that can be read small make the better thumbnail", () => {
  const good = { blur: 3, dark: 20, light: 220, saturation: 60 };
  const best = thumbnailScore(good, 0.2);
  expect(best).toBeCloseTo(1);
  expect(thumbnailScore({ ...good, light: 60 }, 0.2)).toBeLessThan(best);
  expect(thumbnailScore({ ...good, blur: 9 }, 0.2)).toBeLessThan(best);
  expect(thumbnailScore(good, 0.01)).toBeLessThan(best);
  expect(thumbnailScore(good, 0.58)).toBeLessThan(best);
});
