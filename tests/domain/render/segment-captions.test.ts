import * as fc from "fast-check";
import { expect, test } from "vitest";

import { captionLineCharacters } from "../../../domain/captions/captions.ts";
import { PALETTES, contrastOf, paletteOf } from "../../../domain/look/palette.ts";
import { captionBox, captionColours, captionEvents } from "../../../domain/render/segment-captions.ts";
import { CAPTION_STYLES } from "../../../domain/video/video-settings.ts";
import { ASPECTS, SIZES, canvasOf } from "../../../domain/video/video.ts";
import { fonts } from "./planned-video.ts";

const colours = fc.stringMatching(/^[0-9a-f]{6}$/);
const canvas = canvasOf({ aspect: "16:9", size: "1080p" });
const cue = {
  startMs: 200,
  endMs: 2_000,
  sentence: 0,
  lines: ["The moon", "pulls {the} sea"],
  words: [
    { text: "The", startMs: 200, line: 0 },
    { text: "moon", startMs: 500, line: 0 },
    { text: "pulls", startMs: 900, line: 1 },
    { text: "{the}", startMs: 1_200, line: 1 },
    { text: "sea", startMs: 1_400, line: 1 },
  ],
};

function eventsIn(captionStyle: (typeof CAPTION_STYLES)[number]) {
  const palette = PALETTES[0];
  if (palette === undefined) throw new Error("no palette");
  return captionEvents(cue, { canvas, palette, fonts, captionStyle, durationMs: 4_000 });
}

test("on a light brand's pictures captions are dark with a light line around them", () => {
  const palette = paletteOf("Money", 1, { deep: "f4f1ea", base: "ffffff", accent: "b3261e", text: "1d1b20" });
  for (const captionStyle of ["highlight", "karaoke", "plain"] as const) {
    const { plain, active, ground } = captionColours({ palette, captionStyle });
    expect(Math.min(contrastOf(plain, palette.deep), contrastOf(plain, ground))).toBeGreaterThan(7);
    expect(contrastOf(active, ground)).toBeGreaterThanOrEqual(4.5);
    expect(captionEvents(cue, { canvas, palette, fonts, captionStyle, durationMs: 4_000 })[0]?.body).not.toContain(
      "c&HFFFFFF&",
    );
  }
});

test("captions and their boxes stay inside the 90 % safe area in every shape, whatever the letters", () => {
  const letters = fc.constantFrom("W", "i", "m", "Ω", "Ж", "ß", "ع");
  fc.assert(
    fc.property(fc.constantFrom(...ASPECTS), fc.constantFrom(...SIZES), letters, (aspect, size, letter) => {
      const line = letter.repeat(captionLineCharacters(aspect));
      const { width, height } = canvasOf({ aspect, size });
      const box = captionBox({ lines: [line, line] }, { canvas: { width, height }, fonts });
      expect(box.left).toBeGreaterThanOrEqual(width * 0.05 - 1);
      expect(box.right).toBeLessThanOrEqual(width * 0.95 + 1);
      expect(box.top).toBeGreaterThanOrEqual(height * 0.05);
      expect(box.bottom).toBeLessThanOrEqual(height * 0.95 + 1);
    }),
  );
});

test("letters can be read on their ground in every palette and every brand, and never have its colour", () => {
  fc.assert(
    fc.property(fc.constantFrom(...CAPTION_STYLES), colours, colours, (captionStyle, accent, deep) => {
      for (const palette of [...PALETTES, { ...paletteOf("x", 1), accent, deep }]) {
        const { plain, active, ground } = captionColours({ palette, captionStyle });
        expect(contrastOf(plain, ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(active, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }),
  );
});

test("each style draws what it says, and no style lets a word open an override", () => {
  expect(eventsIn("none")).toEqual([]);
  expect(eventsIn("plain")).toHaveLength(1);
  expect(eventsIn("highlight")).toHaveLength(5);
  expect(eventsIn("box")).toHaveLength(6);
  const [karaoke, ...rest] = eventsIn("karaoke");
  expect(rest).toEqual([]);
  expect([...(karaoke?.body ?? "").matchAll(/\\kf(\d+)/g)].map(([, hundredths]) => Number(hundredths))).toEqual([
    30, 40, 30, 20, 60,
  ]);
  for (const style of CAPTION_STYLES) {
    for (const { body, startMs, endMs } of eventsIn(style)) {
      expect(endMs).toBeGreaterThan(startMs);
      expect(body).not.toMatch(/[^\\]\{the/);
    }
  }
});
