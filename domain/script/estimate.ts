import { SCRIPT_INSTRUCTIONS, TRANSLATION_INSTRUCTIONS, briefOf, scenesFor, scriptRequestText } from "./prompt.ts";
import type { VideoSpec } from "../video/video.ts";

export interface TokenEstimate {
  readonly input: number;
  readonly output: number;
}

export interface ScriptTokens {
  /** One draft that needs no repair. */
  readonly expected: TokenEstimate;
  /** What the quickest voice asks for, drafted and repaired as often as may be: the most that one attempt buys. */
  readonly worst: TokenEstimate;
}

/** English and its JSON, by the tokenizers of the GPT family: about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** The JSON schema as it is sent, and the service's own words around messages. */
const SCHEMA_CHARACTERS = 1_604;
const MESSAGE_TOKENS = 12;
/** What a person wrote may be in any script: at worst every character is a token. */
const WORST_CHARACTERS_PER_TOKEN = { ours: 3, theirs: 1 } as const;

/** A spoken word with its space, and its share of headings, labels and description. */
const CHARACTERS_PER_WORD = 7.2;
const CHARACTERS_PER_SCENE = 149;
const CHARACTERS_OF_FRAME = 280;

/** As the probe of `activities/script/rate.ts` finds them for the voice en-us; others speak 2.2 to 2.7. */
const WORDS_PER_SECOND = 2.58;
/** No script is asked to be longer, or it could cost more than was reserved for it. */
const MOST_WORDS_PER_SECOND = 3;
/** Silence before the first word and after the last one, in every video. */
export const SILENT_ENDS_MS = 1_200;

/** A draft, a repair of its shape and a repair of its content; a translation is repaired once. */
export const ROUNDS = { script: 3, translation: 2 } as const;
/** A translation may come out longer. */
const TRANSLATION_LENGTH = 2;
/** An answer is cut here: twice what is expected, since it may be longer than was asked for, or set out in lines. */
const MOST_TOKENS_PER_WORD = 6;
const MOST_TOKENS_BESIDE_WORDS = 1_500;
/** The widespread models write 16,384 at most, and refuse to be asked for more. */
const MOST_TOKENS = 16_000;
/** What a repair names. */
const REPAIR_TOKENS = 800;

/** What of a spec decides its tokens. */
export type WrittenSpec = Pick<VideoSpec, "topic" | "seconds" | "script" | "language" | "reuse">;

/** A script that is to be translated. */
export interface ScriptSize {
  /** Spoken. */
  readonly words: number;
  /** Of all that it holds, as JSON. */
  readonly characters: number;
}

/**
 * Tokens that the script of a spec asks of a language model, whatever its source; nothing is asked for `template` and
 * `own`. A translation is as long as its original, and where that is not known yet, as the length asked for.
 */
export function estimateScriptTokens(spec: WrittenSpec, original?: ScriptSize): ScriptTokens {
  const isTranslation = spec.reuse?.translateKey !== undefined;
  const words = original?.words ?? estimatedWordBudget(spec.seconds);
  const mostWords = original?.words ?? wordsIn(spec.seconds, MOST_WORDS_PER_SECOND);
  const most = mostAnswerTokens(isTranslation ? TRANSLATION_LENGTH * mostWords : mostWords);
  const rounds = isTranslation ? ROUNDS.translation : ROUNDS.script;
  const asked = worstQuestionTokens(spec, mostWords, original);
  return {
    expected: { input: questionTokens(spec, words, original), output: answerTokens(words) },
    worst: { input: rounds * asked + (rounds - 1) * (most + REPAIR_TOKENS), output: rounds * most },
  };
}

function questionTokens(spec: WrittenSpec, words: number, original: ScriptSize | undefined): number {
  const { ours, theirs, given } = questionOf(spec, words, original);
  return Math.ceil((ours + theirs) / CHARACTERS_PER_TOKEN) + given + MESSAGE_TOKENS;
}

function worstQuestionTokens(spec: WrittenSpec, words: number, original: ScriptSize | undefined): number {
  const { ours, theirs, given } = questionOf(spec, words, original);
  const characters = WORST_CHARACTERS_PER_TOKEN;
  return Math.ceil(ours / characters.ours + theirs / characters.theirs) + TRANSLATION_LENGTH * given + MESSAGE_TOKENS;
}

/** Characters of our own words and of the person's, and tokens of the script that is to be translated. */
function questionOf(spec: WrittenSpec, words: number, original: ScriptSize | undefined) {
  if (spec.reuse?.translateKey !== undefined) {
    const ours = TRANSLATION_INSTRUCTIONS.length + SCHEMA_CHARACTERS;
    return original === undefined
      ? { ours, theirs: 0, given: answerTokens(words) }
      : { ours, theirs: original.characters, given: 0 };
  }
  const request = scriptRequestText(briefOf(spec.topic, words, spec.language, spec.script));
  return { ours: SCRIPT_INSTRUCTIONS.length + SCHEMA_CHARACTERS, theirs: request.length, given: 0 };
}

/**
 * The most that one answer may be, in place of so many: what the service is told, so that the estimate holds whatever the
 * model does.
 */
export function mostAnswerTokens(wordBudget: number, rounds = 1): number {
  return Math.min(MOST_TOKENS, rounds * (Math.ceil(wordBudget * MOST_TOKENS_PER_WORD) + MOST_TOKENS_BESIDE_WORDS));
}

function answerTokens(wordBudget: number): number {
  const scenes = scenesFor(wordBudget) * CHARACTERS_PER_SCENE;
  return Math.ceil((wordBudget * CHARACTERS_PER_WORD + scenes + CHARACTERS_OF_FRAME) / CHARACTERS_PER_TOKEN);
}

/** Words that the script stage will ask for, before the voice is measured. */
export function estimatedWordBudget(seconds: number): number {
  return wordBudgetFor(WORDS_PER_SECOND, seconds);
}

/** Words that fill a narration of this length, its silent ends left out. */
export function wordBudgetFor(wordsPerSecond: number, seconds: number): number {
  return wordsIn(seconds, Math.min(MOST_WORDS_PER_SECOND, wordsPerSecond));
}

function wordsIn(seconds: number, wordsPerSecond: number): number {
  return Math.max(1, Math.round((seconds - SILENT_ENDS_MS / 1000) * wordsPerSecond));
}
