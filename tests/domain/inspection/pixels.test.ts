import { expect, test } from "vitest";

import { blockinessOf, type GrayPicture, sharpnessOf } from "../../../domain/inspection/pixels.ts";

const WIDTH = 320;
const HEIGHT = 240;

function draw(levelAt: (x: number, y: number) => number): GrayPicture {
  const pixels = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, index) => {
    return Math.round(Math.max(0, Math.min(255, levelAt(index % WIDTH, Math.floor(index / WIDTH)))));
  });
  return { pixels, width: WIDTH, height: HEIGHT };
}

/** Light strokes of sixteen pixels on a dark slope, each edge as wide as a blur makes it. */
function strokes(edgePixels: number, contrast = 180, fromRow = 0): GrayPicture {
  return draw((x, y) => {
    const fromMiddle = Math.abs((x % 40) - 20);
    const inside = Math.max(0, Math.min(1, (8.5 - fromMiddle) / edgePixels + 0.5));
    return 30 + x / 16 + (y < fromRow ? 0 : contrast * inside);
  });
}

test("letters are sharp, blurred ones are not, and a wider blur is less so", () => {
  const of = (edgePixels: number) => sharpnessOf(strokes(edgePixels), { lettersStand: true }) ?? Number.NaN;
  expect(of(1)).toBeGreaterThan(0.7);
  expect(of(3)).toBeGreaterThan(0.2);
  expect(of(12)).toBeLessThan(0.12);
  expect(of(16)).toBeLessThan(of(12));
});

test("a picture without strong edges says nothing, unless letters must stand in it", () => {
  const faint = strokes(12, 50);
  expect(sharpnessOf(faint, { lettersStand: false })).toBeNull();
  expect(sharpnessOf(faint, { lettersStand: true })).toBeLessThan(0.2);
  const plain = draw((x, y) => 40 + (x + y) / 20);
  expect(sharpnessOf(plain, { lettersStand: true })).toBeNull();
});

test("only the rows that are asked for are looked at", () => {
  const low = strokes(1, 180, 180);
  expect(sharpnessOf(low, { lettersStand: true })).toBeGreaterThan(0.7);
  expect(sharpnessOf(low, { rows: 170, lettersStand: true })).toBeNull();
});

test("level squares on the grid of the coder are blocks; the same squares beside it belong to the picture", () => {
  const squares = (shift: number) =>
    draw((x, y) => 100 + 10 * ((Math.floor((x + shift) / 8) + Math.floor((y + shift) / 8)) % 2));
  expect(blockinessOf(squares(0))).toBeGreaterThan(0.9);
  expect(blockinessOf(squares(3))).toBe(0);
  expect(blockinessOf(squares(5))).toBe(0);
});

test("slopes, letters and steps too small to see are no blocks", () => {
  expect(blockinessOf(draw((x) => x / 3))).toBe(0);
  expect(blockinessOf(strokes(1))).toBe(0);
  expect(blockinessOf(draw((x, y) => 100 + 3 * ((Math.floor(x / 8) + Math.floor(y / 8)) % 2)))).toBe(0);
});
