import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { type Clip, makeClip } from "./clip.ts";
import { inspectIn, nameOf, problemOf } from "./judge.ts";
import { FILE_MUTANTS, plant } from "./mutants.ts";

let root: string;
let clip: Clip;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "longtake-matrix-test-"));
  clip = await makeClip(root, { width: 360, height: 360, seed: 7 });
}, 120_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** One of each that costs little and that no other test plants; `npm run bench -- inspection` plants them all. */
const SAMPLE = [
  "true peak, over, middle",
  "turned, over, whole",
  "pixel shape, over, whole",
  "frames dropped, a hole left, over, end",
  "colour tags, under, whole",
  "colour tags, over, whole",
  "index at the end, over, whole",
  "flipped bytes, over, middle",
  "segments in the wrong order, far, middle",
  "music too loud, under, whole",
  "music too loud, over, whole",
];

it.each(SAMPLE)("%s", async (name) => {
  const mutant = FILE_MUTANTS.find((each) => nameOf(each) === name);
  if (mutant === undefined) throw new RangeError(`no mutant ${name}`);
  const input = await plant(clip, mutant, String(FILE_MUTANTS.indexOf(mutant)));
  const { result } = await inspectIn(root, input);
  expect(problemOf(mutant, result.findings)).toBeNull();
});

it("judges a file without a plan by what the file tells, and says what is unknown", async () => {
  const { report } = await inspectIn(root, { videoKey: clip.videoKey });
  const byStatus = Map.groupBy(report.checks, ({ status }) => status);
  expect(byStatus.get("unknown")?.map(({ id }) => id)).toEqual([
    "geometry",
    "duration",
    "sync",
    "speech_over_music",
    "captions",
    "fidelity",
    "variety",
    "content",
  ]);
  expect(report.checks.find(({ id }) => id === "captions")?.unknownReason).toBe("no plan given");
  // The still and the gap, which only a plan would excuse.
  expect(byStatus.get("reduced")?.map(({ id }) => id)).toEqual(["freeze", "silence"]);
  expect(report).toMatchObject({ planKey: null, needsRepair: true, hardFailed: false });
});
