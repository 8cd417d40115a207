import { expect, test } from "vitest";

import { checkBitrate, type FileFacts, type VideoFacts } from "../../../domain/inspection/streams.ts";
import { POLICY } from "./fixtures.ts";

const PLAN = { canvas: { width: 1920, height: 1080 }, fps: 30, frameCount: 1_800, durationMs: 60_000 };
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
  const file: FileFacts = {
    formatName: "mov,mp4",
    bytes,
    durationMs: 60_000,
    indexFirst: true,
    missingBytes: 0,
    video: video === null ? null : { ...VIDEO, ...video },
    audio: null,
  };
  return checkBitrate(file, PLAN, POLICY);
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
