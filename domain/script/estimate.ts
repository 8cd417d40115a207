import { SCRIPT_INSTRUCTIONS, briefOf, scenesFor, scriptRequestText } from "./prompt.ts";
import type { VideoSpec } from "../video/video.ts";

export interface TokenEstimate {
  readonly input: number;
  readonly output: number;
}

export interface ScriptTokens {
  /** One draft that needs no repair. */
  readonly expected: TokenEstimate;
  /** A draft, a repair of its shape and a repair of its content: the most that one attempt buys. */
  readonly worst: TokenEstimate;
}

/** English and its JSON, by the tokenizers of the GPT family: about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** The JSON schema as it is sent, and the service's own words around messages. */
const SCHEMA_CHARACTERS = 874;
const MESSAGE_TOKENS = 12;

/** A spoken word with its space, and its share of headings, labels and description. */
const CHARACTERS_PER_WORD = 7.2;
const CHARACTERS_PER_SCENE = 105;
const CHARACTERS_OF_FRAME = 280;

/** As the probe of `activities/script/rate.ts` finds them for the voice en-us; others speak 2.3 to 2.9. */
const WORDS_PER_SECOND = 2.57;
const SILENT_ENDS_SECONDS = 1.2;

const ROUNDS = 3;
/** An answer is cut here: twice what is expected, since it may be longer than was asked for, or set out in lines. */
const MOST_TOKENS_PER_WORD = 6;
const MOST_TOKENS_BESIDE_WORDS = 1_500;
/** What a repair names. */
const REPAIR_TOKENS = 800;

/** Tokens that the script of a spec asks of a language model, whatever its source; nothing is asked for `template` and `own`. */
export function estimateScriptTokens(spec: Pick<VideoSpec, "topic" | "seconds" | "script" | "language">): ScriptTokens {
  const wordBudget = estimatedWordBudget(spec.seconds);
  const request = scriptRequestText(briefOf(spec.topic, wordBudget, spec.language, spec.script));
  const prompt = SCRIPT_INSTRUCTIONS.length + request.length + SCHEMA_CHARACTERS;
  const input = Math.ceil(prompt / CHARACTERS_PER_TOKEN) + MESSAGE_TOKENS;
  const most = mostAnswerTokens(wordBudget);
  return {
    expected: { input, output: answerTokens(wordBudget) },
    worst: { input: ROUNDS * input + (ROUNDS - 1) * (most + REPAIR_TOKENS), output: ROUNDS * most },
  };
}

/** The most that one answer may be: what the service is told, so that the estimate holds whatever the model does. */
export function mostAnswerTokens(wordBudget: number): number {
  return Math.ceil(wordBudget * MOST_TOKENS_PER_WORD) + MOST_TOKENS_BESIDE_WORDS;
}

function answerTokens(wordBudget: number): number {
  const scenes = scenesFor(wordBudget) * CHARACTERS_PER_SCENE;
  return Math.ceil((wordBudget * CHARACTERS_PER_WORD + scenes + CHARACTERS_OF_FRAME) / CHARACTERS_PER_TOKEN);
}

/** Words that the script stage will ask for, before the voice is measured. */
export function estimatedWordBudget(seconds: number): number {
  return Math.max(1, Math.round((seconds - SILENT_ENDS_SECONDS) * WORDS_PER_SECOND));
}
