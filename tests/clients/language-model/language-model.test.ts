import { createServer } from "node:http";

import { expect, onTestFinished, test } from "vitest";

import { createLanguageModel } from "../../../clients/language-model/language-model.ts";
import type { Script } from "../../../domain/script/script.ts";
import { draft, readFonts, serve, spoken } from "./model-service.ts";

test("a draft of the schema becomes a script without markup or pictographs", async () => {
  const { write } = await serve([{ content: JSON.stringify(draft) }]);
  const { script, usage } = await write();
  expect(script).toMatchObject({ provider: "test-model", title: "Tides" });
  expect(script.notes).toBeUndefined();
  expect(script.scenes[0]).toMatchObject({
    heading: "Tides",
    sentences: ["The sea breathes twice a day."],
    pointSentences: [0],
  });
  expect(usage.map(({ operation, units }) => [operation, units])).toEqual([
    ["input", 100],
    ["output", 50],
  ]);
});

test("the schema is one that strict structured outputs take", async () => {
  const { asked, write } = await serve([{ content: JSON.stringify(draft) }]);
  await write();
  const format = asked[0]?.response_format.json_schema;
  expect(format?.strict).toBe(true);
  expect(JSON.stringify(format?.schema)).not.toMatch(
    /"(minLength|maxLength|minItems|maxItems|minimum|maximum|\$schema)"/u,
  );
  expect(JSON.stringify(format?.schema)).toContain('"additionalProperties":false');
  expect(JSON.stringify(format?.schema)).toContain('"required":["places"]');
});

test("points stay at their sentences where a sentence without words goes", async () => {
  const points = [0, 1, 2].map((sentence) => ({ label: `Point ${sentence}`, sentence }));
  const sentences = ["🌊", "The sea comes in twice.", "Then it goes."];
  const drafted = { ...draft, scenes: draft.scenes.map((scene) => ({ ...scene, sentences, points })) };
  const { write } = await serve([{ content: JSON.stringify(drafted) }]);
  const { script } = await write(8);
  expect(script.scenes[0]).toMatchObject({
    sentences: ["The sea comes in twice.", "Then it goes."],
    points: ["Point 1", "Point 2"],
    pointSentences: [0, 1],
  });
});

test("a draft of which nothing is left is sent back", async () => {
  const { asked, write } = await serve([spoken("🌊", "***"), { content: JSON.stringify(draft) }]);
  await expect(write()).resolves.toMatchObject({ script: { scenes: { length: 1 } } });
  expect(asked[1]?.messages.at(-1)?.content).toContain("no scene has a sentence with words");
});

test("a broken draft gets one repair round, and both rounds are counted", async () => {
  const { asked, write } = await serve([{ content: "{}" }, { content: JSON.stringify(draft) }]);
  const { usage } = await write();
  expect(asked).toHaveLength(2);
  expect(asked[1]?.messages.at(-1)?.content).toContain("title");
  expect(usage).toHaveLength(4);
});

test("a second broken draft is an error that can be retried and tells its tokens", async () => {
  const { asked, write } = await serve([{ content: "no" }, { content: "no" }, { content: JSON.stringify(draft) }]);
  const failure: unknown = await write().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "media_failed", retryable: true });
  expect(failure).toHaveProperty("usage.length", 4);
  expect(asked).toHaveLength(2);
});

test("a draft that misses the words by more than a tenth is mended", async () => {
  const right = "The sea breathes in and out, twice on every single day of the year.";
  const { asked, write } = await serve([spoken("The sea breathes."), spoken(right)]);
  const { script } = await write(14);
  expect(asked[1]?.messages.at(-1)?.content).toContain("It has 3 spoken words; write 14.");
  expect(script.scenes[0]?.sentences).toEqual([right]);
  expect(script.notes).toBeUndefined();
});

test("claims are named once, and what is left of them stands in the notes", async () => {
  const claim = spoken("Salt water cures diabetes, 4,300 people said so.");
  const { asked, write } = await serve([claim, claim]);
  const { script } = await write(8);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.messages.at(-1)?.content).toContain("cures diabetes");
  expect(script.notes?.join(" ")).toContain("4,300");
});

test("a worse repair is not taken", async () => {
  const { write } = await serve([spoken("The best beach in the world is yours."), { content: "sorry" }]);
  const { script } = await write(8);
  expect(script.scenes[0]?.sentences[0]).toContain("best beach");
  expect(script.notes).toHaveLength(1);
});

test("a script that stays flagged is refused, and a service without moderation is trusted", async () => {
  const flagged = { results: [{ flagged: true, categories: { hate: true, violence: false } }] };
  const strict = await serve([{ content: JSON.stringify(draft) }, { content: JSON.stringify(draft) }], flagged);
  await expect(strict.write()).rejects.toMatchObject({
    code: "platform_refused",
    message: expect.stringContaining("hate"),
  });
  strict.close();
  const without = await serve([{ content: JSON.stringify(draft) }], null);
  await expect(without.write()).resolves.toMatchObject({ script: { title: "Tides" } });
});

test("a refusal in the model's own words is no broken draft", async () => {
  const { asked, write } = await serve([{ refusal: "I will not write this." }]);
  await expect(write()).rejects.toMatchObject({ code: "platform_refused", field: "topic" });
  expect(asked).toHaveLength(1);
});

test("a translation that loses a sentence is sent back once", async () => {
  const labels = ["Flut", "Ebbe", "das Hafenamt"];
  const scene = { kicker: null, heading: "Gezeiten", points: ["Zweimal"], figure: null, labels };
  const translation = (sentences: readonly string[]) => ({
    content: JSON.stringify({
      title: "Gezeiten",
      hook: "Das Meer atmet.",
      description: "Über Gezeiten.",
      tags: ["gezeiten"],
      scenes: [{ ...scene, sentences }],
    }),
  });
  const { asked, translate } = await serve([translation([]), translation(["Das Meer atmet zweimal am Tag."])]);
  const original: Script = {
    ...draft,
    version: 1,
    scenes: [
      {
        kind: "title",
        kicker: null,
        heading: "Tides",
        sentences: ["The sea breathes twice a day."],
        points: ["Twice"],
        pointSentences: [0],
        figure: null,
        chart: { kind: "bar", labels: ["Flood", "Ebb"], values: [3, 1], unit: " m", source: "the harbour office" },
      },
    ],
    wordsPerMinute: 148,
    provider: "template",
  };
  const { script, usage } = await translate(original);
  expect(asked[0]?.messages.at(-1)?.content).toContain("German (de)");
  expect(asked[1]?.messages.at(-1)?.content).toContain("0 sentences, the original 1");
  expect(script).toMatchObject({ language: "de", title: "Gezeiten", provider: "test-model" });
  expect(script.scenes[0]).toMatchObject({ heading: "Gezeiten", pointSentences: [0], points: ["Zweimal"] });
  expect(script.scenes[0]?.chart).toEqual({
    kind: "bar",
    labels: ["Flut", "Ebbe"],
    values: [3, 1],
    unit: " m",
    source: "das Hafenamt",
  });
  expect(usage).toHaveLength(4);
});

test.each([
  { status: 401, code: "unauthorized", retryable: false },
  { status: 404, code: "platform_refused", retryable: false },
  { status: 429, headers: { "retry-after": "70" }, code: "rate_limited", retryable: true, retryAfterMs: 70_000 },
  { status: 503, code: "platform_unavailable", retryable: true },
])("status $status is $code", async ({ status, headers = {}, ...expected }) => {
  const { write } = await serve([{ status, headers, content: "" }]);
  await expect(write()).rejects.toMatchObject(expected);
});

test("a short wait that the service asks for is waited here", async () => {
  const { asked, write } = await serve([
    { status: 429, headers: { "retry-after": "0.01" } },
    { content: JSON.stringify(draft) },
  ]);
  await expect(write()).resolves.toMatchObject({ script: { title: "Tides" } });
  expect(asked).toHaveLength(2);
});

test("a call that never left bought nothing; nobody knows of one whose answer broke off", async () => {
  const gone = await serve([]);
  gone.close();
  await expect(gone.write()).rejects.toMatchObject({ code: "platform_unavailable", usage: [] });
  const broken = createServer((_, response) => void response.writeHead(200).write("{", () => response.destroy()));
  await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void broken.close());
  const address = broken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const model = createLanguageModel({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: "k", model: "m" });
  const unheard = model.writeScript({
    ...{ topic: "Tides", wordBudget: 20, fonts: await readFonts() },
    signal: AbortSignal.timeout(5_000),
  });
  await expect(unheard).rejects.toMatchObject({ code: "platform_unavailable", usage: "unknown" });
});

test("a service that cannot be reached is said to be that, and cancelling is no fault of its", async () => {
  const settings = { baseUrl: "http://127.0.0.1:9/v1", apiKey: "k", model: "m" };
  const model = createLanguageModel(settings);
  const request = { topic: "Tides", wordBudget: 20, fonts: await readFonts() };
  await expect(model.writeScript({ ...request, signal: new AbortController().signal })).rejects.toMatchObject({
    code: "platform_unavailable",
    retryable: true,
  });
  await expect(model.writeScript({ ...request, signal: AbortSignal.abort() })).rejects.toThrow("aborted");
});
