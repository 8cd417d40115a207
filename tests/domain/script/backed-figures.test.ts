import { describe, expect, test } from "vitest";

import { backedFigures } from "../../../domain/script/backed-figures.ts";
import { unsupportedClaims } from "../../../domain/script/claims.ts";
import { isSaid, saidNumbers } from "../../../domain/script/said-numbers.ts";
import type { SceneChart, SceneMap, Script } from "../../../domain/script/script.ts";
import { sceneOf, scriptOf } from "../render/planned-video.ts";

const chart: SceneChart = { kind: "bar", labels: ["Ebb", "Flood"], values: [3, 12.5], unit: " m", source: "the port" };
const map: SceneMap = { places: [{ name: "Lisbon", lat: 38.7, lon: -9.1 }] };

function drawn(sentences: readonly string[], figures: { chart?: SceneChart; map?: SceneMap }, others: string[] = []) {
  const script: Script = scriptOf([{ ...sceneOf(1, sentences), ...figures }, sceneOf(2, others)]);
  const { script: kept, notes } = backedFigures(script, unsupportedClaims(script, { topic: "Tides" }));
  return { scene: kept.scenes[0], notes };
}

describe("numbers that a text says", () => {
  test.each<[string, readonly number[]]>([
    ["It rises by 12.5 m and falls by 3.", [12.5, 3]],
    ["12,500 people", [12_500, 12.5]],
    ["1.234,5 Liter", [1234.5]],
    ["12 500 km", [12_500]],
    ["1.5 million", [1.5, 1_500_000]],
    ["two of them, then Twelve", [2, 12]],
    ["it fell to −4 degrees", [-4]],
    ["minus 7 at night", [-7]],
    ["from 10-20 boats", [10, 20]],
  ])("%s says %j", (text, numbers) => {
    expect(saidNumbers(text)).toEqual(expect.arrayContaining([...numbers]));
  });

  test.each(["H2O and CO2", "nothing counted at all", "B12"])("%s says none", (text) => {
    expect(saidNumbers(text)).toEqual([]);
  });

  test("a loss is said without its sign, a gain is not said by one", () => {
    expect(isSaid(-3, saidNumbers("a loss of 3 %"))).toBe(true);
    expect(isSaid(3, saidNumbers("it was −3 °C"))).toBe(false);
  });
});

describe("a chart is drawn", () => {
  test("when its scene says every number", () => {
    const sentence = "According to the port, the ebb is three metres and the flood 12.5.";
    expect(drawn([sentence], { chart })).toMatchObject({ scene: { chart }, notes: [] });
  });

  test("when a claim that a person will look at says the rest", () => {
    const kept = drawn(["The ebb is 3 metres."], { chart }, ["The flood is 12.5 km wide."]);
    expect(kept).toMatchObject({ scene: { chart }, notes: [] });
  });

  test("and not when only another scene, and no claim, says it", () => {
    const { scene, notes } = drawn(["The ebb is 3 metres."], { chart }, ["According to the port, it is 12.5 km."]);
    expect(scene).not.toHaveProperty("chart");
    expect(notes).toEqual(["Scene 1: its chart is left out: its scene does not say 12.5."]);
  });

  test("and not when it cannot be, which costs nothing else of the scene", () => {
    const sentences = ["The ebb is 3 metres, the flood 12.5."];
    const { scene, notes } = drawn(sentences, { chart: { ...chart, source: " " }, map });
    expect(scene).toMatchObject({ sentences, map });
    expect(scene).not.toHaveProperty("chart");
    expect(notes).toEqual([expect.stringContaining("names the source")]);
  });
});

test.each([
  { name: "Pole", lat: 89, lon: 0 },
  { name: "Nowhere", lat: Number.NaN, lon: 0 },
  { name: "Far", lat: 0, lon: Number.POSITIVE_INFINITY },
  { name: " ", lat: 0, lon: 0 },
])("a map with the place $name at $lat, $lon is left out and named", (place) => {
  const { scene, notes } = drawn(["Look."], { map: { places: [...map.places, place] } });
  expect(scene).not.toHaveProperty("map");
  expect(notes).toHaveLength(1);
});
