import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createFontReader } from "../../clients/fonts.ts";
import { estimateScriptTokens, estimatedWordBudget } from "../../domain/script/estimate.ts";
import { briefOf } from "../../domain/script/prompt.ts";
import { templateScript } from "../../domain/script/template.ts";
import { scriptWordCount } from "../../domain/script/script.ts";
import { MODEL, openaiAccount } from "./openai-account.ts";
import { type SandboxProcess, startSandbox } from "./sandbox-process.ts";

let sandbox: SandboxProcess;
let account: ReturnType<typeof openaiAccount>;
beforeAll(async () => {
  sandbox = await startSandbox();
  account = openaiAccount(sandbox);
});
afterAll(() => sandbox[Symbol.asyncDispose]());
beforeEach(() => account.clearFaults());

const signal = new AbortController().signal;
const fonts = await createFontReader()();
const asked = { topic: "How tides work", wordBudget: 144, fonts, signal };

test("keys, models and paths are refused as the real service does", async () => {
  const noKey = await account.ask("models", { key: null });
  expect(noKey.status).toBe(401);
  const wrongKey = await account.ask("models", { key: "wrong" });
  expect(await wrongKey.json()).toMatchObject({ error: { type: "invalid_request_error", code: "invalid_api_key" } });
  const models = await account.ask("models");
  expect(await models.json()).toMatchObject({
    object: "list",
    data: expect.arrayContaining([expect.objectContaining({ id: MODEL })]),
  });
  expect(models.headers.get("x-request-id")).toMatch(/^req_/u);
  expect(models.headers.get("x-ratelimit-remaining-requests")).toMatch(/^\d+$/u);
  const unknown = await account.ask("chat/completions", {
    body: { model: "gpt-9", messages: [{ role: "user", content: "x" }] },
  });
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { param: "model", code: "model_not_found" } });
  expect((await account.ask("nothing")).status).toBe(404);
});

test("a strict schema with a keyword that cannot be forced is refused", async () => {
  const schema = {
    type: "object",
    properties: { a: { type: "string", maxLength: 3 } },
    required: ["a"],
    additionalProperties: false,
  };
  const format = { type: "json_schema", json_schema: { name: "thing", strict: true, schema } };
  const answer = await account.ask("chat/completions", {
    body: { model: MODEL, messages: [{ role: "user", content: "x" }], response_format: format },
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: { message: expect.stringContaining("'maxLength' is not permitted"), param: "response_format" },
  });
});

test.each([60, 144, 600])(
  "a script of %i words is written within a tenth, without a repair, the same each time",
  async (wordBudget) => {
    const request = { ...asked, wordBudget, language: "en", tone: "warm" };
    const first = await account.model().writeScript(request);
    const second = await account.model().writeScript(request);
    expect(second.script).toEqual(first.script);
    expect(Math.abs(scriptWordCount(first.script) - wordBudget)).toBeLessThanOrEqual(wordBudget * 0.1);
    expect(first.script.notes).toBeUndefined();
    expect(first.script.scenes.filter(({ shows = "" }) => shows === "")).toEqual([]);
    expect(first.usage).toHaveLength(2);
  },
);

test.each([60, 120, 300, 600])(
  "the estimate for %i s is within a tenth of the tokens that are billed",
  async (seconds) => {
    const spec = { topic: "Why bridges do not fall down", seconds };
    const { expected, worst } = estimateScriptTokens(spec);
    const { usage } = await account
      .model()
      .writeScript({ ...briefOf(spec.topic, estimatedWordBudget(seconds)), fonts, signal });
    const used = Object.fromEntries(usage.map(({ operation, units }) => [operation, units]));
    for (const kind of ["input", "output"] as const) {
      expect(Math.abs(expected[kind] - (used[kind] ?? 0)) / (used[kind] ?? 1)).toBeLessThan(0.1);
      expect(worst[kind]).toBeGreaterThan(used[kind] ?? 0);
    }
  },
);

test.each(["broken_json", "schema_violation", "over_budget", "wild_claims"] as const)(
  "%s once is mended in one round, and every token is counted",
  async (kind) => {
    await account.fault({ kind });
    const before = (await account.events()).length;
    const { script, usage } = await account.model().writeScript(asked);
    const chats = (await account.events()).slice(before).filter(({ path }) => path.endsWith("/chat/completions"));
    expect(chats.map(({ fault }) => fault)).toEqual([kind, undefined]);
    expect(script.notes).toBeUndefined();
    const billed = chats.reduce(
      (sum, { units = {} }) => sum + (units["input_token"] ?? 0) + (units["output_token"] ?? 0),
      0,
    );
    expect(usage.reduce((sum, { units }) => sum + units, 0)).toBe(billed);
  },
);

test("what a repair leaves is written down for a person", async () => {
  await account.fault({ kind: "wild_claims" }, 2);
  const { script } = await account.model().writeScript(asked);
  expect(script.notes).toEqual(expect.arrayContaining([expect.stringContaining("cures diabetes")]));
});

test("a moderation that flags twice refuses; once is mended", async () => {
  await account.fault({ kind: "flagged" }, 1, "moderations");
  await expect(account.model().writeScript(asked)).resolves.toMatchObject({ script: { provider: MODEL } });
  await account.fault({ kind: "flagged" }, 2, "moderations");
  await expect(account.model().writeScript(asked)).rejects.toMatchObject({
    code: "platform_refused",
    usage: expect.any(Array),
  });
});

test("a refusal, a server error, a dropped line, a lost answer and a slow one each have their own word", async () => {
  const failure = (changes: { timeoutMs?: number } = {}) =>
    account
      .model(changes)
      .writeScript(asked)
      .then(
        () => null,
        (error: unknown) => error,
      );
  await account.fault({ kind: "refusal" });
  expect(await failure()).toMatchObject({ code: "platform_refused", retryable: false });
  await account.fault({ kind: "status", status: 500 });
  expect(await failure()).toMatchObject({ code: "platform_unavailable", retryable: true });
  await account.fault({ kind: "status", status: 429, retryAfterSeconds: 90 });
  expect(await failure()).toMatchObject({ code: "rate_limited", retryAfterMs: 90_000 });
  await account.fault({ kind: "connection_dropped" });
  expect(await failure()).toMatchObject({ code: "platform_unavailable", retryable: true });
  await account.fault({ kind: "reply_lost_after_commit" });
  expect(await failure()).toMatchObject({ code: "platform_unavailable", retryable: true });
  expect((await account.events()).at(-1)).toMatchObject({ status: 0, units: { output_token: expect.any(Number) } });
  await account.fault({ kind: "delay_reply", delayMs: 2_000 });
  expect(await failure({ timeoutMs: 300 })).toMatchObject({
    code: "platform_unavailable",
    message: expect.stringContaining("in time"),
  });
});

test("a translation keeps scenes, sentences and points, and visibly changes the words", async () => {
  const original = templateScript({ topic: "Comets", seed: 3, wordBudget: 144 });
  const { script } = await account.model().translateScript({ script: original, language: "de-DE", fonts, signal });
  expect(script.language).toBe("de-DE");
  const shape = ({ scenes }: typeof script) =>
    scenes.map(({ kind, sentences, points, pointSentences, figure }) => [
      kind,
      sentences.length,
      points.length,
      pointSentences,
      figure === null,
    ]);
  expect(shape(script)).toEqual(shape(original));
  for (const [scene, { sentences }] of script.scenes.entries())
    expect(sentences).not.toEqual(original.scenes[scene]?.sentences);
  await account.fault({ kind: "schema_violation" });
  await expect(
    account.model().translateScript({ script: original, language: "es", fonts, signal }),
  ).resolves.toMatchObject({
    usage: { length: 4 },
  });
});

test("the log is durable and holds no key", async () => {
  const before = (await account.events()).length;
  await sandbox.crashAndRestart();
  expect(await account.events()).toHaveLength(before);
  expect(JSON.stringify(await account.events())).not.toContain("sk-");
});
