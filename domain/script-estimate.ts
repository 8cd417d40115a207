import { SCRIPT_INSTRUCTIONS, briefOf, scenesFor, scriptRequestText } from "./script-prompt.ts";
import { WORDS_PER_SECOND } from "./script-template.ts";
import type { VideoSpec } from "./video.ts";

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
const SCHEMA_CHARACTERS = 1_120;
const MESSAGE_TOKENS = 12;

/** A spoken word with its space, and its share of headings, labels and description. */
const CHARACTERS_PER_WORD = 7.2;
const CHARACTERS_PER_SCENE = 150;
const CHARACTERS_OF_FRAME = 420;

const ROUNDS = 3;
/** Drafts that miss the words asked for, and problems named in a repair. */
const SLACK = 1.5;
const REPAIR_TOKENS = 400;

/** Tokens that the script of a spec asks of a language model, whatever its source; nothing is asked for `template` and `own`. */
export function estimateScriptTokens(spec: Pick<VideoSpec, "topic" | "seconds" | "script" | "language">): ScriptTokens {
  const wordBudget = Math.round(spec.seconds * WORDS_PER_SECOND);
  const request = scriptRequestText(briefOf(spec.topic, wordBudget, spec.language, spec.script));
  const prompt = SCRIPT_INSTRUCTIONS.length + request.length + SCHEMA_CHARACTERS;
  const answer = wordBudget * CHARACTERS_PER_WORD + scenesFor(wordBudget) * CHARACTERS_PER_SCENE + CHARACTERS_OF_FRAME;
  const input = Math.ceil(prompt / CHARACTERS_PER_TOKEN) + MESSAGE_TOKENS;
  const output = Math.ceil(answer / CHARACTERS_PER_TOKEN);
  const repair = input + output * SLACK + REPAIR_TOKENS;
  return {
    expected: { input, output },
    worst: { input: Math.ceil(input + (ROUNDS - 1) * repair), output: Math.ceil(ROUNDS * output * SLACK) },
  };
}
