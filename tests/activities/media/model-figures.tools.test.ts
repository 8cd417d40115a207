import { rm } from "node:fs/promises";

import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createScriptActivities } from "../../../activities/script/script.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import type { MediaManifest } from "../../../domain/media/media.ts";
import type { ScriptResult } from "../../../domain/video/production.ts";
import type { Script } from "../../../domain/script/script.ts";
import { openaiAccount } from "../../sandbox/openai-account.ts";
import { type SandboxProcess, startSandbox } from "../../sandbox/sandbox-process.ts";
import { ffmpeg, openStudio, specOf, type Studio } from "../rendering/made-video.ts";

const TOPIC = "Tides of the world in numbers";
const spec = specOf({ topic: TOPIC, seconds: 30, script: { source: "model" } });
const progress = { publish: () => {}, follow: async function* () {}, close: async () => {} };

let sandbox: SandboxProcess;
let studio: Studio;
beforeAll(async () => {
  sandbox = await startSandbox();
  studio = await openStudio();
});
afterAll(async () => {
  await Promise.all([sandbox[Symbol.asyncDispose](), rm(studio.folder, { recursive: true })]);
});

/** The real activities, with the model of the stand-in. */
function writer() {
  const { storage } = studio;
  const languageModel = openaiAccount(sandbox).model();
  const activities = createScriptActivities({ storage, speech: createEspeakEngine(), progress, languageModel });
  const run = async (work: () => Promise<ScriptResult>) => {
    const { scriptKey }: ScriptResult = await new MockActivityEnvironment().run(work);
    return { scriptKey, script: await storage.getJson<Script>(scriptKey) };
  };
  return {
    write: (videoId: string) => run(() => activities.writeScript({ videoId, channelId: "c1", spec })),
    translate: (scriptKey: string) =>
      run(() => activities.translateScript({ videoId: "german", scriptKey, language: "de", spec })),
  };
}

const shown = ({ scenes }: Script) => ({
  chart: scenes.find(({ chart }) => chart !== undefined)?.chart,
  map: scenes.find(({ map }) => map !== undefined)?.map,
});

test("a model's chart and map are drawn, moving, with their source", async () => {
  const { scriptKey, script } = await writer().write("drawn");
  expect(script.notes).toBeUndefined();
  const { storage, activities, run } = studio;
  const { mediaKey } = await run(() => activities.prepareMedia({ videoId: "drawn", scriptKey, spec }));
  const { clips = [], findings = [] } = await storage.getJson<MediaManifest>(mediaKey);
  expect(findings).toEqual([]);
  expect(clips.map(({ credit }) => credit.author)).toEqual([
    "Longtake; figures: the stand-in's notebook",
    "Longtake; land: Natural Earth",
  ]);
  for (const { objectKey, frameCount } of clips) {
    const { streams } = await ffmpeg.ffprobe(await storage.getFile(objectKey));
    expect(streams[0]).toMatchObject({ width: 640, height: 360, nb_frames: String(frameCount) });
  }
});

test("a translation keeps every value and place, and says their names in its language", async () => {
  const { write, translate } = writer();
  const { scriptKey, script } = await write("original");
  const { chart, map } = shown(script);
  const german = shown((await translate(scriptKey)).script);
  expect(german.chart).toMatchObject({ kind: chart?.kind, values: chart?.values, unit: chart?.unit });
  expect(german.chart?.labels).not.toEqual(chart?.labels);
  const degrees = (each: typeof map) => each?.places.map(({ lat, lon }) => [lat, lon]);
  expect(degrees(german.map)).toEqual(degrees(map));
  expect(degrees(map)).toHaveLength(3);
});

test("numbers that the mended script no longer says are not drawn, and the note says so", async () => {
  await openaiAccount(sandbox).fault({ kind: "wild_claims" }, 2);
  const { script } = await writer().write("wild");
  expect(shown(script)).toMatchObject({ chart: undefined, map: { places: { length: 3 } } });
  expect(script.notes).toEqual(expect.arrayContaining([expect.stringMatching(/chart is left out.*3, 5, 8/u)]));
});
