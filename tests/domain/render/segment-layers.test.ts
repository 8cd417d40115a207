import * as fc from "fast-check";
import { expect, test } from "vitest";

import { type AssEvent, movedInto } from "../../../domain/captions/ass.ts";
import { changedFrames, segmentLayers } from "../../../domain/render/segment-layers.ts";
import { previewCanvas, previewLayers, previewRuns } from "../../../domain/render/preview.ts";
import { fonts, planOf, sceneOf, scriptOf, specWith } from "./planned-video.ts";

const FPS = 30;
const FRAMES = 120;

/** Which events libass shows at a frame: it cuts the frame's time to milliseconds, and scripts to hundredths. */
function shownAt(events: readonly AssEvent[], frame: number): string {
  const nowMs = Math.trunc(frame * (1 / FPS) * 1000);
  const cut = (ms: number): number => Math.floor(ms / 10) * 10;
  return events.map(({ startMs, endMs }) => (cut(startMs) <= nowMs && nowMs < cut(endMs) ? "1" : "0")).join("");
}

const event = fc
  .record({ startMs: fc.nat(3_900), lengthMs: fc.nat(2_000), movesForMs: fc.constantFrom(0, 260) })
  .map(({ startMs, lengthMs, movesForMs }): AssEvent => {
    return { layer: 1, startMs, endMs: startMs + lengthMs, body: "", movesForMs };
  });

test("every frame that differs from the one before is drawn, and the first", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (events) => {
      const stretches = changedFrames(events, FPS, FRAMES);
      const isDrawn = (frame: number): boolean => stretches.some(([first, last]) => first <= frame && frame <= last);
      expect(isDrawn(0)).toBe(true);
      for (let frame = 1; frame < FRAMES; frame += 1) {
        if (isDrawn(frame)) continue;
        expect(shownAt(events, frame)).toBe(shownAt(events, frame - 1));
        const nowMs = (frame * 1000) / FPS;
        const isMoving = events.some(
          ({ startMs, movesForMs = 0 }) => movesForMs > 0 && nowMs > startMs && nowMs < startMs + movesForMs,
        );
        expect(isMoving).toBe(false);
      }
    }),
  );
});

test("a layer lies on whole pixels of colour, inside the canvas, whatever the words", () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-z]{1,12}$/), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(words, fc.constantFrom("16:9" as const, "9:16" as const, "1:1" as const), (sentence, aspect) => {
      const { plan } = planOf(
        specWith({ aspect }),
        scriptOf([sceneOf(1, [`${sentence.join(" ")}.`], sentence.join(" "))]),
      );
      for (const segment of plan.segments) {
        for (const { x, y, width, height } of segmentLayers(plan, segment, fonts)) {
          for (const side of [x, y, width, height]) expect(typeof side === "string" ? 0 : side % 2).toBe(0);
          if (typeof x === "string") continue;
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(plan.canvas.width);
          expect(y + height).toBeLessThanOrEqual(plan.canvas.height);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test("a layer of a draft lies on whole pixels of the small picture, around the same letters", () => {
  const sizes = fc.constantFrom("360p" as const, "720p" as const, "1080p" as const);
  const aspects = fc.constantFrom("16:9" as const, "9:16" as const, "1:1" as const);
  fc.assert(
    fc.property(sizes, aspects, (size, aspect) => {
      const scene = sceneOf(1, ["The sea rises and falls twice a day."], "The sea rises");
      const { plan } = planOf(specWith({ size, aspect, look: { captions: "box" } }), scriptOf([scene]));
      const small = previewCanvas(plan.canvas);
      const layers = previewLayers(plan, previewRuns(plan), fonts);
      expect(layers).toHaveLength(2);
      for (const { x, y, width, height, script } of layers) {
        for (const side of [x, y, width, height]) expect(Number(side) % 2).toBe(0);
        expect(Number(x) + width).toBeLessThanOrEqual(small.width);
        expect(y + height).toBeLessThanOrEqual(small.height);
        const reduction = plan.canvas.width / small.width;
        expect(script).toContain(`PlayResX: ${width * reduction}\nPlayResY: ${height * reduction}\n`);
      }
      const [, captions] = layers;
      expect(captions?.height).toBeLessThan(small.height / 3);
    }),
    { numRuns: 12 },
  );
});

test("an event moves with its canvas, and words that look like overrides stay words", () => {
  const moved = (body: string): string =>
    movedInto({ left: 10, top: 4 }, { layer: 1, startMs: 0, endMs: 1, body }).body;
  expect(moved("{\\an4\\move(116,-3,154,287,0,260)\\fad(260,0)}x")).toBe(
    "{\\an4\\move(106,-7,144,283,0,260)\\fad(260,0)}x",
  );
  expect(moved("{\\pos(960,999)}/pos(1,2)")).toBe("{\\pos(950,995)}/pos(1,2)");
});
