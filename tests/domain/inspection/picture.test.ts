import { expect, test } from "vitest";

import { checkPicture, momentsToSee, type SeenPicture } from "../../../domain/inspection/picture.ts";
import type { FileFacts, VideoFacts } from "../../../domain/inspection/streams.ts";
import type { RenderPlan } from "../../../domain/render/plan.ts";
import { makePlan } from "../../activities/inspection/clip.ts";
import { POLICY } from "./fixtures.ts";

/** A file without a plan: one frame table, nothing intended. */
const PLAN = {
  canvas: { width: 1920, height: 1080 },
  fps: 30,
  durationMs: 60_000,
  segments: [],
  captions: [],
  intended: { gaps: [], fades: [], stills: [], blacks: [], wipes: [] },
};
const VIDEO: VideoFacts = {
  codec: "h264",
  pixelFormat: "yuv420p",
  width: 1920,
  height: 1080,
  fps: 30,
  frameCount: 1_800,
  uneven: [],
  pixelAspect: "1:1",
  rotation: 0,
  keyframesMs: [0],
  startMs: 0,
  durationMs: 60_000,
  bitsPerSecond: 400_000,
  colour: { primaries: "bt709", transfer: "bt709", space: "bt709", range: "tv" },
};

function judged(video: Partial<VideoFacts> | null, bytes = 4_500_000) {
  return checkPicture(fileOf(video, bytes), PLAN, [], POLICY);
}

function fileOf(video: Partial<VideoFacts> | null, bytes = 4_500_000): FileFacts {
  return {
    formatName: "mov,mp4",
    bytes,
    durationMs: 60_000,
    indexFirst: true,
    missingBytes: 0,
    video: video === null ? null : { ...VIDEO, ...video },
    audio: null,
  };
}

test("only the picture's bits count: rich sound hides no starved picture, and makes no picture too rich", () => {
  // 0.1 Mb/s of picture in a file of 0.6 Mb/s; the band begins at 0.3.
  expect(judged({ bitsPerSecond: 100_000 }).value).toBeCloseTo(3, 5);
  expect(judged({ bitsPerSecond: 19_000_000 }, 300_000_000).value).toBe(1);
  expect(judged({}).measured).toBe("0.40 Mb/s without sound, band 0.30–20.0 Mb/s");
});

test("what cannot be counted is unknown, not wrong", () => {
  expect(judged({ bitsPerSecond: null })).toMatchObject({
    value: null,
    unknownReason: expect.stringContaining("bits"),
  });
  expect(judged(null)).toMatchObject({ value: null, unknownReason: "no video stream" });
});

/** Six segments of two seconds, captioned but for their last tenth; a fade in the last half second. */
const CLIP = makePlan();

function seen(fromMs: number, changes: Partial<SeenPicture> = {}): SeenPicture {
  return { fromMs, toMs: fromMs + 2_000, sharpness: 0.8, blockiness: 0.001, ...changes };
}

test("a blurred and a blocky stretch are named where they are, beside good ones", () => {
  const pictures = [seen(0), seen(2_000, { sharpness: 0.1 }), seen(6_000), seen(8_000, { blockiness: 0.016 })];
  const { value, faults, measured } = checkPicture(fileOf({}), CLIP, pictures, POLICY);
  expect(value).toBeCloseTo(2, 5);
  expect(faults).toMatchObject([
    { fromMs: 2_000, toMs: 4_000, message: "blurred: sharpness 0.10 instead of at least 0.20", mend: "segments" },
    { fromMs: 8_000, toMs: 10_000, message: expect.stringMatching(/^blocky: 1.6 %/), mend: "segments" },
  ]);
  expect(measured).toContain("sharpness 0.80");
});

test("without a plan one soft picture is no fault, but a soft median is", () => {
  const soft = { sharpness: 0.1 };
  const of = (pictures: readonly SeenPicture[]) => checkPicture(fileOf({}), PLAN, pictures, POLICY);
  expect(of([seen(0, soft), seen(2_000), seen(4_000)])).toMatchObject({ value: 1, faults: [] });
  expect(of([seen(0, soft), seen(2_000, soft), seen(4_000)]).faults).toMatchObject([{ fromMs: 0, toMs: 60_000 }]);
});

test("what was not seen is said", () => {
  const unmade = (pictures: readonly SeenPicture[] | null) => checkPicture(fileOf({}), CLIP, pictures, POLICY).unmade;
  expect(unmade(null)).toEqual(["sharpness and blocks: decoding stopped before the end"]);
  expect(unmade([seen(0, { sharpness: null })])).toEqual([expect.stringMatching(/^sharpness: no letters/)]);
  expect(unmade([seen(0, { sharpness: null }), seen(2_000)])).toEqual([]);
});

function lettersAt(plan: RenderPlan): (string | null)[] {
  return momentsToSee(plan, POLICY).map(({ letters }) => letters);
}

test("frames are looked at evenly, where letters stand and nothing passes over the picture", () => {
  const moments = momentsToSee(CLIP, POLICY);
  expect(moments.map(({ letters }) => letters)).toEqual(["captions", "captions", "captions", "captions"]);
  for (const [index, { atMs, fromMs, toMs }] of moments.entries()) {
    expect(Math.floor(atMs / 3_000)).toBe(index);
    expect(Math.floor(fromMs / 2_000)).toBe(Math.floor((toMs - 1) / 2_000));
    expect(atMs % 2_000).toBeGreaterThanOrEqual(500);
    expect(atMs).toBeLessThan(11_350);
  }
  expect(lettersAt({ ...CLIP, captionStyle: "none" })).toEqual([null, null, null, null]);
  const wiped = { ...CLIP, intended: { ...CLIP.intended, wipes: [{ fromMs: 0, toMs: 12_000 }] } };
  expect(momentsToSee(wiped, POLICY)).toEqual([]);
  expect(momentsToSee({ ...CLIP, segments: [], durationMs: 600_000 }, POLICY)).toHaveLength(12);
});

test("a card's letters come before the captions, once they have entered and where captions do not reach", () => {
  const withCard = (y: number, enterMs: number): RenderPlan => {
    const text = { text: "Tides", role: "heading" as const, x: 40, y, sizePx: 40, enterMs };
    return { ...CLIP, segments: CLIP.segments.map((segment) => ({ ...segment, card: [text] })) };
  };
  expect(lettersAt(withCard(100, -1))).toEqual(["card", "card", "card", "card"]);
  expect(lettersAt(withCard(300, -1))).toEqual(lettersAt(CLIP));
  expect(lettersAt(withCard(100, 1_900))).toEqual(lettersAt(CLIP));
});
