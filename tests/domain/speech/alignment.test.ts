import * as fc from "fast-check";
import { expect, test } from "vitest";

import { FrameReader, encodeFrame } from "../../../domain/render/frames.ts";
import { sentencesHeardIn } from "../../../domain/speech/segmentation.ts";
import { atOnce } from "../../../domain/steps.ts";
import { silences, trimmedSound } from "../../../domain/speech/silence.ts";
import { espeakVoiceOf, serviceVoiceOf } from "../../../domain/speech/voices.ts";
import { samplesOf, soundOfWave } from "../../../domain/speech/wave.ts";
import { waveFile } from "../../../domain/sound/wave.ts";
import { wordsHeardIn } from "../../../domain/speech/word-timing.ts";

const RATE = 16_000;

interface Tone {
  /** 0 is silence. */
  readonly hz: number;
  readonly ms: number;
}

/** A "word" is a tone with its overtones: as different from the next one as vowels are. */
function soundOf(tones: readonly Tone[]) {
  const samples: number[] = [];
  for (const { hz, ms } of tones) {
    for (let at = 0; at < (ms * RATE) / 1000; at += 1) {
      const turn = (2 * Math.PI * hz * at) / RATE;
      samples.push(hz === 0 ? 0 : 6_000 * (Math.sin(turn) + Math.sin(turn * 3) / 2 + Math.sin(turn * 4) / 3));
    }
  }
  return { samples: Int16Array.from(samples), sampleRate: RATE };
}

function startsOf(tones: readonly Tone[]): number[] {
  let clockMs = 0;
  return tones.flatMap(({ hz, ms }) => {
    const startMs = clockMs;
    clockMs += ms;
    return hz === 0 ? [] : [startMs];
  });
}

const PITCHES = [180, 420, 900, 260, 640, 1_200, 330];
const wordsMs = fc.array(fc.integer({ min: 150, max: 400 }), { minLength: 7, maxLength: 7 });
/** How much longer another reader takes for each word. */
const paces = fc.array(fc.double({ min: 0.65, max: 1.6, noNaN: true }), { minLength: 7, maxLength: 7 });
/** None, or one that is longer than a closed mouth. */
const pausesMs = fc.oneof(fc.constant(0), fc.integer({ min: 150, max: 300 }));

test("words are found again in a voice that takes other times for them", () => {
  fc.assert(
    fc.property(wordsMs, paces, pausesMs, (referenceMs, pace, pauseMs) => {
      const targetMs = referenceMs.map((ms, index) => Math.round(ms * (pace[index] ?? 1)));
      const tones = (lengths: readonly number[]) => PITCHES.map((hz, index) => ({ hz, ms: lengths[index] ?? 0 }));
      const reference = tones(referenceMs);
      const words = startsOf(reference).map((startMs, index) => ({ text: `w${index}`, startMs }));
      const target = tones(targetMs).toSpliced(3, 0, { hz: 0, ms: pauseMs });
      const found = wordsHeardIn(soundOf(target), { ...soundOf(reference), words });
      for (const [index, startMs] of startsOf(target).entries()) {
        expect(Math.abs((found[index]?.startMs ?? Infinity) - startMs)).toBeLessThanOrEqual(60);
      }
    }),
    { numRuns: 12 },
  );
});

test("whatever is heard, every word has a time, in order and inside the recording", () => {
  const any = fc.array(fc.record({ hz: fc.integer({ min: 0, max: 4_000 }), ms: fc.integer({ min: 0, max: 300 }) }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(any, any, (target, reference) => {
      const sound = soundOf(target);
      const words = startsOf(reference).map((startMs, index) => ({ text: `w${index}`, startMs }));
      const found = wordsHeardIn(sound, { ...soundOf(reference), words });
      expect(found.map(({ text }) => text)).toEqual(words.map(({ text }) => text));
      for (const [index, { startMs }] of found.entries()) {
        expect(startMs).toBeGreaterThanOrEqual(found[index - 1]?.startMs ?? 0);
        expect(startMs).toBeLessThanOrEqual(Math.ceil((sound.samples.length * 1000) / RATE));
      }
    }),
    { numRuns: 30 },
  );
});

test("sentences end and begin at the reader's pauses", () => {
  const lines = [
    [180, 420, 900],
    [640, 260],
    [330, 1_200, 420, 180],
  ].map((pitches) => pitches.map((hz) => ({ hz, ms: 220 })));
  const target = lines.flatMap((tones, index) => [
    { hz: 0, ms: 400 + index * 150 },
    ...tones.map(({ hz }) => ({ hz, ms: 300 })),
  ]);
  expect(atOnce(sentencesHeardIn(soundOf(target), lines.map(soundOf)))).toEqual([
    { fromMs: 400, toMs: 1_300 },
    { fromMs: 1_850, toMs: 2_450 },
    { fromMs: 3_150, toMs: 4_350 },
  ]);
});

test("silence is what is quiet beside the speech, whatever the room's own noise", () => {
  const { samples } = soundOf([
    { hz: 0, ms: 200 },
    { hz: 300, ms: 500 },
    { hz: 0, ms: 300 },
    { hz: 500, ms: 400 },
  ]);
  const noisy = samples.map((sample, index) => sample + ((index * 7_919) % 201) - 100);
  for (const each of [samples, noisy]) {
    expect(silences({ samples: each, sampleRate: RATE }, 150)).toEqual([
      { fromMs: 0, toMs: 200 },
      { fromMs: 700, toMs: 1_000 },
    ]);
  }
  expect(trimmedSound({ samples, sampleRate: RATE }).leadMs).toBeCloseTo(200, 0);
});

test("a wave file gives back its samples, also one whose maker did not know its length", () => {
  const { samples } = soundOf([{ hz: 300, ms: 50 }]);
  const file = waveFile(samples, RATE, 1);
  expect(soundOfWave(file)).toEqual({ samples, sampleRate: RATE });
  const streamed = file.slice();
  new DataView(streamed.buffer).setUint32(40, 0xff_ff_ff_ff, true);
  expect(soundOfWave(streamed)).toEqual({ samples, sampleRate: RATE });
  expect(soundOfWave(waveFile(samples, RATE, 2))).toBeNull();
  expect(soundOfWave(file.slice(0, 20))).toBeNull();
  expect(samplesOf(Uint8Array.of(1, 0, 9))).toEqual(Int16Array.of(1));
  expect(samplesOf(Buffer.from([9, 9, 9, 2, 0, 3, 0]).subarray(3))).toEqual(Int16Array.of(2, 3));
});

test("frames come out whole however a pipe cuts them", () => {
  const bytes = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.tuple(bytes, bytes), { maxLength: 6 }), fc.integer({ min: 1, max: 30 }), (frames, cut) => {
      const stream = frames.flatMap(([head, body]) => [...encodeFrame(head, body)]);
      const reader = new FrameReader();
      const read: [number[], number[]][] = [];
      for (let at = 0; at < stream.length; at += cut) {
        const pieces = reader.push(Uint8Array.from(stream.slice(at, at + cut)));
        read.push(...pieces.map(({ head, body }): [number[], number[]] => [[...head], [...body]]));
      }
      expect(read).toEqual(frames.map(([head, body]) => [[...head], [...body]]));
    }),
  );
});

test.each([
  ["en-us", { service: "espeak", name: "en-us" }],
  ["espeak:de+f3", { service: "espeak", name: "de+f3" }],
  ["elevenlabs:21m00Tcm4TlvDq8ikWAM", { service: "elevenlabs", name: "21m00Tcm4TlvDq8ikWAM" }],
  ["google:en-US-Wavenet-B", { service: "google", name: "en-US-Wavenet-B" }],
  ["azure:somebody", null],
  ["openai:", null],
  ["openai:a/b", null],
  ["openai:a:b", null],
])("voice %s", (voice, expected) => {
  expect(serviceVoiceOf(voice)).toEqual(expected);
});

test.each([
  [undefined, "en-us"],
  ["en", "en-us"],
  ["en-GB", "en-gb"],
  ["de-AT", "de"],
  ["fr", "fr-fr"],
  ["pt-BR", "pt-br"],
  ["zh-Hans", "cmn"],
  ["../etc", "en-us"],
])("language %s is spoken by %s", (language, voice) => {
  expect(espeakVoiceOf(language)).toBe(voice);
});
