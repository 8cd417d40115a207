import { describe, expect, it } from "vitest";

import { checkCaptions } from "../../../domain/inspection/captions.ts";
import { checkContent, checkVariety } from "../../../domain/inspection/editorial.ts";
import type { FontMetrics } from "../../../domain/look/font-metrics.ts";
import type { MediaManifest } from "../../../domain/media/media.ts";
import type { SpokenWord } from "../../../domain/speech/speech.ts";
import { makePlan } from "../../activities/inspection/clip.ts";
import { POLICY } from "./fixtures.ts";

const PLAN = makePlan();

function withCue(changes: Partial<(typeof PLAN.captions)[number]>): typeof PLAN {
  const [first, ...rest] = PLAN.captions;
  if (first === undefined) throw new Error("the plan has captions");
  return { ...PLAN, captions: [{ ...first, ...changes }, ...rest] };
}

function spoken(): SpokenWord[] {
  return PLAN.captions.flatMap((cue) =>
    cue.words.map(({ text, startMs }) => ({ text, startMs, endMs: startMs + 300, sentence: 0, scene: 0 })),
  );
}

function manifest(credit: Partial<MediaManifest["stills"][number]["credit"]> = {}): MediaManifest {
  const whole = { source: "generated", author: "Longtake", url: null, licence: "generated", ...credit };
  const stills = PLAN.segments.map(({ scene, kind, still }) => ({ scene, kind, ...still, credit: whole }));
  return { version: 1, palette: PLAN.palette, stills };
}

/** Draws printable ASCII and nothing else. */
const LATIN: FontMetrics = {
  family: "Latin",
  covers: (codePoint) => codePoint >= 0x20 && codePoint < 0x7f,
  widthEm: (text) => 0.55 * text.length,
  emPerLineHeight: 0.73,
};

function judgeCaptions(plan: typeof PLAN, words: SpokenWord[] | null = spoken()) {
  return checkCaptions(plan, { words, fonts: [LATIN] }, POLICY.captions);
}

describe("checkCaptions", () => {
  it("finds no fault with the planned captions", () => {
    expect(judgeCaptions(PLAN)).toMatchObject({ value: 0, faults: [] });
  });

  it.each([
    ["43 characters", { lines: ["A line of text that is a little bit too lon"] }, /43 characters in a line/],
    ["three lines", { lines: ["a", "b", "c"] }, /3 lines/],
    ["a blink", { endMs: 500, lines: ["Hi"] }, /shown for 500 ms/],
    ["a long stay", { endMs: 7_500 }, /shown for 7500 ms/],
    ["a hurry", { endMs: 1_000 }, /22.0 characters\/s, 17 wanted/],
    ["an overlap", { endMs: 2_100 }, /overlaps the next/],
    ["a lost character", { lines: ["The moon \uFFFD"] }, /cannot be drawn: U\+FFFD/],
    ["a control character", { lines: ["The \u0007 moon"] }, /cannot be drawn: U\+0007/],
    ["a letter that no font has", { lines: ["The 月 pulls"] }, /cannot be drawn: U\+6708/],
    ["a block over the whole picture", { lines: Array.from({ length: 20 }, () => "tide") }, /outside the 90 % safe/],
    ["nothing", { lines: [""] }, /empty/],
  ])("takes one of six for %s", (_, changes, message) => {
    const { value, faults } = judgeCaptions(withCue(changes));
    expect(value).toBeCloseTo(100 / 6, 1);
    expect(faults[0]).toMatchObject({ fromMs: 0, message: expect.stringMatching(message), mend: "script" });
  });

  it("lets pictographs be, which are left out of pictures on purpose", () => {
    expect(judgeCaptions(withCue({ lines: ["The moon 🌙"] })).value).toBe(0);
  });

  it("takes less for a pace that is merely uncomfortable", () => {
    expect(judgeCaptions(withCue({ endMs: 1_200 })).value).toBeCloseTo((100 / 6) * ((22 / 1.2 - 17) / 3), 1);
  });

  it("allows fewer characters on a vertical picture", () => {
    const upright = { ...withCue({ lines: ["The moon pulls the wide sea"] }), canvas: { width: 360, height: 640 } };
    expect(judgeCaptions(upright).faults[0]?.message).toMatch(/27 characters in a line, 24 allowed/);
  });

  it("counts spoken words that no caption shows, or shows at another time", () => {
    const [first, ...rest] = spoken();
    const unsaid = { ...first, text: "Whales", startMs: 100, endMs: 300, sentence: 0, scene: 0 };
    const { value, faults } = judgeCaptions(PLAN, [unsaid, ...rest]);
    expect(value).toBeCloseTo(100 / 30 - 2, 5);
    expect(faults).toMatchObject([{ fromMs: 100, message: "spoken word not captioned: Whales" }]);
    const late = spoken().map((word) => ({ ...word, startMs: word.startMs + 900 }));
    expect(judgeCaptions(PLAN, late).value).toBeGreaterThan(50);
  });

  it("says that coverage was not looked at without timings", () => {
    expect(judgeCaptions(PLAN, null).unmade.join()).toMatch(/coverage/);
  });
});

function judgeVariety(plan: typeof PLAN, media: MediaManifest | null = manifest()) {
  return checkVariety(plan, media, POLICY.variety);
}

describe("checkVariety", () => {
  it("finds no fault with segments of two seconds, each with its picture", () => {
    expect(judgeVariety(PLAN)).toMatchObject({ value: 0, faults: [], unmade: [] });
  });

  it("finds a picture that returns in another scene, not one that stays in its own", () => {
    const still = PLAN.segments[0]?.still ?? { objectKey: "", sha256: "", width: 0, height: 0 };
    const again = PLAN.segments.map((segment) => (segment.index === 2 ? { ...segment, still } : segment));
    expect(judgeVariety({ ...PLAN, segments: again }).faults).toMatchObject([
      { fromMs: 4_000, message: "repeats the picture of scene 1" },
    ]);
    const same = PLAN.segments.map((segment) => (segment.index === 1 ? { ...segment, still, scene: 0 } : segment));
    expect(judgeVariety({ ...PLAN, segments: same }).faults).toEqual([]);
  });

  it("finds segments that are too long", () => {
    const long = PLAN.segments.map((segment) => (segment.index === 5 ? { ...segment, endMs: 19_000 } : segment));
    expect(judgeVariety({ ...PLAN, segments: long }).faults[0]?.message).toMatch(/lasts 9.0 s, at most 8/);
  });

  it("finds pictures without credit, and says when it could not look", () => {
    expect(judgeVariety(PLAN, manifest({ licence: " " })).value).toBe(100);
    expect(judgeVariety(PLAN, null).unmade).toEqual(["credits: no media manifest given"]);
  });
});

function judgeContent(
  plan: typeof PLAN,
  media: MediaManifest | null = manifest(),
  containsSyntheticMedia: boolean | null = true,
  speaker: string | null = "espeak-ng 1.51 en-us",
) {
  return checkContent(plan, { media, speaker, containsSyntheticMedia }, POLICY.content);
}

describe("checkContent", () => {
  it("finds nothing in harmless words", () => {
    expect(judgeContent(PLAN)).toMatchObject({ value: 0, unmade: [] });
    expect(judgeContent(withCue({ lines: ["Fundamnable dams: 1,500 in 2026, 3.5 to 4.5 million"] })).value).toBe(0);
  });

  it.each([
    ["Damn the tide", /profanity: damn/],
    ["A Miracle  cure!", /banned claim: miracle cure/],
    ["Write to jane.doe@example.org", /e-mail address/],
    ["Call +44 20 7946 0958", /telephone number/],
  ])("hits on %s", (line, message) => {
    const { value, faults } = judgeContent(withCue({ lines: [line] }));
    expect(value).toBe(1);
    expect(faults[0]).toMatchObject({
      fromMs: 0,
      toMs: 1_900,
      message: expect.stringMatching(message),
      mend: "script",
    });
  });

  it("hits on a title and a licence outside the list", () => {
    expect(judgeContent({ ...PLAN, title: "Damn!" }).value).toBe(1);
    expect(judgeContent(PLAN, manifest({ licence: "All rights reserved" })).value).toBe(6);
    expect(judgeContent(PLAN, null, null).unmade).toHaveLength(2);
  });

  it.each([
    ["espeak-ng 1.51 en-us", 1],
    ["elevenlabs rachel", 1],
    ["own recording", 0],
    ["silent", 0],
  ])("of a video that is called not synthetic, spoken by %s, hits %i times", (speaker, hits) => {
    expect(judgeContent(PLAN, manifest(), false, speaker)).toMatchObject({ value: hits, unmade: [] });
    expect(judgeContent(PLAN, manifest(), true, speaker).value).toBe(0);
  });

  it("says that it cannot judge a voice that it knows nothing of", () => {
    expect(judgeContent(PLAN, manifest(), false, null)).toMatchObject({
      ...{ value: 0, unmade: ["disclosure of the voice: no timings given"] },
    });
  });
});
