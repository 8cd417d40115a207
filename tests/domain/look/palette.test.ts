import { expect, test } from "vitest";
import { contrastOf, paletteOf } from "../../../domain/look/palette.ts";

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

test("a brand with only an accent gets a ground on which it can be read, whatever the seed", () => {
  for (const seed of SEEDS) {
    const { accent, base, deep } = paletteOf("Why bridges stand", seed, { accent: "e4572e" });
    expect(accent).toBe("e4572e");
    expect(Math.min(contrastOf(accent, base), contrastOf(accent, deep))).toBeGreaterThanOrEqual(3);
  }
});

test("letters that can be read on no ground are refused by name", () => {
  expect(() => paletteOf("Why bridges stand", 1, { text: "101010" })).toThrow(
    expect.objectContaining({ code: "invalid_input", field: "look.brand.text" }),
  );
});

test("without a brand, topic and seed alone choose", () => {
  const names = new Set(SEEDS.map((seed) => paletteOf("Why bridges stand", seed).name));
  expect(names.size).toBeGreaterThan(4);
  expect(paletteOf("Why bridges stand", 3)).toEqual(paletteOf("Why bridges stand", 3));
});
