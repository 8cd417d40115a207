import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../domain/audit.ts";

test.each([
  [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
  [{ a: undefined, z: { y: 1.5, x: -0 } }, '{"z":{"x":0,"y":1.5}}'],
  ['\u2028"\\', '"\u2028\\"\\\\"'],
])("writes %j in its one form", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test.each([[Number.NaN], [new Date(0)], [() => 1], [1n], [[undefined]]])(
  "refuses what JSON cannot hold: %s",
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  },
);

test("is the same for equal values in any order of keys, and reads back as the value", () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => reversed(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, item]) => [key, reversed(item)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
