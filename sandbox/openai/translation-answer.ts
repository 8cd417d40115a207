/** A few words of each language, so that a translation can be seen to be one; the rest is marked. */
const DICTIONARIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: {
    the: "die",
    a: "ein",
    an: "ein",
    and: "und",
    is: "ist",
    it: "es",
    you: "du",
    of: "von",
    to: "zu",
    in: "in",
    one: "ein",
    not: "nicht",
    what: "was",
    how: "wie",
    for: "für",
    with: "mit",
    that: "das",
    this: "dies",
    look: "schau",
    question: "Frage",
    time: "Zeit",
  },
  es: {
    the: "la",
    a: "un",
    an: "un",
    and: "y",
    is: "es",
    it: "eso",
    you: "tú",
    of: "de",
    to: "a",
    in: "en",
    one: "uno",
    not: "no",
    what: "qué",
    how: "cómo",
    for: "para",
    with: "con",
    that: "que",
    this: "esto",
    look: "mira",
    question: "pregunta",
    time: "tiempo",
  },
  fr: {
    the: "la",
    a: "un",
    an: "un",
    and: "et",
    is: "est",
    it: "il",
    you: "vous",
    of: "de",
    to: "à",
    in: "dans",
    one: "un",
    not: "pas",
    what: "quoi",
    how: "comment",
    for: "pour",
    with: "avec",
    that: "que",
    this: "ce",
    look: "regardez",
    question: "question",
    time: "temps",
  },
  it: {
    the: "la",
    a: "un",
    an: "un",
    and: "e",
    is: "è",
    it: "esso",
    you: "tu",
    of: "di",
    to: "a",
    in: "in",
    one: "uno",
    not: "non",
    what: "cosa",
    how: "come",
    for: "per",
    with: "con",
    that: "che",
    this: "questo",
    look: "guarda",
    question: "domanda",
    time: "tempo",
  },
};
/** Endings that make a word look foreign. */
const ENDINGS: Readonly<Record<string, string>> = { de: "en", es: "o", fr: "e", it: "o" };

/** Every text of a document in another language, the document's shape untouched. Numbers and capitals stay. */
export function translationAnswer(document: unknown, language: string): unknown {
  const base = language.toLowerCase().split("-")[0] ?? language;
  if (typeof document === "string") return translatedText(document, base);
  if (Array.isArray(document)) return document.map((each) => translationAnswer(each, language));
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(Object.entries(document).map(([key, each]) => [key, translationAnswer(each, language)]));
}

function translatedText(text: string, language: string): string {
  const dictionary = DICTIONARIES[language] ?? {};
  const ending = ENDINGS[language] ?? "a";
  const translated = text.replace(/[\p{L}']+/gu, (word) => {
    const known = dictionary[word.toLowerCase()];
    if (known === undefined) return word.length > 5 && !/^\p{Lu}/u.test(word) ? `${word}${ending}` : word;
    return /^\p{Lu}/u.test(word) ? known.replace(/^./u, (first) => first.toUpperCase()) : known;
  });
  return translated === text && /\p{L}/u.test(text) ? `${text} ${language}` : translated;
}
