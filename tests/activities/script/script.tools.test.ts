import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger } from "@temporalio/worker";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createScriptActivities } from "../../../activities/script/script.ts";
import type { LanguageModel } from "../../../clients/language-model/language-model.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import { estimateScriptTokens } from "../../../domain/script/estimate.ts";
import { appErrorOf } from "../../../domain/errors.ts";
import type { Script } from "../../../domain/script/script.ts";
import type { Usage } from "../../../domain/video/production.ts";
import type { ScriptSettings } from "../../../domain/video/video-settings.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";
import { draft, serve } from "../../clients/language-model/model-service.ts";
import { sceneOf, scriptOf } from "../../domain/render/planned-video.ts";
import { MODEL, openaiAccount } from "../../sandbox/openai-account.ts";
import { type SandboxProcess, startSandbox } from "../../sandbox/sandbox-process.ts";
import { failureOf } from "../../../workers/app-errors.ts";
import { specOf } from "../rendering/made-video.ts";

/** Refusals are what is tried here; the worker would log each. */
const logger = new DefaultLogger("ERROR");

let sandbox: SandboxProcess;
let account: ReturnType<typeof openaiAccount>;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  account = openaiAccount(sandbox);
  folder = await mkdtemp(join(tmpdir(), "longtake-scripts-"));
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const speech = createEspeakEngine();
const progress = { publish: () => {}, follow: async function* () {}, close: async () => {} };
let videos = 0;

interface Trouble {
  readonly failsToKeep: (key: string) => boolean;
  readonly broken: Error;
}

function studio(languageModel: LanguageModel | null, trouble?: Trouble) {
  const folderStore = createObjectStore({ kind: "folder", path: folder });
  const putJson = (key: string, value: unknown): Promise<void> =>
    trouble?.failsToKeep(key) === true ? Promise.reject(trouble.broken) : folderStore.putJson(key, value);
  const storage = { ...folderStore, putJson };
  const activities = createScriptActivities({ storage, speech, progress, languageModel });
  const run = <Output>(work: () => Promise<Output>): Promise<Output> =>
    new MockActivityEnvironment({}, { logger }).run(work);
  return {
    storage,
    write: async (changes: Partial<VideoSpec>, videoId = `video-${(videos += 1)}`) => {
      const result = await run(() => activities.writeScript({ videoId, channelId: "c", spec: specOf(changes) }));
      return { ...result, script: await storage.getJson<Script>(result.scriptKey) };
    },
    translate: async (scriptKey: string, language: string, changes: Partial<VideoSpec> = {}) => {
      const spec = specOf(changes);
      const result = await run(() => activities.translateScript({ videoId: "t", scriptKey, language, spec }));
      return { ...result, script: await storage.getJson<Script>(result.scriptKey) };
    },
    upload: async (text: string, extension: string) => {
      const key = `uploads/${createHash("sha256").update(text).digest("hex")}.${extension}`;
      const path = join(folder, `upload.${extension}`);
      await writeFile(path, text);
      await storage.putFile(key, path);
      return key;
    },
  };
}

const tokensOf = (usage: unknown): number =>
  Array.isArray(usage) ? usage.reduce((sum: number, { units }: Usage) => sum + units, 0) : Number.NaN;
/** By what the stand-in wrote down, which bills every answer that it made. */
async function tokensBilled(): Promise<number> {
  const events = (await account.events()).filter(({ path }) => path.endsWith("/chat/completions"));
  return events.reduce((sum, { units = {} }) => sum + Object.values(units).reduce((one, other) => one + other, 0), 0);
}

const asked = (source: ScriptSettings["source"], more: Partial<ScriptSettings> = {}) => ({
  script: { source, ...more },
});

test("the grammar tells a topic in the structure that is asked for, as long as is wanted, byte for byte again", async () => {
  const { write } = studio(null);
  const first = await write({ seconds: 30, ...asked("template", { structure: "myths" }) });
  const second = await write({ seconds: 30, ...asked("template", { structure: "myths" }) });
  expect(second.scriptKey).toBe(first.scriptKey);
  expect(first.script.scenes[0]?.kicker).toBe("Myth check");
  expect(first).toMatchObject({ provider: "template", usage: [] });
});

test("a person's own words are taken as they are, in Markdown and in JSON", async () => {
  const { write, upload } = studio(null);
  const ownKey = await upload("# My tides\n\nFirst the sea comes.\n\n## Then\n\n- It goes again.", "md");
  const { script } = await write(asked("own", { ownKey }));
  expect(script).toMatchObject({ provider: "own", title: "My tides" });
  expect(script.scenes.map(({ sentences }) => sentences)).toEqual([["First the sea comes."], ["It goes again."]]);
  const json = JSON.stringify({ scenes: [{ heading: "One", sentences: ["Said once."], points: ["Once"] }] });
  const fromJson = await write(asked("own", { ownKey: await upload(json, "json") }));
  expect(fromJson.script.scenes[0]).toMatchObject({ kind: "points", pointSentences: [0] });
});

/** As many scenes of the same two sentences. */
function ownJson(sentence: string, times: number): string {
  const scenes = Array.from({ length: times }, () => ({ heading: "A", sentences: [sentence, sentence] }));
  return JSON.stringify({ scenes });
}

test.each([
  ["not JSON", "json", "{", "spec.script.ownKey", /line 1/u],
  [
    "a scene without sentences",
    "json",
    '{"scenes":[{"heading":"A","sentences":[]}]}',
    "spec.script.ownKey:scenes.0.sentences",
    /scenes\.0/u,
  ],
  [
    "a chart without a source",
    "json",
    '{"scenes":[{"heading":"A","sentences":["B."],"chart":{"kind":"bar","labels":["x","y"],"values":[1,2]}}]}',
    "spec.script.ownKey:scenes.0.chart.source",
    /source/u,
  ],
  ["nothing to say", "txt", "\n\n", "spec.script.ownKey", /no words/u],
  [
    "more words than a video holds",
    "json",
    ownJson("word ".repeat(110).trim(), 11),
    "spec.script.ownKey",
    /2420 words/u,
  ],
  ["more to say, without spaces", "json", ownJson("w".repeat(600), 51), "spec.script.ownKey", /6\d{4} characters/u],
  ["letters that no font has", "md", "# 你好\n\n世界。", "spec.script.ownKey", /cannot draw/u],
])("an own script with %s is refused by name", async (_, extension, text, field, message) => {
  const { write, upload } = studio(null);
  const ownKey = await upload(text, extension);
  await expect(write(asked("own", { ownKey }))).rejects.toMatchObject({
    code: "invalid_input",
    field,
    message: expect.stringMatching(message),
  });
});

test("a file that is not there, and none at all, are said to be that", async () => {
  const { write } = studio(null);
  const ownKey = `uploads/${"0".repeat(64)}.md`;
  await expect(write(asked("own", { ownKey }))).rejects.toMatchObject({ message: expect.stringContaining("no file") });
  await expect(write(asked("own"))).rejects.toMatchObject({ field: "spec.script.ownKey" });
});

test("without a model, `model`, another language and a translation name the settings that are missing", async () => {
  const { write, translate } = studio(null);
  const missing = { code: "invalid_input", remedy: expect.stringContaining("OPENAI_BASE_URL") };
  await expect(write(asked("model"))).rejects.toMatchObject(missing);
  await expect(write({ language: "de", ...asked("auto") })).rejects.toMatchObject(missing);
  await expect(translate("scripts/any.json", "de")).rejects.toMatchObject(missing);
});

test("the model writes to the pace of the voice and is paid once, however often the stage is repeated", async () => {
  const { write } = studio(account.model());
  const spec = { seconds: 60, ...asked("model", { tone: "warm", keywords: ["moon"] }) };
  const first = await write(spec, "model-1");
  const repeated = await write(spec, "model-1");
  expect(first.provider).toBe(MODEL);
  expect(first.usage.map(({ operation }) => operation)).toEqual(["input", "output"]);
  const { expected } = estimateScriptTokens(specOf(spec));
  for (const { operation, units } of first.usage) {
    const estimate = operation === "input" ? expected.input : expected.output;
    expect(Math.abs(estimate - units) / units).toBeLessThan(0.1);
  }
  expect(repeated).toMatchObject({ scriptKey: first.scriptKey, usage: [] });
  expect(first.script.wordsPerMinute).toBeGreaterThan(130);
  expect(first.script.wordsPerMinute).toBeLessThan(170);
  const quick = await studio(account.model()).write({ ...spec, voice: "de", language: "de" }, "model-2");
  expect(quick.script.language).toBe("de");
});

test("`auto` falls back to the grammar when the model refuses, says so, and pays for what it was sent", async () => {
  const { write } = studio(account.model());
  await account.fault({ kind: "refusal" });
  const { script, provider, usage } = await write(asked("auto"));
  expect(provider).toBe("template");
  expect(script.notes?.[0]).toContain("refuses");
  expect(usage.length).toBeGreaterThan(0);
  await account.fault({ kind: "refusal" });
  await expect(write(asked("model"))).rejects.toMatchObject({ code: "platform_refused" });
});

const KANJI = { content: JSON.stringify({ ...draft, title: "Tides 潮" }) };

test("a model's letters that no font has cost `auto` the model's script, and `model` its answers", async () => {
  const fallen = await studio((await serve([KANJI, KANJI])).model).write(asked("auto"));
  expect(fallen.provider).toBe("template");
  expect(fallen.script.notes?.[0]).toContain("潮");
  expect(fallen.usage.length).toBeGreaterThan(0);
  const service = await serve([KANJI, KANJI, { content: JSON.stringify(draft) }, { content: JSON.stringify(draft) }]);
  const { write } = studio(service.model);
  await expect(write(asked("model"), "kanji")).rejects.toMatchObject({ code: "media_failed", field: "language" });
  // Resumed, it is written anew.
  await expect(write(asked("model"), "kanji")).resolves.toMatchObject({ title: "Tides" });
  const german = studio((await serve([KANJI, KANJI])).model);
  await expect(german.write({ language: "de", voice: "de", ...asked("auto") })).rejects.toMatchObject({
    code: "media_failed",
    message: expect.stringContaining("潮"),
  });
});

test("a script kept with such letters is not taken up again", async () => {
  const kept: Script = { ...scriptOf([sceneOf(1, ["The sea breathes."])]), provider: "gpt", title: "潮" };
  let bought = 0;
  const careless: LanguageModel = {
    ...(await serve([])).model,
    writeScript: () => Promise.resolve({ script: bought++ === 0 ? kept : { ...kept, title: "Tides" }, usage: [] }),
  };
  const { write } = studio(careless);
  await expect(write(asked("model"), "kept-kanji")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(write(asked("model"), "kept-kanji")).resolves.toMatchObject({ title: "Tides" });
  await write(asked("model"), "kept-kanji");
  expect(bought).toBe(2);
});

test("a language in letters that no font has is refused before anything is bought", async () => {
  const service = await serve([]);
  const { write, translate } = studio(service.model);
  const refused = { code: "invalid_input", field: "language", message: expect.stringContaining("日") };
  await expect(write({ language: "ja", ...asked("model") })).rejects.toMatchObject(refused);
  const { scriptKey } = await write(asked("template"));
  await expect(translate(scriptKey, "ja")).rejects.toMatchObject(refused);
  expect(service.asked).toEqual([]);
});

test("a failed attempt tells its tokens, the next one asks anew and tells its own alone", async () => {
  const { write } = studio(account.model());
  await account.fault({ kind: "schema_violation" }, 2);
  const before = await tokensBilled();
  const failed: unknown = await write(asked("model"), "failed-once").catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: "media_failed", retryable: true });
  expect(tokensOf(appErrorOf(failed)?.usage)).toBe((await tokensBilled()) - before);
  const between = await tokensBilled();
  const { usage } = await write(asked("model"), "failed-once");
  expect(tokensOf(usage)).toBe((await tokensBilled()) - between);
  expect(between).toBeGreaterThan(before);
});

test("what fails after the purchase tells it, and the script is not bought again", async () => {
  const broken = new Error("no space left", { cause: Object.assign(new Error("ENOSPC"), { code: "ENOSPC" }) });
  const { write } = studio(account.model(), { failsToKeep: (key) => key.startsWith("scripts/written/"), broken });
  const failed: unknown = await write(asked("model"), "unkept").catch((error: unknown) => error);
  expect(tokensOf(appErrorOf(failed)?.usage)).toBeGreaterThan(100);
  expect(failureOf(failed)).toMatchObject({ type: "disk_full", details: [{ usage: appErrorOf(failed)?.usage }] });
  const { usage } = await studio(account.model()).write(asked("model"), "unkept");
  expect(usage).toEqual([]);
});

test("an answer that never came may be billed: the attempt says that it does not know", async () => {
  const { write } = studio(account.model());
  await account.fault({ kind: "over_budget" });
  await account.fault({ kind: "reply_lost_after_commit" });
  await expect(write(asked("model"), "unheard")).rejects.toMatchObject({ usage: "unknown" });
});

test("an answer that arrived before the process died is not bought again", async () => {
  const { write } = studio(account.model());
  await account.fault({ kind: "over_budget" });
  // The draft is in, its repair never answers: nobody hears how the attempt ended.
  await account.fault({ kind: "connection_dropped" });
  const before = (await account.events()).length;
  await expect(write(asked("model"), "dies-between")).rejects.toMatchObject({ code: "platform_unavailable" });
  const { usage } = await write(asked("model"), "dies-between");
  const chats = (await account.events()).slice(before).filter(({ path }) => path.endsWith("/chat/completions"));
  expect(chats.map(({ fault }) => fault)).toEqual(["over_budget", "connection_dropped", undefined]);
  expect(usage).toHaveLength(2);
});

test("a script is translated once, scene by scene", async () => {
  const { write, translate } = studio(account.model());
  const { scriptKey, sceneCount } = await write(asked("template"));
  const spec = { voice: "de", language: "de" };
  const german = await translate(scriptKey, "de", spec);
  expect(german).toMatchObject({ sceneCount, script: { language: "de" } });
  expect(german.usage.length).toBeGreaterThan(0);
  expect((await translate(scriptKey, "de", spec)).usage).toEqual([]);
});
