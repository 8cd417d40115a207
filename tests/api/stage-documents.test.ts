import { expect, test } from "vitest";

import { PlanDocument } from "../../api/stages/plan-document.ts";
import type { CheckedAs, FieldsOf } from "../../api/stages/same-fields.ts";
import { ScriptDocument } from "../../api/stages/script-document.ts";
import type { PlannedSegment, RenderPlan, SegmentPicture } from "../../domain/render/plan.ts";
import type { Scene, Script } from "../../domain/script/script.ts";
import { makePlan } from "../activities/inspection/clip.ts";

const HASH = "a1".repeat(32);
const FILE = { objectKey: `stills/${HASH}.png`, sha256: HASH };
const BOX = { width: 64, height: 64 };

/** Every field that a script may have; one that is new does not compile before it is written here. */
const SCENE: Required<Scene> = {
  kind: "points",
  kicker: "Part 1",
  heading: "Why",
  sentences: ["The moon pulls."],
  points: ["The moon"],
  pointSentences: [0],
  figure: "2",
  chart: { kind: "bar", labels: ["Low", "High"], values: [1, 2], unit: " m", source: "A tide table" },
  map: { places: [{ name: "Brest", lat: 48.4, lon: -4.5 }] },
  shows: "tide at a harbour",
};
const SCRIPT: Required<Script> = {
  version: 1,
  title: "Tides",
  hook: "The sea rises twice a day.",
  scenes: [SCENE],
  tags: ["sea"],
  description: "About tides.",
  wordsPerMinute: 150,
  provider: "own",
  language: "en-GB",
  notes: ["Scene 1: look at the number."],
};

const PICTURE: Required<SegmentPicture> = {
  still: { ...FILE, ...BOX },
  clip: { ...FILE, ...BOX, fromFrame: 3 },
  pan: { x: 0, y: 0, stepX: 0, stepY: 1, framesPerStep: 2 },
  card: [{ text: "Why", role: "heading", x: 1, y: 1, sizePx: 20, enterMs: 0 }],
};

function wholePlan(): Required<RenderPlan> {
  const plan = makePlan();
  const segments = plan.segments.map((segment): Required<PlannedSegment> => {
    const bridge = { transition: "fade", from: PICTURE } as const;
    return { ...segment, ...PICTURE, brandCard: "intro", bridge };
  });
  const music = { source: "licensed", objectKey: `uploads/${HASH}.mp3`, licence: "CC0", author: "Ada" } as const;
  return {
    ...plan,
    segments,
    captionStyle: "karaoke",
    font: "Inter",
    logo: { ...FILE, ...BOX, x: 1, y: 2 },
    audio: { ...plan.audio, narrationKey: `narrations/${HASH}.wav`, narrationStartMs: 500, music },
  };
}

test("a script that has everything comes back as it was given", () => {
  expect(ScriptDocument.parse(SCRIPT)).toEqual(SCRIPT);
});

test("a plan that has everything comes back as it was given", () => {
  const plan = wholePlan();
  expect(PlanDocument.parse(plan)).toEqual(plan);
});

interface Thing {
  readonly name: string;
  readonly parts?: readonly { readonly size: number; readonly colour?: string }[];
}

test("a field that only one side has does not compile", () => {
  type Given = CheckedAs<Thing, "fits", { name: string; parts?: { size: number; colour?: string }[] | undefined }>;
  const fits: Given = "fits";
  // @ts-expect-error -- the document knows no colour
  const lacks: CheckedAs<Thing, "fits", { name: string; parts?: { size: number }[] }> = "fits";
  const fields: FieldsOf<Thing>[] = ["name", "parts", "parts.size", "parts.colour"];
  expect([fits, lacks, fields.length]).toEqual(["fits", "fits", 4]);
});
