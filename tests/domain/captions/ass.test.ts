import * as fc from "fast-check";
import { expect, test } from "vitest";

import { assColour, assDocument, assText, filterPath } from "../../../domain/captions/ass.ts";

test("no text can open an override block, break the line or leave its event", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const escaped = assText(text);
      expect(escaped).not.toMatch(/\p{Cc}/u);
      expect(escaped.replaceAll("\\{", "").replaceAll("\\}", "")).not.toMatch(/[{}\\]/);
      const document = assDocument({ width: 10, height: 10 }, [{ layer: 0, startMs: 0, endMs: 10, body: escaped }]);
      expect(document.split("\n").filter((line) => line.startsWith("Dialogue:"))).toHaveLength(1);
    }),
  );
});

test("colours are written blue first", () => {
  expect(assColour("ff8001")).toBe("&H0180FF&");
});

test("a path keeps its meaning inside a filter graph", () => {
  expect(filterPath("/a b/it's:[x],y;z")).toBe("/a b/it\\\\\\'s\\\\:\\[x\\]\\,y\\;z");
});
