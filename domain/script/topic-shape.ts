import { MEASURES, type Subject, briefPhrase, subjectOf } from "./topic.ts";
import { SCENERIES, type Scenery } from "./scenery.ts";
import { gerundOf, isCommonVerb, thirdPerson } from "./verbs.ts";

export const TOPIC_KINDS = ["task", "how", "why", "history", "comparison", "list", "thing"] as const;
export type TopicKind = (typeof TOPIC_KINDS)[number];

/** What the grammar understands of a topic: its kind, and its own words in the forms that sentences need. */
export interface TopicShape {
  readonly kind: TopicKind;
  readonly subject: Subject;
  /** Follows a preposition: "how tides work", "the history of coffee". */
  readonly about: string;
  /** Noun phrase, never the subject of a verb but a modal one: "tides", "baking bread". */
  readonly thing: string;
  /** Stands for a long `thing` that has been named already. */
  readonly short: string;
  /** The two sides of a comparison, else both `thing`. */
  readonly left: string;
  readonly right: string;
  /** Whether `about` names the whole topic, so that a title can be made of it. */
  readonly isNamed: boolean;
  readonly scenery: Scenery | null;
}

function lastWord(text: string): string {
  return text.toLowerCase().split(" ").at(-1) ?? "";
}

type Reading = Pick<TopicShape, "kind" | "about" | "thing"> & { readonly sides?: readonly [string, string] };

const LONG_NAME_WORDS = 4;
const SHORT: Readonly<Record<TopicKind, string>> = {
  task: "the work",
  how: "this question",
  why: "this question",
  history: "that time",
  comparison: "the choice",
  list: "this subject",
  thing: "this subject",
};

/** AppError `invalid_input` (field `topic`) when the topic holds nothing that could be spoken. */
export function topicShape(topic: string, options: { keywords?: readonly string[]; brief?: boolean } = {}): TopicShape {
  const subject = subjectOf(topic);
  const read = reading(subject);
  const cut = (text: string): string => (options.brief === true ? briefPhrase(text) : text);
  const scenery = sceneryOf([subject.full, ...(options.keywords ?? [])].join(" "));
  const thing = lowerCommon(cut(read.thing));
  const [left, right] = read.sides ?? [thing, thing];
  const short = thing.split(" ").length > LONG_NAME_WORDS ? SHORT[read.kind] : thing;
  return {
    kind: read.kind,
    subject,
    about: lowerCommon(cut(read.about)),
    thing,
    short,
    left: lowerCommon(left),
    right: lowerCommon(right),
    isNamed: read.about !== PUZZLE && lastWord(cut(read.about)) === lastWord(subject.full),
    scenery,
  };
}

function reading({ full }: Subject): Reading {
  const asked = mainPart(full);
  return (
    taskReading(asked) ??
    historyReading(asked) ??
    comparisonReading(asked) ??
    wonderReading(asked) ??
    whatReading(asked) ??
    listReading(asked) ??
    gerundReading(asked) ?? { kind: "thing", about: clipped(asked), thing: clipped(asked) }
  );
}

const LONGEST_NAME = 8;

/** "Black holes: what happens inside?" is about black holes; "a beginner's guide to yoga" about yoga. */
function mainPart(full: string): string {
  const beforeColon = full.split(/\s*[:–—]\s+|\s+-\s+/u)[0] ?? full;
  const part = beforeColon.split(" ").length <= LONGEST_NAME ? beforeColon : full;
  const shorter = part
    .replace(/[?!.,;:]+/gu, "")
    .replace(/^(please\s+)?(explain|describe|discuss|introducing|understanding|tell me about)\s+/iu, "")
    .replace(/^(an?\s+|the\s+)?(\p{L}+('s)?\s+)?(introduction|guide|intro)\s+(to|for)\s+/iu, "")
    .replace(
      /(\s+(for beginners|explained|in \d+ (minutes?|seconds?)|made simple|basics|tutorial)|(?<=\d)\s+reviews?)$/iu,
      "",
    )
    .replace(/^everything (about|on)\s+/iu, "");
  return /[\p{L}\p{N}]/u.test(shorter) ? shorter : full;
}

/** At most eight words; a topic that is all introduction ("explain") stands for itself. */
function clipped(text: string): string {
  return subjectOf(text).phrase;
}

/** "Stop doomscrolling", "Build a shed": verbs that are hardly ever a noun at the beginning of a topic. */
const ADVICE =
  /^(learn|improve|reduce|avoid|become|create|quit|build|bake|choose|prepare|overcome|achieve|save|make|grow|stop(?= \p{L}+ing\b))\s+/iu;

function taskReading(asked: string): Reading | null {
  const asAdvice = asked.replace(ADVICE, "how to $1 ");
  const action = /^(?:\d+\s+)?(?:\p{L}+\s+)?(?:how|ways?|steps) to (not )?(\p{Ll}+ly )?(\p{Ll}+)(.*)$/iu.exec(asAdvice);
  if (action === null) return null;
  const [, not = "", adverb = "", verb = "", rest = ""] = action;
  const thing = clipped(`${not}${adverb}${gerundOf(verb.toLowerCase())}${rest}`);
  return { kind: "task", about: thing, thing };
}

function historyReading(asked: string): Reading | null {
  const found =
    /^(?:the |a )?(?:\p{L}+ )?(?:history|story|origins?|rise and fall|rise|fall|decline|evolution|birth) of (.+)$/iu.exec(
      asked,
    );
  if (found === null) return null;
  const about = clipped(asked);
  return { kind: "history", about, thing: clipped(found[1] ?? asked) };
}

function comparisonReading(asked: string): Reading | null {
  const sides = /^(?!how|why|what)(.+?)\s+(?:vs|versus|compared (?:to|with)|or)\s+(.+)$/iu.exec(asked);
  const [, left = "", right = ""] = sides ?? [];
  if (left === "" || [left, right].some((side) => side.split(" ").length > LONG_NAME_WORDS)) return null;
  // "Trains vs planes": where the second side is no name, the first is none either.
  const first = /^\p{Lu}\p{Ll}+s$/u.test(left) && /^\p{Ll}+s$/u.test(right) ? left.toLowerCase() : left;
  const about = `${clipped(first)} and ${clipped(right)}`;
  return { kind: "comparison", about, thing: about, sides: [clipped(first), clipped(right)] };
}

/** "how tides work", "why do cats purr", "why is the sky blue". */
function wonderReading(asked: string): Reading | null {
  const found = /^(how come|how|why) (.+)$/iu.exec(asked);
  if (found === null) return null;
  const kind = /^how$/iu.test(found[1] ?? "") ? "how" : "why";
  const words = found[2] ?? "";
  // "How deep is the ocean" asks for a depth; "why small is beautiful" asks for none.
  const clause = (kind === "how" ? measuredClause(words) : null) ?? plainClause(words.split(" "));
  if (clause === null) return { kind, about: PUZZLE, thing: PUZZLE };
  const about = clipped(`${kind} ${clause.text}`);
  return { kind, about, thing: isNoun(clause.noun) ? clipped(clause.noun) : PUZZLE };
}

/** "We all" is none either. */
function isNoun(words: string | null): words is string {
  return words !== null && !/^(?:(?:i|we|you|they|he|she|it)(?: .+)?|people|there|this|that)$/iu.test(words);
}

/** Named instead of what the grammar cannot take apart. */
const PUZZLE = "this puzzle";
const AUXILIARY = /^(do|does|did|is|are|was|were|can|could|will|would|should|might|must|has|have|had)$/iu;

interface Clause {
  readonly text: string;
  /** What the clause is about; null where it cannot be told from the rest. */
  readonly noun: string | null;
}

/** The words after "how" or "why" as a statement; null where the order of a question cannot be undone. */
function plainClause(words: readonly string[]): Clause | null {
  const [first = "", ...rest] = words;
  if (/^(much|many|long|far|big|old|often|not|fast|deep|well)$/iu.test(first)) return null;
  if (!AUXILIARY.test(first)) {
    const at = words.findIndex((word, index) => index > 0 && (isCommonVerb(word) || AUXILIARY.test(word)));
    return { text: words.join(" "), noun: at > 0 ? words.slice(0, at).join(" ") : null };
  }
  if (rest.length < 2) return null;
  const auxiliary = first.toLowerCase();
  const nounWords = /^(is|are|was|were)$/u.test(auxiliary) ? rest.length - 1 : lengthOfNoun(rest);
  const noun = rest.slice(0, nounWords).join(" ");
  const [verb = "", ...more] = rest.slice(nounWords);
  if (verb === "" || nounWords > LONG_NAME_WORDS) return null;
  // "did the war begin" has no plain order without the verb's past form.
  if (auxiliary.startsWith("ha")) return null;
  if (auxiliary === "did") return { text: [noun, "came to", verb, ...more].join(" "), noun };
  if (auxiliary === "do") return { text: rest.join(" "), noun };
  if (auxiliary === "does") return { text: [noun, thirdPerson(verb), ...more].join(" "), noun };
  return { text: [noun, auxiliary, verb, ...more].join(" "), noun };
}

const MEASURED = new RegExp(`^(${MEASURES}) (is|are|was|were) (.+)$`, "iu");

/** "deep is the ocean" as "deep the ocean is". */
function measuredClause(words: string): Clause | null {
  const [, measure = "", verb = "", noun = ""] = MEASURED.exec(words) ?? [];
  // "far is it to the moon", "old is too old", "hot is it inside": what is measured comes later, or not at all.
  if (noun === "" || !isNoun(noun) || /^(it|too|this|that|there)\b/iu.test(noun)) return null;
  if (noun.split(" ").length > LONG_NAME_WORDS) return null;
  return { text: `${measure} ${noun} ${verb}`, noun };
}

/** Words before the verb: up to a known one, else an article and one word, or one word. */
function lengthOfNoun(words: readonly string[]): number {
  const known = words.findIndex((word, index) => index > 0 && isCommonVerb(word));
  if (known > 0) return known;
  return /^(a|an|the|my|our|your|some)$/iu.test(words[0] ?? "") ? 2 : 1;
}

function whatReading(asked: string): Reading | null {
  const named = /^(?:what|who) (?:is|are|was|were) (.+)$/iu.exec(asked);
  if (named !== null) {
    const thing = clipped(named[1] ?? asked);
    return { kind: "thing", about: thing, thing };
  }
  // "is coffee bad for you" has an answer, but no name.
  if (AUXILIARY.test(asked.split(" ")[0] ?? "")) return { kind: "how", about: PUZZLE, thing: PUZZLE };
  if (!/^(what|who|when|where|which|whether)\b/iu.test(asked)) return null;
  const inverted = /^\p{L}+ (do|does|did|is|are|was|were|can|will|should)\b/iu.test(asked);
  const maker = /^what (?:makes|causes|drives|keeps|holds) ((?:an? |the )?\p{L}+)/iu.exec(asked);
  return { kind: "how", about: inverted ? PUZZLE : clipped(asked), thing: clipped(maker?.[1] ?? PUZZLE) };
}

/** What a list counts when it counts nothing of its own: "10 tips for better sleep" is about better sleep. */
const COUNTED =
  /^(?:\p{L}+\s+){0,2}(?:facts|things|tips|tricks|hacks|ideas|reasons|rules|lessons|secrets|myths|mistakes|questions|truths|ways|steps|signs|examples|stories)\s+(?:about|of|for|on|from|in|behind)\s+/iu;

function listReading(asked: string): Reading | null {
  const listed = /^(?:the\s+)?(?:top\s+|best\s+)?\d+\s+(?:best\s+)?(.+)$/iu.exec(asked)?.[1]?.replace(COUNTED, "");
  if (listed === undefined || !/\p{L}/u.test(listed)) return null;
  const thing = clipped(listed);
  return { kind: "list", about: thing, thing };
}

const NOT_GERUNDS =
  /^(king|ring|spring|string|thing|morning|evening|lightning|wing|ceiling|building|beijing|clothing|viking|sibling|pudding|wedding|sterling|sling|swing)$/iu;

function gerundReading(asked: string): Reading | null {
  const first = asked.split(" ")[0] ?? "";
  if (!/^\p{L}{2,}ing$/iu.test(first) || NOT_GERUNDS.test(first)) return null;
  const thing = clipped(asked.charAt(0).toLowerCase() + asked.slice(1));
  return { kind: "task", about: thing, thing };
}

function sceneryOf(text: string): Scenery | null {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}-]+/u)
    .filter((word) => word !== "");
  const scored = SCENERIES.map((scenery) => ({
    scenery,
    hits: words.filter((word) => scenery.words.some((stem) => begins(word, stem))).length,
  }));
  const best = scored.toSorted((left, right) => right.hits - left.hits)[0];
  return best === undefined || best.hits === 0 ? null : best.scenery;
}

/** Short stems must be the word, or the word with an ending: "art" is not in "article". */
function begins(word: string, stem: string): boolean {
  if (stem.length >= 5) return word.startsWith(stem);
  return (
    word.startsWith(stem) &&
    /^(s|es|ing|ed|er|ers|y|ies)?$/u.test(word.slice(stem.length).replace(/^(.)\1?ing$/u, "ing"))
  );
}

/** Their words are names as often as not: "Paris", "Viking". */
const NAMED_SCENERIES = new Set(["journey", "past"]);
const COMMON_FIRST =
  /(?:tion|tions|ment|ments|ness|ity|ities|ing|ology|ism|isms|ance|ence|ics|ous|able|ful|less|ive|ial|ical)$/iu;
const COMMON_ADJECTIVES = new Set(
  "black white red blue green deep solar lunar better healthy small great ancient modern personal home artificial climate remote renewable wild hidden dark strange old new good bad cold hot fast slow public common famous simple everyday mental physical electric digital urban human vegan street marathon northern southern compound".split(
    " ",
  ),
);

/** A first letter is capital because it begins the topic, unless it begins a name; only what is surely no name changes. */
function lowerCommon(phrase: string): string {
  const [first = "", ...rest] = phrase.split(" ");
  const lower = first.toLowerCase();
  // "Solar System": the second capital says that it is written as a name.
  if (first === lower || /^\p{Lu}/u.test(rest[0] ?? "") || !/^\p{Lu}\p{Ll}+$/u.test(first)) return phrase;
  const isCommon =
    COMMON_ADJECTIVES.has(lower) ||
    COMMON_FIRST.test(lower) ||
    SCENERIES.some(({ name, words }) => !NAMED_SCENERIES.has(name) && words.some((stem) => begins(lower, stem)));
  return isCommon && !NAMES.test(lower) ? [lower, ...rest].join(" ") : phrase;
}

const NAMES = /^(mars|jupiter|saturn|python|javascript|linux|minecraft|bitcoin|gps|beijing|france|venice|milky)$/u;
