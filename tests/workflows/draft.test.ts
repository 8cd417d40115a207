import { expect, test } from "vitest";
import type { CarriedRun, GenerateVideoInput } from "../../domain/video/generation.ts";
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

test("a version is what was judged, with the edits since the one before", () => {
  const draft = draftOf({ ...carried, inspection: null });
  expect(draft.keepVersion(inspection)).toEqual({ version: 4, edits: carried.edits, spec: carried.spec });
  expect(draft).toMatchObject({ inspection, edits: [] });
});
