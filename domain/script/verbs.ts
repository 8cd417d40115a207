/** Verbs of everyday topics in their plain form; "-s" and "-ed" forms are recognised by rule. */
const COMMON_VERBS = new Set(
  (
    "work function happen form move fly grow purr sleep eat see hear smell taste feel learn think remember forget dream " +
    "make build use need want get give take keep lose win change become begin start stop end rise fall rain snow freeze " +
    "melt boil burn break heal hurt ache age die live survive breathe swim run walk jump dance sing talk speak write read " +
    "communicate navigate migrate hibernate hunt hide fight play evolve spread travel float sink spin turn shine glow " +
    "explode erupt shake crash collapse recover adapt behave choose decide buy sell pay save spend invest trade " +
    "store charge transmit send receive connect protect attack defend digest absorb reflect produce create destroy " +
    "affect influence shape control cause keep hold carry pull push lift drive fail succeed matter differ exist stay " +
    "know find leave turn shift scale rule rise cause pay respond measure detect calculate predict solve learn hatch nest bloom wilt rot rust dissolve evaporate condense conduct insulate vibrate resonate orbit rotate collide merge compete cooperate ferment bake cook brew itch sneeze yawn laugh cry blush bark howl tick taste vote pollinate photosynthesize"
  ).split(" "),
);

/** True for a word that can be the verb of "how tides work", "why a cat purrs". */
export function isCommonVerb(word: string): boolean {
  const lower = word.toLowerCase();
  return [lower, lower.replace(/s$/u, ""), lower.replace(/es$/u, ""), lower.replace(/ies$/u, "y")].some((form) =>
    COMMON_VERBS.has(form),
  );
}

const ODD_GERUNDS: Readonly<Record<string, string>> = {
  be: "being",
  die: "dying",
  lie: "lying",
  tie: "tying",
  begin: "beginning",
  quit: "quitting",
  forget: "forgetting",
  upset: "upsetting",
  refer: "referring",
  commit: "committing",
  program: "programming",
  panic: "panicking",
};

/** "bake" → "baking", for the first word of "how to bake bread". */
export function gerundOf(verb: string): string {
  const odd = ODD_GERUNDS[verb];
  if (odd !== undefined) return odd;
  if (/(ee|oe|ye)$/u.test(verb)) return `${verb}ing`;
  if (verb.endsWith("e")) return `${verb.slice(0, -1)}ing`;
  // One short vowel before one consonant: run, plan, knit.
  return /^[^aeiou]*[aeiou][bdfgklmnprtz]$/u.test(verb) ? `${verb}${verb.at(-1)}ing` : `${verb}ing`;
}

/** "purr" → "purrs". */
export function thirdPerson(verb: string): string {
  if (/(s|x|z|ch|sh|o)$/u.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/u.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}
