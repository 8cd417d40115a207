import type { SeededRandom } from "../seeded-random.ts";
import type { TopicShape } from "./topic-shape.ts";

/** Which name of the topic a sentence takes: a long one is said in full now and then only. */
export type Naming = "full" | "short";

/** Chooses one of each `[a|b]`; the slots stay. */
export function chosenWords(text: string, random: SeededRandom): string {
  return text.replace(/\[([^[\]]+)\]/gu, (_, choices: string) => random.pick(choices.split("|")));
}

const COUNT_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");

export function countWord(count: number): string {
  return COUNT_WORDS[count] ?? String(count);
}

/** Fills the slots and begins each sentence with a capital, unless its first word is written its own way, as iPhone is. */
export function filled(text: string, shape: TopicShape, naming: Naming): string {
  const isShort = naming === "short" && shape.short !== shape.thing;
  const values: Readonly<Record<string, string>> = {
    about: isShort ? shape.short : shape.about,
    thing: isShort ? shape.short : shape.thing,
    left: shape.left,
    right: shape.right,
    title: shape.subject.title,
  };
  const said = text.replace(/\{(about|thing|left|right|title)\}/gu, (_, slot: string) => values[slot] ?? "");
  return said.replace(/(^|[.!?:] )(\p{Ll})(?!\p{Ll}*\p{Lu})/gu, (match, before: string, letter: string, at: number) =>
    at === 0 || startsWithName(text, said, at) ? before + letter.toUpperCase() : match,
  );
}

/** Only a slot at the start of a sentence needs help: the grammar writes its own capitals. */
function startsWithName(text: string, said: string, at: number): boolean {
  if (said.charAt(at) === ":") return false;
  return /[.!?] \{(about|thing|left|right)\}/u.test(text);
}
