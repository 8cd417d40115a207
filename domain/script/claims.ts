import type { Script } from "./script.ts";
import { sentencesOf } from "./sentences.ts";

/** Things that a careful writer does not say without a source: rules over words, no knowledge of the world. */
export const CLAIM_KINDS = ["superlative", "number", "promise", "profanity"] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

export interface ClaimFinding {
  readonly kind: ClaimKind;
  /** A scene from 0, or what is shown beside the scenes. */
  readonly place: number | "title" | "hook" | "description";
  readonly sentence: string;
  /** The words that were found. */
  readonly words: string;
}

const SOURCE = /\b(according to|as reported by|a \d{4} study (?:by|in|from)|published (?:by|in)|data from|source:)\s/iu;

const SUPERLATIVE =
  /\b(?:the (?:best|worst|biggest|largest|smallest|fastest|deadliest|greatest|oldest|richest|only|most \p{L}+)\b[^.]{0,40}?\b(?:in (?:the world|history|existence)|ever|of all time|on earth|known to)|(?:scientists|experts|doctors|everyone|everybody) (?:all )?(?:agree|know)s?|(?:studies|research) (?:shows?|proves?)|scientifically proven|it is a fact that|always works|never fails|100 ?%|without (?:any )?(?:exception|doubt))/iu;

const PROMISE =
  /\b(?:(?:cures?|heals?|reverses?|prevents?) (?:cancer|diabetes|depression|dementia|alzheimer|covid|heart disease|any disease)|lose \d+ (?:kg|kilos|pounds|lbs)\b|no side effects|(?:stop|instead of) taking your (?:medicine|medication|pills)|guaranteed (?:returns?|profit|income|results?)|risk[- ]free (?:returns?|profit|investment|money)|get rich|double your money|passive income in|can(?:not|'t) lose|financial freedom in|doctors hate)/iu;

const PROFANITY = /\b(?:fuck\w*|shit\w*|bitch\w*|asshole\w*|bastards?|cunt\w*|motherf\w*|dickhead\w*|bullshit)\b/iu;

/** Percentages, large amounts, years, and counts of more than one digit. */
const NUMBER =
  /(?<![\p{L}\d])(?:\d{1,3}(?:[.,\u00A0 ]\d{3})+|\d+(?:[.,]\d+)?)\s?(?:%|percent|per cent|million|billion|trillion|thousand|km|kg|years|times|degrees|dollars|euros)?/giu;

type ClaimingScript = Pick<Script, "title" | "hook" | "description" | "scenes">;

export interface ClaimContext {
  readonly topic: string;
  readonly keywords?: readonly string[];
}

/** Every finding, in the order of the script. Numbers that the topic or the keywords name are given, not invented. */
export function unsupportedClaims(script: ClaimingScript, context: ClaimContext): ClaimFinding[] {
  const given = new Set([context.topic, ...(context.keywords ?? [])].join(" ").match(/\d+/gu) ?? []);
  const scenes = script.scenes.map(({ sentences, heading, points, figure }, place) => {
    const shown = [heading, ...points, figure ?? ""].filter((text) => text !== "");
    return { place, texts: new Set([...sentences, ...shown]) };
  });
  const isInScenes = (text: string): boolean => scenes.some(({ texts }) => texts.has(text));
  const around = (["title", "hook", "description"] as const).map((place) => {
    // What a scene says as well is named there.
    return { place, texts: sentencesOf(script[place]).filter((text) => !isInScenes(text)) };
  });
  return [...scenes, ...around].flatMap(({ place, texts }) =>
    [...texts].flatMap((sentence) => findingsOf(sentence, given, place)),
  );
}

function findingsOf(sentence: string, given: ReadonlySet<string>, place: ClaimFinding["place"]): ClaimFinding[] {
  const found: ClaimFinding[] = [];
  const add = (kind: ClaimKind, words: string | undefined): void => {
    if (words !== undefined) found.push({ kind, place, sentence, words: words.trim() });
  };
  add("profanity", PROFANITY.exec(sentence)?.[0]);
  add("promise", PROMISE.exec(sentence)?.[0]);
  if (SOURCE.test(sentence)) return found;
  add("superlative", SUPERLATIVE.exec(sentence)?.[0]);
  const numbers = sentence.match(NUMBER) ?? [];
  add(
    "number",
    numbers.find((number) => needsSource(number, given)),
  );
  return found;
}

/** A count that fits on two hands, or a clock's or a rule's number, is a way of speaking. */
function needsSource(number: string, given: ReadonlySet<string>): boolean {
  const digits = number.replace(/[^\d.]/gu, "");
  const hasUnit = /[%\p{L}]/u.test(number);
  if (given.has(digits)) return false;
  return hasUnit ? !/^\d{1,2}\s?(?:times|years)$/u.test(number.trim()) : digits.replace(/\D/gu, "").length >= 3;
}

const WHY: Readonly<Record<ClaimKind, string>> = {
  superlative: "says more than can be shown; name a source or soften it",
  number: "gives a number without a source; name who says so or leave it out",
  promise: "promises something medical or financial; leave it out",
  profanity: "would cost a video its audience; say it in other words",
};

/** One line for the writer, or for the person who checks. */
export function claimNote({ kind, place, words }: ClaimFinding): string {
  const where = typeof place === "number" ? `Scene ${place + 1}` : `The ${place}`;
  return `${where}: "${words}" ${WHY[kind]}.`;
}
