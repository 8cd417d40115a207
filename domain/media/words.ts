/** Words of a text as searching compares them. */

/** Words that say nothing about a picture, in the languages that the script grammar and most models write. */
const STOP_WORDS = new Set(
  [
    "the and for are was were been being has have had does did doing not nor but yet with without into onto from than",
    "then that this these those there their them they what when where which while who whom whose why how all any both",
    "each few more most much many other some such only own same too very can will just should would could may might must",
    "shall now also again once here out off over under about above below after before because between during through",
    "against until upon our your you his her hers him its itself one two three first second third next last every",
    "part scene step thing things way ways lot bit kind sort point points make makes made making get gets got take takes",
    "took give gives gave come comes came goes went going know knows known see sees seen look looks use uses used using",
    "work works working say says said tell tells mean means meant want wants need needs let lets keep keeps really",
    "simple simply short long good better best new old big small great little explained explain explains minute minutes",
    "der die das und ist nicht ein eine einer einem einen den dem des mit von auf für zum zur wie was warum oder aber auch",
    "les des une est pas que qui dans pour par sur avec sans plus aux ces ses son sont mais ou comment pourquoi",
    "los las una por con para como más pero sus del que esta este son qué cómo gli dei della delle che non per come sono",
    "het een van niet voor met zijn ook maar uma não com mais dos das pelo pela",
  ]
    .join(" ")
    .split(" "),
);

const SHORTEST_WORD = 3;

/** Lower case without accents, split at everything that is no letter and no digit; stop words and bare numbers left out. */
export function tellingWords(text: string): string[] {
  return foldedWords(text).filter(
    (word) => word.length >= SHORTEST_WORD && !/^\d+$/.test(word) && !STOP_WORDS.has(word),
  );
}

function foldedWords(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/['’]s\b/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** The common part of a word's forms, as far as spelling shows it: `tides` and `tide`, `studies` and `study`. */
export function stemOf(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith("s") && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

export function stemsOf(text: string): ReadonlySet<string> {
  return new Set(foldedWords(text).map(stemOf));
}
