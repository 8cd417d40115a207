import { expect, test } from "vitest";

import { draft, serve } from "./model-service.ts";

const CHART = { kind: "bar", labels: ["Flood", "Ebb"], values: [3, 1], unit: "m", source: "the *harbour* office" };
const MAP = { places: [{ name: "Lisbon", lat: 38.7, lon: -9.1 }] };

/** One scene that says 3 and 1, with what it would draw. */
function drawing(figures: object) {
  const sentences = ["According to the harbour office, the flood brings 3 metres and the ebb 1."];
  const content = JSON.stringify({
    ...draft,
    scenes: draft.scenes.map((scene) => ({ ...scene, sentences, ...figures })),
  });
  // JSON can say a number that is none when it is read.
  return { content: content.replace('"1e999"', "1e999") };
}

test("a chart of numbers that its scene says stays, with a map and a space before the unit", async () => {
  const { write } = await serve([drawing({ chart: CHART, map: MAP })]);
  const { script } = await write(14);
  expect(script.scenes[0]).toMatchObject({
    chart: { ...CHART, unit: " m", source: "the harbour office" },
    map: MAP,
  });
  expect(script.notes).toBeUndefined();
});

test.each([
  ["numbers that nobody says", { chart: { ...CHART, values: [3, 2.4] } }, /does not say 2\.4/u],
  ["no source", { chart: { ...CHART, source: "*" } }, /source: expected words/u],
  ["a label too few", { chart: { ...CHART, labels: ["Flood", "Ebb", "Slack"] } }, /2 values have 3 labels/u],
  ["no shape at all", { chart: "a bar chart" }, /its chart is left out/u],
  ["a place beyond the globe", { map: { places: [{ name: "Lisbon", lat: 38.7, lon: 400 }] } }, /places\.0\.lon/u],
  ["a place at infinity", { map: { places: [{ name: "Lisbon", lat: "1e999", lon: 0 }] } }, /places\.0\.lat/u],
])("a chart or map with %s costs itself: the script stays, is noted and not bought again", async (_, figures, note) => {
  const { asked, write } = await serve([drawing(figures)]);
  const { script } = await write(14);
  expect(script.scenes[0]).not.toHaveProperty("chart");
  expect(script.scenes[0]).not.toHaveProperty("map");
  expect(script.notes).toEqual([expect.stringMatching(note)]);
  expect(asked).toHaveLength(1);
});

test("what a map says is moderated with the words", async () => {
  const { asked, moderated, write } = await serve([drawing({ map: MAP, chart: CHART })]);
  await write(14);
  expect(asked).toHaveLength(1);
  for (const word of ["Lisbon", "Flood", "harbour office"]) expect(moderated.join(" ")).toContain(word);
});
