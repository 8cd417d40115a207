import { z } from "zod";

import { AppError } from "../domain/errors.ts";
import type { Usage } from "../domain/production.ts";
import { SCENE_KINDS, type Script } from "../domain/script.ts";
import { plainText } from "../domain/topic.ts";

export interface LanguageModel {
  /** Writes a script of about `wordBudget` spoken words. Counts every token, those of a failed draft too. */
  writeScript(request: ScriptRequest): Promise<{ script: Script; usage: readonly Usage[] }>;
}

export interface ScriptRequest {
  readonly topic: string;
  readonly wordBudget: number;
  readonly signal: AbortSignal;
}

export interface LanguageModelSettings {
  /** Base of an OpenAI-compatible service: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

const Point = z.strictObject({
  label: z.string().min(1).max(60),
  sentence: z.int().min(0).describe("index of the sentence while which the label appears"),
});
const SceneDraft = z.strictObject({
  kind: z.enum(SCENE_KINDS),
  heading: z.string().min(1).max(90),
  sentences: z.array(z.string().min(1).max(300)).min(1).max(8),
  points: z.array(Point).max(6),
  figure: z.string().max(12).nullable(),
});
const ScriptDraft = z.strictObject({
  title: z.string().min(1).max(100),
  hook: z.string().min(1).max(200),
  scenes: z.array(SceneDraft).min(1).max(60),
  tags: z.array(z.string().min(1).max(40)).max(12),
  description: z.string().min(1).max(2_000),
});
type ScriptDraft = z.infer<typeof ScriptDraft>;

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullable() }) })).min(1),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }).optional(),
});

interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

const INSTRUCTIONS = `You write narration for short explanatory videos. Answer with JSON of the given schema only.
The first scene has kind "title", the last "recap". Sentences are plain, true and easy to speak; no markup, no emoji.
A "figure" scene shows one number or word in "figure"; labels in "points" are at most five words.`;

/** Chat completions with a JSON schema; a draft that breaks the schema gets one chance of repair. */
export function createLanguageModel(settings: LanguageModelSettings): LanguageModel {
  return {
    writeScript: async ({ topic, wordBudget, signal }) => {
      const request = `Topic: ${topic}\nSpoken words in all: about ${wordBudget} (within five per cent).`;
      const messages: Message[] = [
        { role: "system", content: INSTRUCTIONS },
        { role: "user", content: request },
      ];
      const usage: Usage[] = [];
      const first = await complete(settings, messages, signal, usage);
      const draft = parseDraft(first);
      if (draft.success) return { script: scriptOf(draft.data, settings.model), usage };
      const repair: Message = {
        role: "user",
        content: `That does not fit the schema: ${draft.problem}. Send the whole script again, mended.`,
      };
      const second = await complete(
        settings,
        [...messages, { role: "assistant", content: first }, repair],
        signal,
        usage,
      );
      const mended = parseDraft(second);
      if (mended.success) return { script: scriptOf(mended.data, settings.model), usage };
      throw new AppError("media_failed", `the language model's script does not fit the schema: ${mended.problem}`, {
        retryable: true,
      });
    },
  };
}

type Parsed = { success: true; data: ScriptDraft } | { success: false; problem: string };

function parseDraft(content: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    return { success: false, problem: error instanceof Error ? error.message : "not JSON" };
  }
  const parsed = ScriptDraft.safeParse(json);
  return parsed.success
    ? { success: true, data: parsed.data }
    : { success: false, problem: z.prettifyError(parsed.error) };
}

async function complete(
  settings: LanguageModelSettings,
  messages: readonly Message[],
  signal: AbortSignal,
  usage: Usage[],
) {
  const schema = { name: "script", strict: true, schema: z.toJSONSchema(ScriptDraft) };
  const response = await fetch(`${settings.baseUrl.replace(/\/$/, "")}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${settings.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: settings.model,
      messages,
      response_format: { type: "json_schema", json_schema: schema },
    }),
    signal,
  });
  if (!response.ok) throw await refusal(response);
  const completion = Completion.parse(await response.json());
  if (completion.usage !== undefined) {
    usage.push({ service: "openai", operation: "input", units: completion.usage.prompt_tokens, unit: "token" });
    usage.push({ service: "openai", operation: "output", units: completion.usage.completion_tokens, unit: "token" });
  }
  return completion.choices[0]?.message.content ?? "";
}

async function refusal(response: Response): Promise<AppError> {
  const detail = (await response.text()).slice(0, 300);
  const message = `the language model answered ${response.status}: ${detail}`;
  if (response.status === 401 || response.status === 403) {
    return new AppError("unauthorized", message, { remedy: "Set a valid OPENAI_API_KEY, then resume the run." });
  }
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    return new AppError("rate_limited", message, {
      retryable: true,
      ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
    });
  }
  return new AppError(response.status >= 500 ? "platform_unavailable" : "platform_refused", message, {
    retryable: response.status >= 500,
  });
}

function scriptOf(draft: ScriptDraft, model: string): Script {
  return {
    version: 1,
    title: plainText(draft.title),
    hook: plainText(draft.hook),
    scenes: draft.scenes.map((scene) => {
      const points = scene.points.filter(({ sentence }) => sentence < scene.sentences.length);
      return {
        kind: scene.kind === "figure" && scene.figure === null ? "points" : scene.kind,
        kicker: null,
        heading: plainText(scene.heading),
        sentences: scene.sentences.map(plainText),
        points: points.map(({ label }) => plainText(label)),
        pointSentences: points.map(({ sentence }) => sentence),
        figure: scene.figure === null ? null : plainText(scene.figure),
      };
    }),
    tags: draft.tags,
    description: draft.description,
    wordsPerMinute: 160,
    provider: model,
  };
}
