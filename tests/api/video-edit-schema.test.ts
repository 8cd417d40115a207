import { expect, test } from "vitest";

import { VideoEditSchema, videoEditOf } from "../../api/pipeline/video-edit-schema.ts";

const chart = { kind: "bar", labels: ["A", "B"], values: [1, 2], unit: "%", source: "NASA" };
const map = { places: [{ name: "Oslo", lat: 59.9, lon: 10.7 }] };

test.each([
  { kind: "replace_scene", scene: 2, chart },
  { kind: "replace_scene", scene: 2, chart: null, map },
  { kind: "insert_scene", scene: 1, heading: "New", sentences: ["It snows."], map },
  { kind: "look", look: { brand: { intro: null, outro: null } } },
])("an edit brings a chart or a map, or takes one away, as a part of the brand: %j", (edit) => {
  expect(videoEditOf(VideoEditSchema.parse(edit))).toEqual(edit);
});

test.each([
  { chart: { ...chart, kind: "pie" } },
  { chart: { ...chart, values: [1] } },
  { chart: { ...chart, colour: "red" } },
  { map: { places: [{ name: "Nowhere", lat: 91, lon: 0 }] } },
])("one that cannot be drawn is refused: %j", (words) => {
  expect(VideoEditSchema.safeParse({ kind: "replace_scene", scene: 2, ...words }).success).toBe(false);
});
