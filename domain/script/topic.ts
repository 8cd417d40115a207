import { AppError } from "../errors.ts";

/** A topic as people type it, made fit to be spoken and drawn. */
export interface Subject {
  /** Cleaned topic, whole. */
  readonly full: string;
  /** For titles: about 70 characters at most, first letter capital, an ellipsis where it is cut. */
  readonly title: string;
  /** For sentences: at most eight words, fits after "about". */
  readonly phrase: string;
}

const TITLE_CHARACTERS = 70;
const PHRASE_WORDS = 8;
const BRIEF_PHRASE_WORDS = 5;
const PHRASE_CHARACTERS = 56;
const LONGEST_WORD = 24;

/** AppError `invalid_input` (field `topic`) when nothing is left to speak of. */
export function subjectOf(topic: string): Subject {
  const full = cleaned(topic);
  if (!/[\p{L}\p{N}]/u.test(full)) {
    throw new AppError("invalid_input", "the topic has no letters or digits that could be spoken", {
      field: "topic",
      remedy: "Name the topic in words.",
    });
  }
  const short = shortened(full, TITLE_CHARACTERS);
  const end = short !== full ? "…" : isQuestion(topic, full) ? "?" : "";
  return { full, title: capitalised(short + end), phrase: phraseOf(full) };
}

/** What can be asked for after "how", with a verb to follow: "how deep is the ocean". */
export const MEASURES = "long|far|big|old|fast|deep|high|tall|hot|cold|heavy|large|small|loud|bright";
const MEASURED = new RegExp(`^how (${MEASURES}|often|(many|much) \\p{L}+) (is|are|was|were|do|does|did|can) `, "iu");

/** Asked as one, or in the order of words of one: "why is the sky blue". "How tides work" is a subject. */
function isQuestion(topic: string, full: string): boolean {
  const inverted =
    /^((why|how|what|when|where|who) (is|are|was|were|do|does|did|can|could|should|would|will|has|have)|is|are|does|did) /iu;
  return /\?\s*$/u.test(topic) || ([inverted, MEASURED].some((order) => order.test(full)) && !/[:–—]/u.test(full));
}

/** Drops what cannot be spoken: control and format characters, pictographs, markup; keeps letters of every script. */
export function plainText(text: string): string {
  const plain = text
    .normalize("NFC")
    .replace(/[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Variation_Selector}\p{Me}]/gu, " ")
    .replace(/<\/?[a-z][^<>]{0,80}>/giu, " ")
    .replace(/\{[^{}]{0,80}\}/gu, (group) => group.replace(/\\[^\s{}]*/gu, " "))
    .replace(/[<>{}[\]\\|`^~*_#=@"“”„«»]/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, " ");
  const words = plain.split(/\s+/u).filter((word) => word !== "");
  return words.map((word) => Array.from(word).slice(0, LONGEST_WORD).join("")).join(" ");
}

function cleaned(topic: string): string {
  return plainText(topic)
    .replace(/[\s.,;:!?…/-]+$/u, "")
    .replace(/^[\s.,;:!?…/-]+/u, "");
}

function phraseOf(full: string): string {
  const asked = full
    .replace(/^(explain|describe|discuss|introducing|introduction to|an introduction to|guide to|a guide to)\s+/iu, "")
    .replace(/^(the\s+)?(top\s+)?\d+\s+(\p{L}+\s+){1,3}?(about|of|for)\s+/iu, "");
  const words = shortened(asked, PHRASE_CHARACTERS).split(" ").slice(0, PHRASE_WORDS);
  const isWhole = words.join(" ") === asked;
  return lowerFirst((isWhole ? asked : leaningOnNothing(words)).replace(/[,;:.!?]+/gu, ""));
}

/** The beginning of a phrase, for videos of a few seconds. */
export function briefPhrase(phrase: string): string {
  return leaningOnNothing(phrase.split(" ").slice(0, BRIEF_PHRASE_WORDS));
}

function leaningOnNothing(words: readonly string[]): string {
  const kept = [...words];
  // A phrase does not end on a word that leans on the next one.
  while (
    kept.length > 1 &&
    /^(&|a|an|the|of|and|or|in|on|to|for|with|by|from|at|is|are|that|which|above|below|during|after|before|about|into|over|under|how|why)$/iu.test(
      kept.at(-1) ?? "",
    )
  ) {
    kept.pop();
  }
  return kept.join(" ");
}

/** Words that are capital only because they begin the topic; a name keeps its capital, as "My Chemical Romance" does. */
const STARTERS =
  /^(how|why|what|when|where|who|which|whether|the|a|an|making|building|learning|understanding|using)\b/iu;
const OWNERS = /^(My|Our|Your|This|These)\b(?! \p{Lu})/u;

function lowerFirst(phrase: string): string {
  const isOrdinary = STARTERS.test(phrase) || OWNERS.test(phrase);
  return isOrdinary ? phrase.charAt(0).toLowerCase() + phrase.slice(1) : phrase;
}

/** A name that is written with a small letter before a capital keeps it: iPhone, eBay, mRNA. */
export function capitalised(text: string): string {
  return text.replace(
    /^(["“]?)(\p{Ll})(?!\p{Ll}*\p{Lu})/u,
    (_, quote: string, letter: string) => quote + letter.toUpperCase(),
  );
}

/** Cut between words; a first word that is too long is cut inside. */
function shortened(text: string, characters: number): string {
  if (Array.from(text).length <= characters) return text;
  const cut = Array.from(text).slice(0, characters).join("");
  const lastSpace = cut.lastIndexOf(" ");
  return (lastSpace > 0 ? cut.slice(0, lastSpace) : cut).replace(/[,;:\s-]+$/u, "");
}
