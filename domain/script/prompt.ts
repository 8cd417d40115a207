import { catchPhraseRequest } from "./catch-phrases.ts";
import type { ScriptSettings } from "../video/video-settings.ts";

/** What a language model is told about a script. */
export interface ScriptBrief {
  readonly topic: string;
  readonly wordBudget: number;
  /** BCP 47; left out it is English. */
  readonly language?: string;
  readonly tone?: string;
  readonly audience?: string;
  readonly keywords?: readonly string[];
  readonly structure?: string;
  /** One of them may be said, once, first or last. */
  readonly catchPhrases?: readonly string[];
}

/** Drafts may miss the words that were asked for by this share. */
export const WORD_TOLERANCE = 0.1;
/** The share of words that a part of the script begins with: see `scenesFor`. */
const WORDS_PER_SCENE = 26;

export const SCRIPT_INSTRUCTIONS = `You write narration for short explanatory videos. Answer with JSON of the given schema only.
The first scene has kind "title", the last "recap". Sentences are plain, true and easy to speak; no markup, no emoji.
A "figure" scene shows one number or word in "figure"; a "quote" scene repeats its heading as its first sentence.
Labels in "points" are at most five words. Vary the length of sentences; begin with something the viewer can picture.
A scene may have a "chart" where its own sentences say every value and who counted it, which is "source"; or a "map" of
places it names, in degrees, north and east positive. Both are null elsewhere, which is the rule.
"shows" names what a photo of the scene would show, in two to four English words whatever the language.
Do not invent numbers, quotations or sources: where you are not sure, say it without a number. No superlatives that
need proof, no promises about health or money, no insults.`;

export const TRANSLATION_INSTRUCTIONS = `You translate the narration of a video. Answer with JSON of the given schema only.
Keep the number of scenes, and in every scene the number of sentences, of points and of labels, in the same order.
Sentences are natural in the target language and about as long as before. Names, numbers and web addresses stay; places
get the name the language has for them. No markup.`;

export function scenesFor(wordBudget: number): number {
  return Math.max(2, Math.round(wordBudget / WORDS_PER_SCENE));
}

export function scriptRequestText(brief: ScriptBrief): string {
  const { topic, wordBudget, language, tone, audience, keywords = [], structure, catchPhrases = [] } = brief;
  return [
    `Topic: ${topic}`,
    `Language: ${languageName(language ?? "en")}`,
    `Spoken words in all: ${wordBudget}, in about ${scenesFor(wordBudget)} scenes.`,
    ...(tone === undefined ? [] : [`Tone: ${tone}`]),
    ...(audience === undefined ? [] : [`Audience: ${audience}`]),
    ...(keywords.length === 0 ? [] : [`Keywords to work in where they fit: ${keywords.join(", ")}`]),
    ...(structure === undefined ? [] : [`Structure: ${structure}`]),
    ...(catchPhrases.length === 0 ? [] : [catchPhraseRequest(catchPhrases)]),
  ].join("\n");
}

const PROBLEMS_NAMED = 10;
const PROBLEM_CHARACTERS = 280;

export function repairRequestText(problems: readonly string[]): string {
  const named = problems.slice(0, PROBLEMS_NAMED).map((problem) => `- ${problem.slice(0, PROBLEM_CHARACTERS)}`);
  return ["Send the whole script again, mended:", ...named].join("\n");
}

/** What of the settings the writer is told. */
export function briefOf(topic: string, wordBudget: number, language?: string, settings?: ScriptSettings): ScriptBrief {
  const { tone, audience, keywords, structure, catchPhrases } = settings ?? {};
  return {
    topic,
    wordBudget,
    ...(language === undefined ? {} : { language }),
    ...(tone === undefined ? {} : { tone }),
    ...(audience === undefined ? {} : { audience }),
    ...(keywords === undefined ? {} : { keywords }),
    ...(structure === undefined ? {} : { structure }),
    ...(catchPhrases === undefined ? {} : { catchPhrases }),
  };
}

/** "German (de)": the name for the reader, the tag against doubt. A tag that nobody knows stands for itself. */
export function languageName(tag: string): string {
  const name = nameIn("en", tag);
  return name === tag ? tag : `${name} (${tag})`;
}

/** "Deutsch": what a language calls itself, in its own letters. */
export function ownNameOf(tag: string): string {
  return nameIn(tag, tag);
}

function nameIn(language: string, tag: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
  } catch (error) {
    if (error instanceof RangeError) return tag;
    throw error;
  }
}
