import { describe, expect, it } from "vitest";

import type { Pcm } from "../../../domain/inspection/sync.ts";
import { checkSync, measureLags } from "../../../domain/inspection/sync.ts";
import { checkSpeechOverMusic } from "../../../domain/inspection/voice.ts";
import { POLICY } from "./fixtures.ts";

const RATE = 8_000;

/** Thirty seconds of syllables that never repeat, `lateMs` later and `faster` times as fast, at a gain. */
function speech({ lateMs = 0, faster = 1, gain = 1 }: { lateMs?: number; faster?: number; gain?: number } = {}): Pcm {
  const samples = Int16Array.from({ length: 30 * RATE }, (_, index) => {
    const t = (index / RATE - lateMs / 1000) * faster;
    if (t < 0) return 0;
    const syllable = Math.abs(Math.sin(t * 7.3) * Math.sin(t * 3.1 + 2 * Math.sin(t * 1.7)));
    return Math.round(gain * 12_000 * syllable * Math.sin(t * 1_500));
  });
  return { samples, sampleRateHz: RATE };
}

function pcm(value: (index: number) => number): Pcm {
  return {
    samples: Int16Array.from({ length: 30 * RATE }, (_, index) => Math.round(value(index))),
    sampleRateHz: RATE,
  };
}

/** Added to each sample of a sound. */
function over(sound: Pcm, value: (index: number) => number): Pcm {
  return { ...sound, samples: sound.samples.map((sample, index) => Math.round(sample + value(index))) };
}

function hum(level: number): (index: number) => number {
  return (index) => level * Math.sin((index / RATE) * 2 * Math.PI * 333);
}

describe("measureLags", () => {
  it.each([0, 7, 40, 120, 300, -120])("finds a lag of %i ms in all three windows, at any gain", (lateMs) => {
    const lags = measureLags(speech({ lateMs, gain: 0.4 }), speech());
    expect(lags).toHaveLength(3);
    for (const { lagMs, correlation } of lags) {
      expect(Math.abs(lagMs - lateMs)).toBeLessThan(3);
      expect(correlation).toBeGreaterThan(0.9);
    }
  });

  it.each([
    ["silence", pcm(() => 0)],
    ["an even tone", pcm(hum(5_000))],
    ["less than it needs", { samples: new Int16Array(RATE), sampleRateHz: RATE }],
  ])("measures nothing in %s", (_, sound) => {
    expect(measureLags(sound, sound)).toEqual([]);
  });
});

function judge(file: Pcm, videoStartMs = 0) {
  return checkSync({ file, master: speech(), videoStartMs }, POLICY);
}

describe("checkSync", () => {
  it("gives no fault to sound in its place", () => {
    expect(judge(speech()).value).toBeLessThan(1);
  });

  it("counts a late picture as early sound", () => {
    expect(judge(speech(), 200).value).toBeCloseTo(200, 0);
    expect(judge(speech({ lateMs: 200 }), 200).value).toBeLessThan(3);
  });

  it("fails a drift of one percent although each window alone may pass", () => {
    const { value, measured } = judge(speech({ faster: 1.01 }));
    expect(value).toBeGreaterThanOrEqual(POLICY.checks.sync.zeroAt);
    expect(measured).toMatch(/drift/);
  });

  it("fails sound that is not the master", () => {
    const { value, faults } = judge(pcm((index) => 9_000 * Math.sin(index / 5) * Math.sin(index / 1_777) ** 4));
    expect(value).toBeGreaterThanOrEqual(POLICY.checks.sync.zeroAt);
    expect(faults[0]).toMatchObject({ message: "sound is not the planned master", mend: "audio" });
  });

  it("knows nothing where nothing can be compared", () => {
    expect(judge(pcm(() => 0))).toMatchObject({ value: null, unknownReason: expect.any(String) });
  });
});

describe("checkSpeechOverMusic", () => {
  const policy = POLICY.checks.speech_over_music;

  it.each([6, 12, 20])("measures %i dB", (ratioDb) => {
    const narration = speech();
    const rms = Math.sqrt(
      narration.samples.reduce((sum, sample) => sum + sample * sample, 0) / narration.samples.length,
    );
    const music = hum((rms / 10 ** (ratioDb / 20)) * Math.SQRT2);
    const { value } = checkSpeechOverMusic({ narration, master: over(speech({ lateMs: 2 }), music) }, policy);
    expect(Math.abs((value ?? 0) - ratioDb)).toBeLessThan(0.5);
  });

  it("finds the narration where it begins, behind a card", () => {
    const master = over(speech({ lateMs: 2_500 }), hum(500));
    const { value } = checkSpeechOverMusic({ narration: speech(), master, startMs: 2_500 }, policy);
    expect(value).toBeGreaterThan(15);
    // A tone is like itself everywhere, so the wrong place is only worse, not unlike.
    expect(checkSpeechOverMusic({ narration: speech(), master }, policy).value).toBeLessThan((value ?? 0) - 1);
  });

  it("knows nothing without speech", () => {
    expect(checkSpeechOverMusic({ narration: pcm(() => 0), master: pcm(hum(1_000)) }, policy).value).toBeNull();
  });
});
