import { type IncomingMessage, createServer } from "node:http";
import { json } from "node:stream/consumers";

import { onTestFinished } from "vitest";

import { createFontReader } from "../../../clients/fonts.ts";
import { type KeptAnswers, createLanguageModel } from "../../../clients/language-model/language-model.ts";
import type { Script } from "../../../domain/script/script.ts";

export const draft = {
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
const WORDS = 6;
/** The bundled ones. */
export const readFonts = createFontReader();
const unflagged = { results: [{ flagged: false, categories: { hate: false } }] };

interface Answer {
  readonly status?: number;
  readonly content?: string;
  readonly refusal?: string;
  /** Why it ends; `stop` left out. */
  readonly end?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Asked {
  readonly messages: { role: string; content: string }[];
  readonly max_completion_tokens: number;
  readonly response_format: { json_schema: { strict: boolean; schema: unknown } };
}

/** A service that answers the given drafts in turn, flags nothing unless told, and keeps what it was asked. */
export async function serve(answers: readonly Answer[], moderation: unknown = unflagged) {
  const asked: Asked[] = [];
  const moderated: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    void (async () => {
      const body = (await json(request)) as Asked & { readonly input: string };
      if (request.url?.endsWith("/moderations") === true) {
        moderated.push(body.input);
        const text = typeof moderation === "string" ? moderation : JSON.stringify(moderation ?? {});
        response.writeHead(moderation === null ? 404 : 200).end(text);
        return;
      }
      const answer = answers[asked.length] ?? { content: "" };
      asked.push(body);
      response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
      response.end(
        JSON.stringify({
          choices: [
            {
              message: { content: answer.content ?? null, refusal: answer.refusal ?? null },
              finish_reason: answer.end ?? "stop",
            },
          ],
          usage: { prompt_tokens: 100, completion_tokens: 50 },
        }),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => void server.close();
  onTestFinished(close);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  const model = createLanguageModel({ baseUrl, apiKey: "k", model: "test-model" });
  const signal = AbortSignal.timeout(5_000);
  const fonts = await readFonts();
  return {
    close,
    model,
    asked,
    moderated,
    write: (wordBudget = WORDS, kept?: KeptAnswers) =>
      model.writeScript({
        topic: "Tides",
        wordBudget,
        fonts,
        signal,
        ...(kept === undefined ? {} : { answers: kept }),
      }),
    translate: (script: Script) => model.translateScript({ script, language: "de", fonts, signal }),
  };
}

export const spoken = (...sentences: string[]) => ({ content: JSON.stringify(withSentences(sentences)) });
function withSentences(sentences: readonly string[]) {
  return { ...draft, scenes: draft.scenes.map((scene) => ({ ...scene, sentences })) };
}
