/** Longer ones are broken where a reader would breathe: captions and voices need it. */
const LONGEST_SENTENCE = 280;
/** Longer words are broken: no line of a caption holds them. */
const LONGEST_WORD = 40;

/** Ends that are no ends of sentences. */
const ABBREVIATION = /(?:^|[\s(])(?:\p{L}|[A-Z][a-z]{0,2}|e\.g|i\.e|etc|vs|approx|no|nr|bzw|usw|z\.B|d\.h|ca)\.$/u;

/** Splits a paragraph into sentences; every word stays, in order. */
export function sentencesOf(paragraph: string): string[] {
  const pieces = paragraph.split(/(?<=[.!?…。！？]["'”’»)\]]*)\s+/u).filter((piece) => piece.trim() !== "");
  const sentences: string[] = [];
  for (const piece of pieces) {
    const before = sentences.at(-1);
    const continues = before !== undefined && (ABBREVIATION.test(before) || /^\p{Ll}/u.test(piece));
    if (continues) sentences[sentences.length - 1] = `${before} ${piece}`;
    else sentences.push(piece);
  }
  return sentences.flatMap(breathing);
}

function breathing(sentence: string): string[] {
  const parts: string[] = [];
  let rest = sentence.trim();
  while (rest.length > LONGEST_SENTENCE) {
    const head = rest.slice(0, LONGEST_SENTENCE);
    const cut = [/[;:,](?=\s[^;:,]*$)/u, /\s(?=\S*$)/u].map((place) => head.search(place)).find((at) => at > 0);
    const at = cut === undefined ? LONGEST_SENTENCE : cut + 1;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return rest === "" ? parts : [...parts, rest];
}

/** What cannot be spoken or drawn goes: markup, control characters, pictographs. Words stay, however long. */
export function ownWords(text: string): string {
  return text
    .normalize("NFC")
    .replace(/!?\[([^\]\n]{0,400})\]\([^)\n]{0,2000}\)/gu, "$1")
    .replace(/<\/?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"<>]{0,400}")?)*\s*\/?>/giu, " ")
    .replace(/(?<![\p{L}\p{N}])[*_~`]{1,3}|[*_~`]{1,3}(?![\p{L}\p{N}])/gu, "")
    .replace(
      /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Variation_Selector}\p{Me}]/gu,
      (sign) => (/[\p{N}\p{L}]/u.test(sign) ? sign : " "),
    )
    .replace(/[<>{}\\|`^~*#_]/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, " ")
    .split(/\s+/u)
    .filter((word) => word !== "")
    .flatMap(chunks)
    .join(" ");
}

function chunks(word: string): string[] {
  const characters = Array.from(word);
  if (characters.length <= LONGEST_WORD) return [word];
  const count = Math.ceil(characters.length / LONGEST_WORD);
  return Array.from({ length: count }, (_, at) =>
    characters.slice(at * LONGEST_WORD, (at + 1) * LONGEST_WORD).join(""),
  );
}
