import { AppError, withPurchases } from "../../domain/errors.ts";
import type { Usage } from "../../domain/video/production.ts";
import type { FontMetrics } from "../../domain/look/font-metrics.ts";
import { undrawableParts } from "../../domain/script/drawn-words.ts";
import { ROUNDS, mostAnswerTokens } from "../../domain/script/estimate.ts";
import {
  SCRIPT_INSTRUCTIONS,
  TRANSLATION_INSTRUCTIONS,
  repairRequestText,
  scriptRequestText,
} from "../../domain/script/prompt.ts";
import { type Script, scriptWordCount } from "../../domain/script/script.ts";
import { SCRIPT_ANSWER, scriptReader } from "./draft.ts";
import { type ChatMessage, type KeptAnswers, type LanguageModelSettings, type Session, chat } from "./request.ts";
import { type ReviewedBrief, finished, reviewed, weight } from "./review.ts";
import type { AnswerSchema, Reading } from "./schema.ts";
import { TRANSLATION_ANSWER, translationOf, translationReader, wordsToTranslate } from "./translation.ts";

export type { KeptAnswers, KeptQuestion, LanguageModelSettings } from "./request.ts";

/** Writes and translates scripts. Every token is counted, those of failed drafts too: an AppError carries them. */
export interface LanguageModel {
  /** As the service names it. */
  readonly name: string;
  /**
   * Drafts, mends what breaks the schema once, then once more what misses the word budget, makes claims without a
   * source, cannot be drawn or is flagged; what is left after that stands in the script's `notes`, or refuses it. Charts
   * whose numbers nobody says are left out and noted.
   */
  writeScript(request: ScriptRequest): Promise<WrittenScript>;
  /** The same scenes, sentences and points in another language. */
  translateScript(request: TranslationRequest): Promise<WrittenScript>;
}

export interface ScriptRequest extends ReviewedBrief {
  readonly signal: AbortSignal;
  readonly answers?: KeptAnswers;
}

export interface TranslationRequest {
  readonly script: Script;
  /** BCP 47. */
  readonly language: string;
  readonly fonts: readonly FontMetrics[];
  readonly signal: AbortSignal;
  readonly answers?: KeptAnswers;
}

export interface WrittenScript {
  readonly script: Script;
  readonly usage: readonly Usage[];
}

/** An OpenAI-compatible service: chat completions with a JSON schema, and moderations where it has them. */
export function createLanguageModel(settings: LanguageModelSettings): LanguageModel {
  return {
    name: settings.model,
    writeScript: (request) => counting(settings, request, (session) => written(session, request)),
    translateScript: (request) =>
      counting(settings, request, async (session) => {
        const { language } = request;
        const script = await translated(session, request);
        return { ...script, language, provider: settings.model };
      }),
  };
}

async function translated(session: Session, { script, language, fonts }: TranslationRequest): Promise<Script> {
  const messages: ChatMessage[] = [
    { role: "system", content: TRANSLATION_INSTRUCTIONS },
    { role: "user", content: translationOf(wordsToTranslate(script), language) },
  ];
  const words = 2 * scriptWordCount(script);
  const asked = { messages, answer: TRANSLATION_ANSWER, words, rounds: ROUNDS.translation };
  const read = translationReader(script);
  const { script: translation } = await answered(session, asked, (content) => {
    const reading = read(content);
    const [problem] = reading.success ? undrawableParts(reading.value, fonts) : [];
    return problem === undefined ? reading : { success: false, problem };
  });
  return translation;
}

async function counting(
  settings: LanguageModelSettings,
  { signal, answers }: Pick<ScriptRequest, "signal" | "answers">,
  work: (session: Session) => Promise<Script>,
): Promise<WrittenScript> {
  const usage: Usage[] = [];
  try {
    return { script: await work({ settings, signal, usage, answers }), usage };
  } catch (error) {
    if (signal.aborted) throw error;
    throw withPurchases(error, usage);
  }
}

async function written(session: Session, request: ScriptRequest): Promise<Script> {
  const messages: ChatMessage[] = [
    { role: "system", content: SCRIPT_INSTRUCTIONS },
    { role: "user", content: scriptRequestText(request) },
  ];
  const asked = { messages, answer: SCRIPT_ANSWER, words: request.wordBudget, rounds: ROUNDS.script };
  const read = scriptReader(session.settings.model);
  const first = await answered(session, asked, read);
  const review = await reviewed(session, first.script, request);
  if (review.problems.length === 0 || first.roundsLeft === 0) return finished(review, request);
  const repair = repairing(messages, first.content, [...review.problems, ...(review.script.notes ?? [])]);
  const mostTokens = mostAnswerTokens(asked.words);
  const reading = read(await chat(session, { ...asked, messages: repair, mostTokens }));
  const again = reading.success ? await reviewed(session, reading.value, request) : null;
  return finished(again !== null && weight(again) <= weight(review) ? again : review, request);
}

/** The next answer may take all tokens that were reserved for later rounds. */
const CUT_OFF: ChatMessage = {
  role: "user",
  content: "Your answer was cut off before its end. Send the JSON alone, without blank space.",
};

interface Answer {
  readonly script: Script;
  readonly content: string;
  /** How many more answers were reserved. */
  readonly roundsLeft: number;
}

interface Question<Schema> {
  readonly messages: readonly ChatMessage[];
  readonly answer: AnswerSchema<Schema>;
  /** About so many words are expected. */
  readonly words: number;
  /** Answers that were reserved. */
  readonly rounds: number;
}

/** One answer, and one more when the first does not fit what was asked for, or was cut off. */
async function answered<Schema>(
  session: Session,
  question: Question<Schema>,
  read: (content: string) => Reading<Script>,
): Promise<Answer> {
  const { messages, words, rounds } = question;
  const mostTokens = mostAnswerTokens(words);
  const content = await chat(session, { ...question, mostTokens });
  const first = read(content);
  if (first.success) return { script: first.value, content, roundsLeft: rounds - 1 };
  const isCut = content === "";
  const again = isCut
    ? { messages: [...messages, CUT_OFF], mostTokens: mostAnswerTokens(words, rounds - 1) }
    : { messages: repairing(messages, content, [`it does not fit the schema: ${first.problem}`]), mostTokens };
  const second = await chat(session, { ...question, ...again });
  const mended = read(second);
  if (mended.success) return { script: mended.value, content: second, roundsLeft: isCut ? 0 : rounds - 2 };
  if (second === "") {
    throw new AppError("media_failed", `the language model sent no whole answer within ${again.mostTokens} tokens`, {
      remedy: "Choose a model that thinks less before it writes (thoughts count as tokens), or a shorter video.",
    });
  }
  throw new AppError("media_failed", `the language model's answer does not fit what was asked for: ${mended.problem}`, {
    retryable: true,
    remedy: "Try again, or choose a model that supports structured outputs.",
  });
}

function repairing(messages: readonly ChatMessage[], content: string, problems: readonly string[]): ChatMessage[] {
  return [...messages, { role: "assistant", content }, { role: "user", content: repairRequestText(problems) }];
}
