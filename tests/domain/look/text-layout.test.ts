import * as fc from "fast-check";
import { expect, test } from "vitest";

import { fitText, fontFor } from "../../../domain/look/text-layout.ts";
import { fonts } from "../render/planned-video.ts";

const BOX = { widthPx: 600, lines: 4, largestPx: 75, smallestPx: 33 };

test("no word stands alone between longer lines, and no line ends on a word that leans on the next", () => {
  expect(fitText(fonts, "Trust grows where claims can be checked.", BOX).lines).not.toContain("where");
  const { lines } = fitText(fonts, "The first card of tea stays blank for a while", { ...BOX, lines: 3 });
  for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/ (of|for|a|the)$/u);
});

test("every word stays, in its order, on lines that fit", () => {
  const words = fc.array(fc.constantFrom("a", "sea", "tides", "moonlight", "of", "extraordinary"), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 5 }), (chosen, lines) => {
      const text = chosen.join(" ");
      // Wide enough that nothing has to be cut.
      const box = { widthPx: 2_000, lines, largestPx: 150, smallestPx: 20 };
      const fitted = fitText(fonts, text, box);
      expect(fitted.lines.length).toBeLessThanOrEqual(lines);
      expect(fitted.lines.join(" ")).toBe(text);
      for (const line of fitted.lines) {
        expect(fontFor(fonts, text).widthEm(line) * fitted.sizePx).toBeLessThanOrEqual(box.widthPx + 1);
      }
    }),
  );
});
