import { describe, expect, test } from "vitest";
import { waveFile } from "../../../domain/sound/wave.ts";
import { PeakMeter, waveLayout } from "../../../domain/sound/waveform.ts";
import { storyboardOf } from "../../../domain/render/storyboard.ts";

const SAMPLES = new Int16Array([0, 100, -16_384, 200, 32_767, -5, 0, -32_768]);

describe("the head of a recording", () => {
  test("tells where its samples lie", () => {
    expect(waveLayout(waveFile(SAMPLES, 48_000, 2))).toEqual({
      channels: 2,
      sampleRate: 48_000,
      dataStart: 44,
      dataBytes: 16,
    });
  });

  test("may hold chunks of other kinds before them", () => {
    const plain = waveFile(SAMPLES, 48_000, 2);
    const list = new Uint8Array([...new TextEncoder().encode("LIST"), 3, 0, 0, 0, 1, 2, 3, 0]);
    const file = new Uint8Array([...plain.subarray(0, 36), ...list, ...plain.subarray(36)]);
    expect(waveLayout(file)).toMatchObject({ dataStart: 56, dataBytes: 16 });
  });

  test.each([
    ["a film", new TextEncoder().encode("\0\0\0\u0018ftypisom........")],
    ["nothing", new Uint8Array()],
    ["half a head", waveFile(SAMPLES, 48_000, 2).subarray(0, 30)],
  ])("of %s is none", (_, bytes) => {
    expect(waveLayout(bytes)).toBeNull();
  });
});

test.each([[16], [1], [3], [5]])("peaks are the same however the bytes are cut: %i at a time", (size) => {
  const bytes = new Uint8Array(SAMPLES.buffer);
  const meter = new PeakMeter(SAMPLES.length, 4);
  for (let at = 0; at < bytes.length; at += size) meter.add(bytes.subarray(at, at + size));
  expect(meter.waveform().peaks).toEqual([0.003, 0.5, 1, 1]);
});

test("a storyboard has the scenes of the script, with the plan's time and what was found in it", () => {
  const scene = (heading: string) => {
    return {
      ...{ kind: "points" as const, kicker: null, heading, sentences: [`${heading} said.`] },
      ...{ points: [], pointSentences: [], figure: null },
    };
  };
  const segment = (index: number, startMs: number, endMs: number, brandCard?: "intro") => {
    const still = { objectKey: `stills/${index}.jpg`, sha256: "", width: 1, height: 1 };
    const pan = { x: 0, y: 0, stepX: 0, stepY: 0, framesPerStep: 1 } as const;
    return {
      ...{ index, scene: index, kind: "points" as const, fromSentence: 0, toSentence: 1, startFrame: 0, frameCount: 1 },
      ...{ startMs, endMs, still, pan, card: [], captions: [], wipeInFrames: 0, wipeOutFrames: 0, fadeOutFrames: 0 },
      ...(brandCard ? { brandCard } : {}),
    };
  };
  const canvas = { width: 1920, height: 1080 };
  const segments = [segment(0, 0, 1_000, "intro"), segment(0, 1_000, 3_000), segment(0, 3_000, 5_000)];
  const plan = { canvas, fps: 30, segments };
  const board = storyboardOf({ scenes: [scene("One"), scene("Two")] }, plan, [
    { fromMs: 4_900, toMs: 5_100 },
    { fromMs: 0, toMs: 900 },
  ]);
  expect(board).toMatchObject([
    { number: 1, heading: "One", lines: ["One said."], time: { fromMs: 1_000, toMs: 5_000 }, findings: 1 },
    { number: 2, time: null, findings: 0 },
  ]);
});
