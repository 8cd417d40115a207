import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { ARTWORK_STYLES, artworkOf, styleOf } from "../../../domain/look/artwork.ts";
import { chartProblem, gridValues, valueText } from "../../../domain/charts/data.ts";
import { figureClip, figureOf } from "../../../domain/charts/figure.ts";
import { figureArea } from "../../../domain/charts/look.ts";
import { parseFont } from "../../../domain/look/font-metrics.ts";
import { parseOutlines } from "../../../domain/charts/map-artwork.ts";
import { mapProblem, projectionOf } from "../../../domain/charts/map-projection.ts";
import { contrastOf, mixColours, PALETTES, paletteOf } from "../../../domain/look/palette.ts";
import type { Scene, SceneChart } from "../../../domain/script/script.ts";

const SCENE: Scene = {
  ...{ kind: "points", kicker: null, heading: "H", figure: null },
  ...{ sentences: ["S."], points: [], pointSentences: [] },
};
const CANVAS = { width: 640, height: 360 };
const chart: SceneChart = { kind: "bar", labels: ["A", "B"], values: [12_500, -3.25], unit: " km", source: "NASA" };
const fonts = [
  parseFont("Noto Sans", readFileSync(new URL("../../../assets/fonts/NotoSans-Bold.ttf", import.meta.url))),
];
const [palette] = PALETTES;
const area = { left: 300, top: 40, right: 600, bottom: 260 };

describe("charts", () => {
  test("values are written as they are", () => {
    expect(valueText(12_500, " km")).toBe("12,500 km");
    expect(valueText(1_234_567.5, "")).toBe("1,234,567.5");
    expect(valueText(-3.25, "%")).toBe("−3.25%");
  });

  test("a grid spans the values with round numbers", () => {
    expect(gridValues([3, 47], 4)).toEqual([0, 20, 40, 60]);
    expect(gridValues([-0.4, 0.9], 4)).toEqual([-0.5, 0, 0.5, 1]);
  });

  test("without data, without a source or with a label too many there is no chart", () => {
    expect(chartProblem(chart)).toBeNull();
    expect(chartProblem({ ...chart, values: [1] })).toMatch(/two values/);
    expect(chartProblem({ ...chart, labels: ["A"] })).toMatch(/2 values have 1 labels/);
    expect(chartProblem({ ...chart, values: [1, Number.NaN] })).toMatch(/no number/);
    expect(chartProblem({ ...chart, source: " " })).toMatch(/source/);
    expect(chartProblem({ ...chart, kind: "donut" })).toMatch(/shares/);
  });

  test.each(["bar", "line", "donut"] as const)(
    "a %s chart shows every value and its source, and no script of a label",
    (kind) => {
      const figure = figureOf({
        ...SCENE,
        chart: { ...chart, kind, values: [30, 70], labels: ["{\\b1}A", "B"] },
      });
      if (figure === null || "problem" in figure || palette === undefined) throw new Error("no figure");
      const drawn = figureClip({ figure, canvas: CANVAS, palette, fonts, outline: { land: [], borders: [] } });
      for (const text of ["70 km", "Source: NASA"]) expect(drawn).toContain(text);
      expect(drawn).not.toContain("{\\b1}A");
      expect(drawn).not.toMatch(/NaN|Infinity|undefined/);
    },
  );
});

test("a line names its last value once, although it is the highest, too", () => {
  const values = [30, 54, 54];
  const figure = figureOf({ ...SCENE, chart: { ...chart, kind: "line", values, labels: ["A", "B", "C"] } });
  if (figure === null || "problem" in figure || palette === undefined) throw new Error("no chart");
  const drawn = figureClip({ figure, canvas: CANVAS, palette, fonts, outline: { land: [], borders: [] } });
  expect(drawn.match(/\}54 km/gu)).toHaveLength(1);
});

describe("maps", () => {
  test("the name of a place keeps out of the words beside the map", () => {
    const places = [
      { name: "Samarkand", lat: 39.7, lon: 67 },
      { name: "Baghdad", lat: 33.3, lon: 44.4 },
      { name: "Xi'an", lat: 34.3, lon: 108.9 },
      { name: "Constantinople", lat: 41, lon: 29 },
    ];
    const figure = figureOf({ ...SCENE, map: { places } });
    if (figure === null || "problem" in figure || palette === undefined) throw new Error("no map");
    const drawn = figureClip({ figure, canvas: CANVAS, palette, fonts, outline: { land: [], borders: [] } });
    const [, anchor, x] = /\{\\an(\d)\\pos\(([\d.]+),[^}]*\}Constantinople/u.exec(drawn) ?? [];
    expect(anchor).not.toBe("6");
    expect(Number(x)).toBeGreaterThan(CANVAS.width * 0.5);
  });

  const outline = JSON.parse(readFileSync(new URL("../../../assets/land-outline.json", import.meta.url), "utf8"));

  test("the outline is the world's", () => {
    const points = parseOutlines(outline.land).flat();
    expect(points.length).toBeGreaterThan(4_000);
    expect(points.every(({ lat, lon }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180)).toBe(true);
  });

  test("the Americas have land under their borders, however far to the west they lie", () => {
    const places = [
      { name: "A", lat: 41, lon: 29 },
      { name: "B", lat: 34, lon: 109 },
    ];
    const figure = figureOf({ ...SCENE, map: { places } });
    if (figure === null || "problem" in figure || palette === undefined) throw new Error("no map");
    const brazil = { lat: -10, lon: -53 };
    const lands = { land: parseOutlines(outline.land), borders: [] };
    const drawn = figureClip({ figure, canvas: CANVAS, palette, fonts, outline: lands });
    const { place } = projectionOf(figure.kind === "map" ? figure.map : { places }, figureArea(CANVAS));
    const [x, y] = place(brazil);
    expect(x).toBeGreaterThan(0);
    const ground = drawn.split("\n").find((line) => line.startsWith("Dialogue: 0,")) ?? "";
    const rings = ground.split("m ").slice(1).map(pointsOf);
    expect(rings.some((ring) => isWithin(ring, [x, y]))).toBe(true);
  });

  test("places lie inside the area, north above south, also across the date line", () => {
    const places = [
      { name: "Tokyo", lat: 35.7, lon: 139.7 },
      { name: "San Francisco", lat: 37.8, lon: -122.4 },
    ];
    const { place } = projectionOf({ places }, area);
    const [tokyo = [0, 0], francisco = [0, 0]] = places.map(place);
    expect(tokyo[0]).toBeLessThan(francisco[0]);
    expect(francisco[1]).toBeLessThan(tokyo[1]);
    for (const [x, y] of [tokyo, francisco]) {
      expect(x).toBeGreaterThan(area.left);
      expect(x).toBeLessThan(area.right);
      expect(y).toBeGreaterThan(area.top);
      expect(y).toBeLessThan(area.bottom);
    }
    expect(mapProblem({ places: [{ name: "Nowhere", lat: 91, lon: 0 }] })).toMatch(/Nowhere/);
    expect(mapProblem({ places: [] })).toMatch(/1 to 12/);
  });
});

describe("cards", () => {
  test("every style draws every scene of its own, with finite numbers", () => {
    if (palette === undefined) throw new Error("no palette");
    for (const style of Object.keys(ARTWORK_STYLES)) {
      const drawn = [0, 1, 2, 3, 4].map((scene) => artworkOf({ canvas: CANVAS, palette, scene, seed: 7, style }).ass);
      expect(new Set(drawn).size).toBe(5);
      expect(drawn.join("")).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  test("a topic takes a style that suits it, any other its seed's", () => {
    expect(styleOf("How ocean tides work", 1)).toBe("waves");
    const chosen = new Set(Array.from({ length: 60 }, (_, seed) => styleOf("Quarterly dividends", seed)));
    expect(chosen.size).toBe(Object.keys(ARTWORK_STYLES).length);
  });

  test("white letters can be read on every palette's ground", () => {
    for (const { deep, base, text } of PALETTES) {
      expect(Math.min(contrastOf(text, deep), contrastOf(text, base))).toBeGreaterThan(7);
    }
    expect(contrastOf("000000", "ffffff")).toBeCloseTo(21);
    expect(mixColours("000000", "ffffff", 0.5)).toBe("808080");
  });

  test("a brand's colours are the video's; letters that nobody could read are refused by name", () => {
    expect(paletteOf("Tides", 7, {})).toEqual(paletteOf("Tides", 7));
    const light = paletteOf("Tides", 7, { base: "f4e9d8", deep: "e0cfae" });
    expect(contrastOf(light.text, light.base)).toBeGreaterThan(4.5);
    expect(contrastOf(light.accent, light.deep)).toBeGreaterThan(3);
    expect(() => paletteOf("Tides", 7, { base: "ffffff", text: "eeeeee" })).toThrow(/text colour eeeeee/);
  });
});

function pointsOf(path: string): [number, number][] {
  return [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/gu)].map(([, x, y]) => [Number(x), Number(y)]);
}

/** A ray to the right crosses the ring an odd number of times. */
function isWithin(ring: readonly [number, number][], [x, y]: readonly [number, number]): boolean {
  const crossings = ring.filter(([fromX, fromY], index) => {
    const [toX, toY] = ring[(index + 1) % ring.length] ?? [0, 0];
    return fromY > y !== toY > y && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX);
  });
  return crossings.length % 2 === 1;
}
