import { expect, test } from "vitest";

import { assColour } from "../../../domain/captions/ass.ts";
import { artworkOf, styleOf } from "../../../domain/look/artwork.ts";
import { type CardText, KICKER_TRACKING, layOutCard } from "../../../domain/look/cards.ts";
import { fontFor } from "../../../domain/look/text-layout.ts";
import { PALETTES } from "../../../domain/look/palette.ts";
import type { Scene } from "../../../domain/script/script.ts";
import { fonts, sceneOf } from "../render/planned-video.ts";

const WIDE = { width: 1920, height: 1080 };
const UPRIGHT = { width: 1080, height: 1920 };
const TIMES = { sceneStartMs: 0, sentenceStartsMs: [0, 2_000], isOpening: false };
const words = { ...sceneOf(1, ["One.", "Two."], "Rules and exceptions"), kicker: "Part 1 of 3" };

function rightEdge({ text, x, sizePx, role }: CardText): number {
  const tracked = role === "kicker" ? KICKER_TRACKING * Array.from(text).length : 0;
  return x + (fontFor(fonts, text).widthEm(text) + tracked) * sizePx;
}

function lastEdge(scene: Scene, canvas: typeof WIDE): number {
  return Math.max(...layOutCard(scene, canvas, fonts, TIMES).map(rightEdge));
}

test("short words leave the right of a wide picture to its shapes, long ones take the room they need", () => {
  const points = ["Good enough", "Collect exceptions"];
  const scene = { ...words, points, pointSentences: [0, 1] };
  expect(lastEdge(scene, WIDE)).toBeLessThan(WIDE.width * 0.66);
  const long = "A point of a script of one's own that says a whole sentence and wants to be read";
  expect(lastEdge({ ...scene, points: [long] }, WIDE)).toBeGreaterThan(WIDE.width * 0.66);
});

test("a long kicker stays on the picture, although its letters stand apart", () => {
  const kicker = "What the people of the harbour said about the great flood";
  expect(lastEdge({ ...words, kicker }, UPRIGHT)).toBeLessThan(UPRIGHT.width * 0.93);
});

test("one point stands as a line, several as a list", () => {
  const roles = (points: string[]): string[] =>
    layOutCard({ ...words, points, pointSentences: points.map(() => 0) }, WIDE, fonts, TIMES).map(({ role }) => role);
  expect(roles(["Good enough"])).not.toContain("marker");
  expect(roles(["Good enough", "Collect exceptions"]).filter((role) => role === "marker")).toHaveLength(2);
});

test("topics take a style that shows something of them", () => {
  const styles = ["How snow falls", "Whales", "Compound interest", "How bees talk"].map((topic) => styleOf(topic, 1));
  expect(styles).toEqual(["paper", "waves", "bauhaus", "network"]);
});

test("the bright line of the waves runs below the words of a wide picture", () => {
  const [palette] = PALETTES;
  if (palette === undefined) throw new RangeError("no palette");
  for (let seed = 0; seed < 30; seed += 1) {
    const { ass, size } = artworkOf({ canvas: WIDE, palette, scene: seed % 5, seed, style: "waves" });
    const path = ass.split("\n").find((line) => line.includes(assColour(palette.accent)));
    const points = [...(path ?? "").matchAll(/(-?[\d.]+) (-?[\d.]+)/gu)].map(([, x, y]) => ({
      x: Number(x),
      y: Number(y),
    }));
    const left = points.filter(({ x, y }) => x > 0 && x < size.width * 0.45 && y > 0);
    expect(left.length).toBeGreaterThan(10);
    expect(Math.min(...left.map(({ y }) => y))).toBeGreaterThan(size.height * 0.68);
  }
});
