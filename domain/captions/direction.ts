const FROM_RIGHT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a text reads from the right: by most of its words, so that a foreign name at its start turns nothing round. */
export function isRightToLeft(text: string): boolean {
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  const fromRight = words.filter((word) => FROM_RIGHT.test(word)).length;
  if (2 * fromRight !== words.length) return 2 * fromRight > words.length;
  return FROM_RIGHT.test(words[0] ?? "");
}

/** The words of a line that reads from the right, from left to right; foreign ones, and numbers after them, keep theirs. */
export function fromLeftToRight<T extends { readonly text: string }>(words: readonly T[]): T[] {
  const groups: { isForeign: boolean; words: T[] }[] = [];
  for (const word of words) {
    const last = groups.at(-1);
    const isForeign = (last?.isForeign === true && !/\p{L}/u.test(word.text)) || isForeignWord(word.text);
    if (last !== undefined && last.isForeign && isForeign) last.words.push(word);
    else groups.push({ isForeign, words: [word] });
  }
  return groups.toReversed().flatMap((group) => group.words);
}

function isForeignWord(text: string): boolean {
  return /\p{L}/u.test(text) && !isRightToLeft(text);
}
