import { rm } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { makeVideo, openStudio, specOf, type MadeVideo, type Studio } from "../rendering/made-video.ts";
import { ffmpeg, INDEX_FIRST, VIDEO } from "./clip.ts";
import { inspectIn } from "./judge.ts";

let studio: Studio;
let made: MadeVideo;

beforeAll(async () => {
  studio = await openStudio();
  made = await makeVideo(studio, specOf({ size: "360p", seconds: 10 }));
}, 120_000);

afterAll(async () => {
  await rm(studio.folder, { recursive: true, force: true });
});

/** What check 13 says of the video after it was encoded anew, with or without its plan. */
async function seenAfter(name: string, encoding: readonly string[], { planned = true } = {}) {
  const videoKey = `videos/${name}.mp4`;
  const source = join(studio.folder, made.video.videoKey);
  const path = join(studio.folder, videoKey);
  await ffmpeg("-i", source, ...VIDEO, ...encoding, "-c:a", "copy", ...INDEX_FIRST, path);
  const { planKey } = made.plan;
  const { report } = await inspectIn(studio.folder, { videoKey, ...(planned ? { planKey } : {}) });
  const check = report.checks.find(({ id }) => id === "bitrate");
  const looks = (check?.findings ?? []).filter(({ message }) => /^(?:blurred|blocky)/.test(message));
  return { check, looks, durationMs: report.durationMs };
}

it("finds nothing in a video of flat colours and letters, nor when it is encoded a little worse", async () => {
  const { check } = await seenAfter("good", ["-crf", "26"]);
  expect(check).toMatchObject({ status: "passed", unmade: [] });
  expect(check?.measured).toMatch(/sharpness 0\.[6-9]\d, 0\.\d % of block borders show/);
}, 60_000);

it.each([
  ["blurred", ["-vf", "gblur=sigma=8"], /^blurred: sharpness 0\.[01]/],
  ["coarse", ["-preset", "veryfast", "-crf", "51", "-qp", "45"], /^blocky: /],
  ["mpeg4", ["-c:v", "mpeg4", "-q:v", "31", "-preset", "0"], /^blocky: /],
])(
  "names every stretch of a video that is %s",
  async (name, encoding, expected) => {
    const { looks, durationMs } = await seenAfter(name, encoding);
    expect(looks.length).toBeGreaterThan(2);
    for (const { message, segmentIndexes } of looks) {
      expect(message).toMatch(expected);
      expect(segmentIndexes).toHaveLength(1);
    }
    const seenMs = looks.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    expect(seenMs).toBeGreaterThan(durationMs / 2);
  },
  60_000,
);

it("names the blurred part of a video alone", async () => {
  const { looks } = await seenAfter("part", ["-vf", "gblur=sigma=10:enable='lt(t,3.2)'"]);
  expect(looks).toHaveLength(1);
  expect(looks[0]).toMatchObject({ fromMs: 0, segmentIndexes: [0] });
  expect(looks[0]?.toMs).toBeLessThan(3_500);
}, 60_000);

it("judges a file without a plan as a whole", async () => {
  const { looks, durationMs } = await seenAfter("alone", ["-vf", "gblur=sigma=8"], { planned: false });
  expect(looks).toMatchObject([{ fromMs: 0, toMs: durationMs }]);
}, 60_000);
