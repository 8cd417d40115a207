import { type SeededRandom, seedOf, seededRandom } from "../seeded-random.ts";
import { type Scene, type Script, wordCount } from "./script.ts";
import { ownWords, sentencesOf } from "./sentences.ts";
import { capitalised } from "./topic.ts";

export const CATCH_PHRASE_PLACES = ["opening", "end"] as const;
export type CatchPhrasePlace = (typeof CATCH_PHRASE_PLACES)[number];

/** A channel's phrase as this video says it: once, as sentences of its own. */
export interface CatchPhrase {
  readonly sentences: readonly string[];
  readonly words: number;
  readonly place: CatchPhrasePlace;
}

/** A phrase that would be a larger share of the words than this is left out. */
const SHARE_MAX = 0.15;

/** Some phrases say themselves where they belong; the seed places the others. */
const GREETING = /^(?:so|well|hello|hi|hey|welcome|good (?:morning|day|evening))\b/iu;
const FAREWELL = /\b(?:goodbye|bye|see you|until|next time|thanks|thank you|stay|keep)\b/iu;

/** The phrase that the seed chooses of those that fit; null where none does. */
export function chosenCatchPhrase(
  phrases: readonly string[],
  { seed, wordBudget }: { readonly seed: number; readonly wordBudget: number },
): CatchPhrase | null {
  const fitting = phrases
    .map(spoken)
    .map((text) => ({ text, words: wordCount(text) }))
    .filter(({ words }) => words > 0 && words <= wordBudget * SHARE_MAX);
  if (fitting.length === 0) return null;
  // A stream of its own: the rest of the script is the same with and without a phrase.
  const random = seededRandom(seedOf("catch phrase", seed));
  const { text, words } = random.pick(fitting);
  return { sentences: sentencesOf(text), words, place: placeOf(text, random) };
}

function placeOf(text: string, random: SeededRandom): CatchPhrasePlace {
  if (GREETING.test(text)) return "opening";
  return FAREWELL.test(text) ? "end" : random.pick(CATCH_PHRASE_PLACES);
}

/** Begun with a capital and ended, so that it is a sentence for voices and captions. */
function spoken(phrase: string): string {
  const words = ownWords(phrase);
  if (!/[\p{L}\p{N}]/u.test(words)) return "";
  const whole = /[.!?…]["”’]?$/u.test(words) ? words : `${words.replace(/[\s,;:–—-]+$/u, "")}.`;
  return capitalised(whole);
}

/** The script with the phrase before everything that is said, or after it. */
export function withCatchPhrase(script: Script, { sentences, place }: CatchPhrase): Script {
  const at = place === "opening" ? 0 : script.scenes.length - 1;
  const scenes = script.scenes.map((scene, index) => (index === at ? saying(scene, sentences, place) : scene));
  return { ...script, scenes };
}

function saying(scene: Scene, sentences: readonly string[], place: CatchPhrasePlace): Scene {
  if (place === "end") return { ...scene, sentences: [...scene.sentences, ...sentences] };
  const pointSentences = scene.pointSentences.map((sentence) => sentence + sentences.length);
  return { ...scene, sentences: [...sentences, ...scene.sentences], pointSentences };
}

/** What a writer is told. */
export function catchPhraseRequest(phrases: readonly string[]): string {
  const named = phrases.map((phrase) => `"${phrase}"`).join(", ");
  return `The channel's catch phrases: ${named}. Say one of them at most, once, as the first or the last sentence; none where it does not fit.`;
}

/** Phrases said more often than once, or in the middle; one line for the writer, none where all is well. */
export function catchPhraseProblems(script: Pick<Script, "scenes">, phrases: readonly string[]): string[] {
  const last = script.scenes.length - 1;
  const wanted = new Set(phrases.map(compared).filter((phrase) => phrase !== ""));
  const said = script.scenes.flatMap(({ sentences }, scene) => {
    return sentences.flatMap((sentence) => (wanted.has(compared(sentence)) ? [{ sentence, scene }] : []));
  });
  const [first] = said;
  if (first === undefined) return [];
  if (said.length > 1) return [`Catch phrases are said ${said.length} times; say one of them, once.`];
  if (first.scene === 0 || first.scene === last) return [];
  return [`Scene ${first.scene + 1} says the catch phrase "${first.sentence}"; say it first or last, or not at all.`];
}

function compared(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
