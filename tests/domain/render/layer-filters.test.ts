import { expect, test } from "vitest";
import * as fc from "fast-check";

import { withinAny } from "../../../domain/render/layer-filters.ts";

/** ffmpeg's expression as this language has it. */
function holds(expression: string, frame: number): boolean {
  const inJavaScript = expression
    .replaceAll("if(", "choose(")
    .replaceAll("between(n,", "between(")
    .replaceAll("eq(n,", "equal(")
    .replaceAll("lt(n,", "below(");
  // oxlint-disable-next-line typescript/no-implied-eval -- the expression is the one under test
  const evaluate = new Function("choose", "between", "equal", "below", `return ${inJavaScript}`);
  return (
    Number(
      evaluate(
        (condition: boolean, yes: number, no: number) => (condition ? yes : no),
        (first: number, last: number) => Number(frame >= first && frame <= last),
        (at: number) => Number(frame === at),
        (at: number) => frame < at,
      ),
    ) > 0
  );
}

test("the expression holds on the frames of its stretches and on no other, however many there are", () => {
  const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 5 })), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(stretches, (gapsAndLengths) => {
      let frame = -1;
      const ascending = gapsAndLengths.map(([gap, length]) => {
        const first = frame + gap;
        frame = first + length;
        return [first, frame] as const;
      });
      const expression = withinAny(ascending);
      for (const [first, last] of ascending) {
        expect(holds(expression, first)).toBe(true);
        expect(holds(expression, last)).toBe(true);
        const isBorder = ascending.some(([from, to]) => last + 1 >= from && last + 1 <= to);
        expect(holds(expression, last + 1)).toBe(isBorder);
      }
    }),
    { numRuns: 30 },
  );
});

test("no sum in it grows with the number of stretches", () => {
  const expression = withinAny(Array.from({ length: 2_000 }, (_, index) => [3 * index, 3 * index + 1] as const));
  const longest = Math.max(...expression.split(/[,()]*if\(/).map((part) => part.split("+").length));
  expect(longest).toBeLessThan(10);
});
