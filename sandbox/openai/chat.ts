import { randomBytes } from "node:crypto";

import { Hono } from "hono";
import { z } from "zod";

import { type SeededRandom, seedOf, seededRandom } from "../../domain/seeded-random.ts";
import { anyAnswer } from "./any-answer.ts";
import { OpenaiError, badRequest } from "./errors.ts";
import type { OpenaiFault } from "./faults.ts";
import { CHAT_MODELS, requireModel } from "./models.ts";
import type { OpenaiEnv } from "./request-life.ts";
import { scriptAnswer, withWildClaims } from "./script-answer.ts";
import { requireStrictSchema } from "./strict-schema.ts";
import { promptTokens, tokensOf } from "./tokens.ts";
import { translationAnswer } from "./translation-answer.ts";

const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z
    .array(z.looseObject({ role: z.enum(["system", "developer", "user", "assistant"]), content: z.string() }))
    .min(1),
  max_completion_tokens: z.int().positive().optional(),
  response_format: z
    .discriminatedUnion("type", [
      z.looseObject({ type: z.literal("text") }),
      z.looseObject({ type: z.literal("json_object") }),
      z.looseObject({
        type: z.literal("json_schema"),
        json_schema: z.looseObject({
          name: z.string().regex(/^[\w-]{1,64}$/u),
          strict: z.boolean().nullish(),
          schema: z.record(z.string(), z.unknown()).optional(),
        }),
      }),
    ])
    .optional(),
});
type ChatRequest = z.infer<typeof ChatRequest>;

/** `POST /v1/chat/completions`: the same request, the same answer. */
export function chatRoutes() {
  return new Hono<OpenaiEnv>().post("/v1/chat/completions", async (c) => {
    const body: unknown = await c.req.json().catch(() => {
      throw badRequest("We could not parse the JSON body of your request.");
    });
    const parsed = ChatRequest.safeParse(body);
    if (!parsed.success) throw invalid(parsed.error);
    const request = parsed.data;
    requireModel(request.model, CHAT_MODELS);
    const format = request.response_format;
    const schema = format?.type === "json_schema" ? format.json_schema : undefined;
    if (schema?.strict === true) requireStrictSchema(schema.name, schema.schema);
    const fault = c.get("fault");
    const refusal = fault?.kind === "refusal" ? "I'm sorry, but I can't help with that." : null;
    const whole = refusal === null ? asFaultWants(fault, contentOf(request, fault)) : "";
    const most = (request.max_completion_tokens ?? Number.POSITIVE_INFINITY) * 4;
    const content = whole.slice(0, most);
    const usage = usageOf(promptTokens(request.messages, schema?.schema), tokensOf(refusal ?? content));
    const answer = {
      id: `chatcmpl-${randomBytes(12).toString("hex")}`,
      object: "chat.completion",
      created: Math.floor(Date.now() / 1000),
      model: request.model,
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: refusal === null ? content : null, refusal },
          logprobs: null,
          finish_reason: content.length < whole.length || fault?.kind === "broken_json" ? "length" : "stop",
        },
      ],
      usage,
      system_fingerprint: "fp_standin",
    };
    const units = { input_token: usage.prompt_tokens, output_token: usage.completion_tokens };
    c.set("work", { model: request.model, units, request, answer });
    return c.json(answer);
  });
}

function usageOf(input: number, output: number) {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

function invalid(error: z.ZodError): OpenaiError {
  const [issue] = error.issues;
  return badRequest(`Invalid request: ${issue?.message ?? "malformed"}`, issue?.path.join(".") ?? "body");
}

/** Scripts and translations by the name of their schema; anything else is words that fit the schema. */
function contentOf({ messages, response_format: format }: ChatRequest, fault: OpenaiFault | null): string {
  const asked = messages.find(({ role }) => role === "user")?.content ?? "";
  const random = seededRandom(seedOf(asked, messages.length));
  if (format?.type !== "json_schema") return "This is a plain answer of the stand-in.";
  const { name, schema } = format.json_schema;
  return JSON.stringify(answerTo(name, asked, schema, random, fault));
}

function answerTo(
  name: string,
  asked: string,
  schema: unknown,
  random: SeededRandom,
  fault: OpenaiFault | null,
): unknown {
  const topic = /^Topic: (.+)$/mu.exec(asked)?.[1];
  if (name === "script" && topic !== undefined) {
    const words = Number(/words in all:? (?:about )?(\d+)/u.exec(asked)?.[1] ?? 120);
    const answer = scriptAnswer({ topic, words: fault?.kind === "over_budget" ? words * 2 : words }, random);
    return fault?.kind === "wild_claims" ? withWildClaims(answer) : answer;
  }
  if (name === "translation") {
    const [first = "", ...document] = asked.split("\n");
    const language = /\(([\w-]+)\)\s*$/u.exec(first)?.[1] ?? first.split(" ").at(-1) ?? "xx";
    const answer = translationAnswer(JSON.parse(document.join("\n")), language);
    return answer;
  }
  return anyAnswer(schema, random);
}

function asFaultWants(fault: OpenaiFault | null, content: string): string {
  if (fault?.kind === "broken_json") return content.slice(0, Math.floor(content.length / 2));
  if (fault?.kind !== "schema_violation") return content;
  const whole: { scenes?: unknown[]; title?: string } = JSON.parse(content);
  // A translation must keep its scenes, a script its title.
  return JSON.stringify(
    whole.scenes === undefined ? {} : { ...whole, scenes: whole.scenes.slice(1), title: undefined },
  );
}
