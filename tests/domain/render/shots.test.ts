import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Clip } from "../../../domain/media/media.ts";
import { previewCanvas, previewGroups, previewRuns } from "../../../domain/render/preview.ts";
import type { PlannedSegment } from "../../../domain/render/plan.ts";
import { TRANSITIONS } from "../../../domain/video/video-settings.ts";
import { ASPECTS, type Canvas, canvasOf } from "../../../domain/video/video.ts";
import { planOf, sceneOf, scriptOf, specWith } from "./planned-video.ts";

const credit = { source: "test", author: "test", url: null, licence: "CC0-1.0" };
const scenes = fc.array(fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 8,
});
const wanted = fc.record({
  scenes,
  wordMs: fc.integer({ min: 90, max: 700 }),
  transition: fc.constantFrom(...TRANSITIONS),
  aspect: fc.constantFrom(...ASPECTS),
  brand: fc.constantFrom({}, { intro: "Tide Channel" }, { intro: "Tide Channel", outro: "Until next time" }),
  clipFrames: fc.integer({ min: 30, max: 600 }),
});

interface Wanted {
  readonly scenes: number[][];
  readonly wordMs: number;
  readonly transition: (typeof TRANSITIONS)[number];
  readonly aspect: (typeof ASPECTS)[number];
  readonly brand: { intro?: string; outro?: string };
  readonly clipFrames: number;
}

function planned({ scenes: lengths, wordMs, transition, aspect, brand, clipFrames }: Wanted) {
  const script = scriptOf(
    lengths.map((words, index) =>
      sceneOf(
        index + 1,
        words.map((count) => Array.from({ length: count }, () => "word").join(" ")),
      ),
    ),
  );
  const spec = specWith({ aspect, look: { transition, brand } });
  const clip: Clip = { scene: 0, objectKey: "c.mp4", sha256: "c", ...canvasOf(spec), frameCount: clipFrames, credit };
  return planOf(spec, script, { wordMs, clips: [clip] });
}

/** Whether the crop of a segment stays inside its picture on every frame, and its footage has begun. */
function staysInside({ pan, still, clip, frameCount }: PlannedSegment, { width, height }: Canvas, clipFrames: number) {
  const steps = Math.floor((frameCount - 1) / pan.framesPerStep);
  const inside = (from: number, step: number, room: number): boolean =>
    [from, from + step * steps].every((at) => at >= 0 && at <= room);
  return (
    inside(pan.x, pan.stepX, still.width - width) &&
    inside(pan.y, pan.stepY, still.height - height) &&
    (clip === undefined || clip.fromFrame < clipFrames)
  );
}

test("shots cover every frame once, the camera stays on its picture, and no word begins in a bridge", () => {
  fc.assert(
    fc.property(wanted, (input) => {
      const { plan, timings } = planned(input);
      const ends = plan.segments.map(({ startFrame, frameCount }) => startFrame + frameCount);
      expect(plan.segments.map(({ startFrame }) => startFrame)).toEqual([0, ...ends.slice(0, -1)]);
      expect(ends.at(-1)).toBe(plan.frameCount);
      expect(Math.min(...plan.segments.map(({ frameCount }) => frameCount))).toBeGreaterThan(0);
      expect(plan.segments.filter((each) => !staysInside(each, plan.canvas, input.clipFrames))).toEqual([]);
      const lateMs = plan.audio.narrationStartMs ?? 0;
      expect(plan.durationMs).toBeGreaterThanOrEqual(lateMs + timings.durationMs - 1);
      const bridges = plan.segments.filter(({ bridge }) => bridge !== undefined);
      const heard = timings.words.map((word) => word.startMs + lateMs);
      const lost = bridges.filter(({ startMs, endMs }) => heard.some((ms) => ms > startMs && ms < endMs));
      expect(lost).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test("a draft has a third of the frames, whatever the plan, in two parts without a gap", () => {
  fc.assert(
    fc.property(wanted, (input) => {
      const { plan } = planned(input);
      const runs = previewRuns(plan);
      const groups = previewGroups(plan, 0.3);
      let frame = 0;
      for (const run of groups.flat()) {
        expect(run.startFrame).toBe(frame);
        // A run that is cut goes on in its picture where it stopped.
        const whole = runs.find(({ segment }) => segment === run.segment);
        expect(run.fromFrame).toBe(run.startFrame - (whole?.startFrame ?? 0));
        frame += run.frameCount;
      }
      expect(frame).toBe(Math.ceil(plan.frameCount / 3));
      const cut = groups[1]?.[0]?.startFrame;
      const starts = plan.segments.map(({ startFrame }) => Math.ceil(startFrame / 3));
      expect(cut === undefined || starts.includes(cut)).toBe(true);
      expect(Math.min(previewCanvas(plan.canvas).width, previewCanvas(plan.canvas).height)).toBe(360);
    }),
    { numRuns: 20 },
  );
});

test("fade and slide stand between scenes where the voice leaves room; wipe and cut need none", () => {
  const three = scriptOf([1, 2, 3].map((number) => sceneOf(number, ["The sea rises and falls twice a day."])));
  const bridgesOf = (transition: (typeof TRANSITIONS)[number]) =>
    planOf(specWith({ look: { transition } }), three).plan.segments.filter(({ bridge }) => bridge !== undefined);
  expect(TRANSITIONS.map((transition) => [transition, bridgesOf(transition).length])).toEqual([
    ["wipe", 0],
    ["fade", 2],
    ["slide", 2],
    ["cut", 0],
  ]);
});
