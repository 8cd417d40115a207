import { AppError, withPurchases } from "../../domain/errors.ts";
import type { Usage } from "../../domain/video/production.ts";
import { backedFigures } from "../../domain/script/backed-figures.ts";
import { catchPhraseProblems } from "../../domain/script/catch-phrases.ts";
import { type ClaimFinding, claimNote, unsupportedClaims } from "../../domain/script/claims.ts";
import {
  SCRIPT_INSTRUCTIONS,
  type ScriptBrief,
  TRANSLATION_INSTRUCTIONS,
  WORD_TOLERANCE,
  repairRequestText,
  scriptRequestText,
} from "../../domain/script/prompt.ts";
import { type Script, scriptWordCount } from "../../domain/script/script.ts";
import { SCRIPT_ANSWER, scriptOf } from "./draft.ts";
import { flaggedCategories } from "./moderation.ts";
import { type ChatMessage, type KeptAnswers, type LanguageModelSettings, type Session, chat } from "./request.ts";
import { type AnswerSchema, type Reading, readAnswer } from "./schema.ts";
import { TRANSLATION_ANSWER, translationOf, translationReader, wordsToTranslate } from "./translation.ts";

export type { KeptAnswers, KeptQuestion, LanguageModelSettings } from "./request.ts";

/** Writes and translates scripts. Every token is counted, those of failed drafts too: an AppError carries them. */
export interface LanguageModel {
  /** As the service names it. */
  readonly name: string;
  /**
   * Drafts, mends what breaks the schema once, then once more what misses the word budget, makes claims without a
   * source or is flagged; what is left after that stands in the script's `notes`. Charts whose numbers nobody says are
   * left out and noted.
   */
  writeScript(request: ScriptRequest): Promise<WrittenScript>;
  /** The same scenes, sentences and points in another language. */
  translateScript(request: TranslationRequest): Promise<WrittenScript>;
}

export interface ScriptRequest extends ScriptBrief {
  readonly signal: AbortSignal;
  readonly answers?: KeptAnswers;
}

export interface TranslationRequest {
  readonly script: Script;
  /** BCP 47. */
  readonly language: string;
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
        const words = wordsToTranslate(request.script);
        const messages: ChatMessage[] = [
          { role: "system", content: TRANSLATION_INSTRUCTIONS },
          { role: "user", content: translationOf(words, request.language) },
        ];
        const asked = { messages, answer: TRANSLATION_ANSWER, words: 2 * scriptWordCount(request.script) };
        const { value } = await answered(session, asked, translationReader(words));
        return { ...value(request.script), language: request.language, provider: settings.model };
      }),
  };
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
  const asked = { messages, answer: SCRIPT_ANSWER, words: request.wordBudget };
  const first = await answered(session, asked, (content) => readAnswer(content, SCRIPT_ANSWER));
  const draft = scriptOf(first.value, session.settings.model);
  const review = await reviewed(session, draft, request);
  if (review.problems.length === 0) return finished(review, request);
  const repair: ChatMessage[] = [
    ...messages,
    { role: "assistant", content: first.content },
    { role: "user", content: repairRequestText([...review.problems, ...(review.script.notes ?? [])]) },
  ];
  const parsed = readAnswer(await chat(session, { ...asked, messages: repair }), SCRIPT_ANSWER);
  const again = parsed.success
    ? await reviewed(session, scriptOf(parsed.value, session.settings.model), request)
    : null;
  return finished(again !== null && weight(again) <= weight(review) ? again : review, request);
}

interface Answer<Value> {
  readonly value: Value;
  readonly content: string;
}

interface Question<Schema> {
  readonly messages: readonly ChatMessage[];
  readonly answer: AnswerSchema<Schema>;
  /** About so many words are expected. */
  readonly words: number;
}

/** One answer, and one more when the first does not fit what was asked for. */
async function answered<Schema, Value>(
  session: Session,
  question: Question<Schema>,
  read: (content: string) => Reading<Value>,
): Promise<Answer<Value>> {
  const content = await chat(session, question);
  const first = read(content);
  if (first.success) return { value: first.value, content };
  const messages: ChatMessage[] = [
    ...question.messages,
    { role: "assistant", content },
    { role: "user", content: repairRequestText([`it does not fit the schema: ${first.problem}`]) },
  ];
  const second = await chat(session, { ...question, messages });
  const mended = read(second);
  if (mended.success) return { value: mended.value, content: second };
  throw new AppError("media_failed", `the language model's answer does not fit what was asked for: ${mended.problem}`, {
    retryable: true,
    remedy: "Try again, or choose a model that supports structured outputs.",
  });
}

interface Review {
  /** Its notes name the charts and maps that were left out. */
  readonly script: Script;
  readonly missedWords: number;
  readonly flagged: readonly string[];
  readonly claims: readonly ClaimFinding[];
  /** Catch phrases that are said too often, or in the middle. */
  readonly phrases: readonly string[];
  readonly problems: readonly string[];
}

async function reviewed(session: Session, draft: Script, brief: ScriptBrief): Promise<Review> {
  const words = scriptWordCount(draft);
  const isMissed = Math.abs(words - brief.wordBudget) > brief.wordBudget * WORD_TOLERANCE;
  const claims = unsupportedClaims(draft, brief);
  const script = withBackedFigures(draft, claims);
  const phrases = catchPhraseProblems(script, brief.catchPhrases ?? []);
  const flagged = await flaggedCategories(session, script);
  const problems = [
    ...(isMissed ? [`It has ${words} spoken words; write ${brief.wordBudget}.`] : []),
    ...(flagged.length === 0 ? [] : [`It was flagged as ${flagged.join(", ")}; leave that out.`]),
    ...claims.map(claimNote),
    ...phrases,
  ];
  return { script, missedWords: isMissed ? Math.abs(words - brief.wordBudget) : 0, flagged, claims, phrases, problems };
}

/** A chart left out is no reason to buy another draft; it is named where one is bought anyway. */
function withBackedFigures(draft: Script, claims: readonly ClaimFinding[]): Script {
  const { script, notes } = backedFigures(draft, claims);
  return notes.length === 0 ? script : { ...script, notes: [...(draft.notes ?? []), ...notes] };
}

/** What is worse: to be flagged, then to promise or insult, then to miss the length, then to claim or to repeat. */
function weight({ flagged, claims, phrases, missedWords }: Review): number {
  return flagged.length * 10_000 + missedWords * 10 + claims.length * 5 + phrases.length;
}

function finished({ script, flagged, problems }: Review, { language }: ScriptBrief): Script {
  if (flagged.length > 0) {
    throw new AppError("platform_refused", `the language model's script was flagged as ${flagged.join(", ")}`, {
      field: "topic",
      remedy: "Put the topic in other words, give your own script, or choose the source template.",
    });
  }
  const notes = [...problems, ...(script.notes ?? [])];
  return {
    ...script,
    ...(language === undefined ? {} : { language }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}
