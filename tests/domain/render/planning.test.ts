import * as fc from "fast-check";
import { expect, test } from "vitest";

import { bundledFonts } from "../../../activities/rendering/fonts.ts";
import { readQualityPolicy } from "../../../clients/quality-policy.ts";
import { stillSize } from "../../../domain/look/artwork.ts";
import { paletteOf } from "../../../domain/look/palette.ts";
import { planVideo } from "../../../domain/render/planning.ts";
import { frameAt } from "../../../domain/render/scenes.ts";
import { templateScript } from "../../../domain/script/template.ts";
import { encoderSettings } from "../../../domain/render/segment-command.ts";
import { timeNarration } from "../../../domain/speech/speech.ts";
import { planOf as planned, sceneOf, scriptOf, specWith } from "./planned-video.ts";
import { ASPECTS, SIZES, type VideoSpec, canvasOf } from "../../../domain/video/video.ts";

const { fonts } = await bundledFonts();
const { variety } = await readQualityPolicy();

const specs = fc.record({
  topic: fc.constantFrom(
    "How tides work",
    "Why the northern lights appear above the arctic circle during long winter nights",
    "Rom",
  ),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  aspect: fc.constantFrom(...ASPECTS),
  size: fc.constantFrom(...SIZES),
  seconds: fc.integer({ min: 5, max: 180 }),
  wordMs: fc.double({ min: 180, max: 700, noNaN: true }),
});

function planOf({
  wordMs,
  ...wanted
}: {
  topic: string;
  seed: number;
  aspect: VideoSpec["aspect"];
  size: VideoSpec["size"];
  seconds: number;
  wordMs: number;
}) {
  const publish = {
    privacy: "private",
    publishAt: null,
    containsSyntheticMedia: true,
    selfDeclaredMadeForKids: false,
  } as const;
  const spec: VideoSpec = { ...wanted, voice: "en-us", complexity: "simple", publish };
  const script = templateScript({ topic: spec.topic, seed: spec.seed, wordBudget: Math.round(spec.seconds * 2.4) });
  const recorded = script.scenes.flatMap(({ sentences }, scene) =>
    sentences.map((text) => {
      const words = text.split(" ").map((word, index) => ({ text: word, startMs: Math.round(index * wordMs) }));
      return { text, scene, words, durationMs: words.length * wordMs };
    }),
  );
  const timings = timeNarration(recorded, "test");
  const size = stillSize(canvasOf(spec));
  const credit = { source: "generated", author: "test", url: null, licence: "CC0-1.0" };
  const stills = script.scenes.map(({ kind }, scene) => ({
    scene,
    kind,
    objectKey: `s${scene}`,
    sha256: "0",
    ...size,
    credit,
  }));
  const media = { version: 1, palette: paletteOf(spec.topic, spec.seed), stills } as const;
  const encoder = encoderSettings("libx264", spec.complexity);
  return { timings, plan: planVideo({ spec, script, timings, narrationKey: "n.wav", media, encoder, fonts }) };
}

test("segments cover every frame once, never drift, and outlast the sound", () => {
  fc.assert(
    fc.property(specs, (input) => {
      const { plan, timings } = planOf(input);
      let frame = 0;
      for (const segment of plan.segments) {
        expect(segment.startFrame).toBe(frame);
        expect(segment.frameCount).toBeGreaterThan(0);
        expect(Math.abs(segment.startMs - (segment.startFrame * 1000) / plan.fps)).toBeLessThan(1);
        frame += segment.frameCount;
      }
      expect(frame).toBe(plan.frameCount);
      expect((plan.frameCount * 1000) / plan.fps).toBeGreaterThanOrEqual(timings.durationMs - 1e-6);
      expect((plan.frameCount * 1000) / plan.fps - timings.durationMs).toBeLessThan(1000 / plan.fps + 1e-6);
    }),
    { numRuns: 60 },
  );
});

test("segments are as long as quality control wants, the silence at their ends included", () => {
  const lengthsMs = Array.from({ length: 150 }, (_, seed) => {
    const seconds = 10 + (seed % 9) * 10;
    const topic = seed % 2 === 0 ? "How tides work" : "Snow on the mountain peak";
    const { plan } = planOf({ topic, seed, aspect: "16:9", size: "360p", seconds, wordMs: 300 + ((seed * 37) % 130) });
    return plan.segments.map(({ startMs, endMs }) => endMs - startMs);
  }).flat();
  const share = (isAtFault: (ms: number) => boolean) => lengthsMs.filter(isAtFault).length / lengthsMs.length;
  expect(share((ms) => ms > variety.longestMs)).toBe(0);
  // A scene that is one short sentence, or a short one beside a long one that has one caption.
  expect(share((ms) => ms < variety.shortestMs)).toBeLessThan(0.02);
});

test("a sentence too long by a moment is cut where its second caption begins", () => {
  const sentences = ["Open a window.", "Whatever the ice of the arctic can teach, it begins with attention."];
  const { plan } = planned(specWith({ seconds: 10 }), scriptOf([sceneOf(1, sentences)]), { wordMs: 450 });
  expect(plan.segments.map(({ startMs, endMs }) => endMs - startMs)).toEqual([2000, 6300]);
});

test("the camera never leaves the picture, and the text stays inside the frame above the captions", () => {
  fc.assert(
    fc.property(specs, (input) => {
      const { plan } = planOf(input);
      for (const { pan, still, frameCount, card } of plan.segments) {
        const steps = Math.floor((frameCount - 1) / pan.framesPerStep);
        for (const step of [0, steps]) {
          expect(pan.x + pan.stepX * step).toBeGreaterThanOrEqual(0);
          expect(pan.x + pan.stepX * step).toBeLessThanOrEqual(still.width - plan.canvas.width);
          expect(pan.y + pan.stepY * step).toBeGreaterThanOrEqual(0);
          expect(pan.y + pan.stepY * step).toBeLessThanOrEqual(still.height - plan.canvas.height);
        }
        for (const item of card) {
          const width = fonts[0]?.widthEm(item.text) ?? 0;
          const spread = item.role === "kicker" ? 1.14 : 1;
          expect(item.x + width * item.sizePx * spread).toBeLessThanOrEqual(plan.canvas.width);
          expect(item.y - item.sizePx * 0.6).toBeGreaterThanOrEqual(0);
          expect(item.y + item.sizePx * 0.6).toBeLessThanOrEqual(plan.canvas.height * 0.8);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("every spoken word is captioned in exactly one segment", () => {
  const { plan } = planOf({
    topic: "How tides work",
    seed: 1,
    aspect: "16:9",
    size: "720p",
    seconds: 90,
    wordMs: 410.7,
  });
  const inSegments = plan.segments.flatMap((segment) =>
    segment.captions.flatMap((cue) => cue.words.map((word) => word.text)),
  );
  expect(inSegments).toEqual(plan.captions.flatMap((cue) => cue.words.map((word) => word.text)));
});

test("frame boundaries are rounded from absolute time", () => {
  expect([0, 16, 17, 33, 34, 1000, 600_010].map((ms) => frameAt(ms, 30))).toEqual([0, 0, 1, 1, 1, 30, 18_000]);
});
