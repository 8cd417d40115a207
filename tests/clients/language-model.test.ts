import { type IncomingMessage, createServer } from "node:http";
import { json } from "node:stream/consumers";

import { afterEach, expect, test } from "vitest";

import { createLanguageModel } from "../../clients/language-model.ts";

const draft = {
  title: "Tides",
  hook: "The sea breathes twice a day.",
  scenes: [
    {
      kind: "title",
      heading: "Tides 🌊",
      sentences: ["The sea <b>breathes</b> twice a day."],
      points: [{ label: "Twice", sentence: 0 }],
      figure: null,
    },
  ],
  tags: ["tides"],
  description: "About tides.",
};

let close = (): void => {};
afterEach(() => close());

/** A service that answers the given contents in turn and keeps what it was asked. */
async function serve(answers: readonly { status?: number; content: string }[]) {
  const asked: { messages: { role: string; content: string }[] }[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void (async () => {
      const answer = answers[asked.length] ?? { content: "" };
      asked.push((await json(request)) as (typeof asked)[number]);
      response.writeHead(answer.status ?? 200, { "content-type": "application/json", "retry-after": "7" });
      response.end(
        JSON.stringify({
          choices: [{ message: { content: answer.content } }],
          usage: { prompt_tokens: 100, completion_tokens: 50 },
        }),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => void server.close();
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const model = createLanguageModel({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: "k", model: "test-model" });
  return {
    asked,
    write: () => model.writeScript({ topic: "Tides", wordBudget: 24, signal: AbortSignal.timeout(5_000) }),
  };
}

test("a draft of the schema becomes a script without markup or pictographs", async () => {
  const { write } = await serve([{ content: JSON.stringify(draft) }]);
  const { script, usage } = await write();
  expect(script).toMatchObject({ provider: "test-model", title: "Tides" });
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

test("a broken draft gets one repair round, and both rounds are counted", async () => {
  const { asked, write } = await serve([{ content: "{}" }, { content: JSON.stringify(draft) }]);
  const { usage } = await write();
  expect(asked).toHaveLength(2);
  expect(asked[1]?.messages.at(-1)?.content).toContain("title");
  expect(usage).toHaveLength(4);
});

test("a second broken draft is an error that can be retried", async () => {
  const { asked, write } = await serve([{ content: "no" }, { content: "no" }, { content: JSON.stringify(draft) }]);
  await expect(write()).rejects.toMatchObject({ code: "media_failed", retryable: true });
  expect(asked).toHaveLength(2);
});

test.each([
  { status: 401, code: "unauthorized", retryable: false },
  { status: 429, code: "rate_limited", retryable: true, retryAfterMs: 7_000 },
  { status: 503, code: "platform_unavailable", retryable: true },
])("status $status is $code", async ({ status, ...expected }) => {
  const { write } = await serve([{ status, content: "" }]);
  await expect(write()).rejects.toMatchObject(expected);
});
