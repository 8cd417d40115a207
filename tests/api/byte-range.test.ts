import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRange } from "../../api/pipeline/byte-range.ts";

describe("parseRange", () => {
  it.each([
    ["bytes=0-", { start: 0, end: 999 }],
    ["bytes=0-0", { start: 0, end: 0 }],
    ["bytes=900-2000", { start: 900, end: 999 }],
    ["bytes=-100", { start: 900, end: 999 }],
    ["bytes=-5000", { start: 0, end: 999 }],
    ["bytes=1000-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=5-4", null],
    ["bytes=-", null],
    ["bytes=0-1,5-6", null],
    ["items=0-1", null],
    [undefined, null],
  ])("reads %s of 1000 bytes", (header, expected) => {
    expect(parseRange(header, 1000)).toEqual(expected);
  });

  it("never leaves the file", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.option(fc.nat(5000)), fc.nat(5000), (start, end, total) => {
        const range = parseRange(`bytes=${start}-${end ?? ""}`, total);
        if (range === null || range === "unsatisfiable") return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeGreaterThanOrEqual(range.start);
        expect(range.end).toBeLessThan(total);
      }),
    );
  });
});
