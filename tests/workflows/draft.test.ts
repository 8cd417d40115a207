import { expect, test } from "vitest";
import type { AppliedEdit, CarriedRun, GenerateVideoInput } from "../../domain/video/generation.ts";
import { Draft } from "../../workflows/draft.ts";
import { Parking } from "../../workflows/parking.ts";
import { VideoRun } from "../../workflows/video-run.ts";
import { SPEC } from "./video-runs.ts";

const made = { usage: [] };
const inspection = { reportKey: "reports/a.json", score: 70, needsRepair: true, findings: [], ...made };
const carried: CarriedRun = {
  spec: { ...SPEC, seed: 9 },
  script: { scriptKey: "scripts/a.json", title: "A", sceneCount: 1, wordCount: 9, provider: "template", ...made },
  narration: { timingsKey: "t.json", narrationKey: "n.wav", durationMs: 9_000, provider: "espeak-ng", ...made },
  media: { mediaKey: "media/a.json", ...made },
  rendered: { videoKey: "videos/a.mp4", sha256: "a", ...made } as unknown as CarriedRun["rendered"],
  inspection,
  keep: { mediaKey: "media/b.json", scenes: [0, null] },
  dress: { title: "Better" },
  edits: [{ kind: "title", title: "Better" }],
  isHeld: true,
  approval: "approved",
  version: 3,
  attempts: { render: 2 },
  spentMicroUsd: 120,
  capMicroUsd: 5_000_000,
};

function draftOf(from: CarriedRun): Draft {
  const policy = { costCapMicroUsd: 1 } as GenerateVideoInput["policy"];
  const run = new VideoRun({ videoId: "vid_a", spec: SPEC, policy, carried: from } as GenerateVideoInput);
  return new Draft(run, new Parking(run));
}

test("a run that goes on in a new history has all that was made and decided", () => {
  expect(draftOf(carried).carry()).toEqual(carried);
  const { approval: _, ...older } = carried;
  expect(draftOf(older).approval).toBeNull();
});

test("a copy wears the thumbnail that a person gave the video it was made from, until it gets another", () => {
  const spec = { ...SPEC, reuse: { thumbnailKey: "uploads/own.png" } };
  const run = new VideoRun({ videoId: "vid_a", spec, policy: { costCapMicroUsd: 1 } } as GenerateVideoInput);
  expect(new Draft(run, new Parking(run)).dress).toEqual({ thumbnailKey: "uploads/own.png" });
  expect(draftOf({ ...carried, spec }).dress).toEqual(carried.dress);
});

test("a version is what was judged, with the edits since the one before", () => {
  const draft = draftOf({ ...carried, inspection: null });
  expect(draft.keepVersion(inspection)).toEqual({ version: 4, edits: carried.edits, spec: carried.spec });
  expect(draft).toMatchObject({ inspection, edits: [] });
});

const worn = { title: "Better", thumbnailKey: "uploads/own.png", srtKey: "uploads/own.srt" };
const { srtKey: _, ...withoutSubtitles } = worn;
const intro = { ...carried.spec, look: { brand: { intro: "Science Daily" } } };
const render = ["render", "qa"] as const;

test.each<[string, Pick<AppliedEdit, "edit" | "spec" | "redo">, CarriedRun["dress"]]>([
  [
    "other words",
    {
      edit: { kind: "remove_scene", scene: 1 },
      spec: carried.spec,
      redo: ["narration", "media", ...render],
    },
    withoutSubtitles,
  ],
  [
    "a card before the first word",
    { edit: { kind: "look", look: { brand: { intro: "Science Daily" } } }, spec: intro, redo: ["media", ...render] },
    withoutSubtitles,
  ],
  ["other music", { edit: { kind: "music", music: { source: "none" } }, spec: carried.spec, redo: render }, worn],
])("%s leave subtitles of one's own behind only where their words or times are others", (_name, edit, dress) => {
  const draft = draftOf({ ...carried, dress: worn });
  draft.run.tell = () => {};
  draft.apply({ ...edit, script: null, pictures: null, dress: {} });
  expect(draft.dress).toEqual(dress);
});
