import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";

import { afterEach, expect, test } from "vitest";

import { createLanguageModel } from "../../../clients/language-model/language-model.ts";
import { briefOf } from "../../../domain/script/prompt.ts";
import { readFonts } from "./model-service.ts";

interface Asked {
  readonly messages: readonly { readonly content: string }[];
}

let close = (): void => {};
afterEach(() => close());

function draftOf(...scenes: readonly (readonly string[])[]): string {
  const kinds = scenes.map((sentences) => ({ kind: "points", heading: "Tides", sentences, points: [], figure: null }));
  const whole = kinds.map((scene) => ({ ...scene, chart: null, map: null }));
  return JSON.stringify({ title: "Tides", hook: "The sea.", scenes: whole, tags: [], description: "About tides." });
}

/** A script of nine words with the phrases "So." and "Stay curious", from a service that answers the drafts in turn. */
async function write(drafts: readonly string[]) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = (await json(request)) as Asked;
      if (request.url?.endsWith("/moderations") === true) {
        response.writeHead(404).end("{}");
        return;
      }
      const content = drafts[asked.push(body) - 1] ?? "";
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: "stop" }] }));
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  close = () => void server.close();
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const model = createLanguageModel({ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: "k", model: "m" });
  const settings = { source: "model", catchPhrases: ["So.", "Stay curious"] } as const;
  const brief = briefOf("Tides", 9, undefined, settings);
  const { script } = await model.writeScript({
    ...brief,
    fonts: await readFonts(),
    signal: new AbortController().signal,
  });
  return { asked, script };
}

test("the writer is told the phrases, and that one of them at most is said, once", async () => {
  const { asked, script } = await write([draftOf(["So."], ["The sea rises and falls twice a day."])]);
  const request = asked[0]?.messages.at(-1)?.content;
  expect(request).toContain('"So.", "Stay curious"');
  expect(request).toMatch(/one of them at most, once, as the first or the last sentence/);
  expect(asked).toHaveLength(1);
  expect(script.notes).toBeUndefined();
});

test("a draft that says them again and again is sent back, and noted when it stays so", async () => {
  const chatty = draftOf(["So.", "The sea rises."], ["So.", "It falls."], ["Stay curious."]);
  const mended = await write([chatty, draftOf(["The sea rises and then falls."], ["Stay curious, all."])]);
  expect(mended.asked[1]?.messages.at(-1)?.content).toContain("Catch phrases are said 3 times");
  expect(mended.script.notes).toBeUndefined();
  close();
  const stubborn = await write([chatty, chatty]);
  expect(stubborn.script.notes).toEqual([expect.stringContaining("said 3 times")]);
});
