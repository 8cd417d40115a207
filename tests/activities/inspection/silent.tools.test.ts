import { rm } from "node:fs/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { VideoSettings } from "../../../domain/video/video-settings.ts";
import { makeVideo, openStudio, specOf, type Studio } from "../rendering/made-video.ts";
import { inspectMade } from "./judge.ts";

const SLOW_MS = 180_000;
const SILENT: VideoSettings = { narration: { mode: "silent" } };
let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});

afterAll(() => rm(studio.folder, { recursive: true }));

test.each([
  ["without music", { ...SILENT, music: { source: "none" } }],
  ["with music", SILENT],
] as const)(
  "a video that nobody speaks in, %s, is judged without a false finding",
  async (_, settings) => {
    const { result, report } = await inspectMade(studio.folder, await makeVideo(studio, specOf(settings)));
    expect(result.findings).toEqual([]);
    expect(report).toMatchObject({ score: 100, needsRepair: false });
    const unknown = report.checks.filter(({ status }) => status === "unknown").map(({ id }) => id);
    expect(unknown).toEqual(
      settings.music === undefined ? ["speech_over_music"] : ["sync", "loudness", "speech_over_music"],
    );
  },
  SLOW_MS,
);
