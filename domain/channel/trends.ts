import { at, listAt, textOf } from "./topic-feed.ts";

export interface TrendWish {
  /** ISO 3166-1, two capital letters. */
  readonly country: string;
  /** Left out, anything that is searched for; else only what has one of these words in it or in its headlines. */
  readonly about?: readonly string[] | undefined;
}

const TOPICS_MAX = 200;

/** Whether ISO 3166-1 has these two capital letters: not UK, which is GB there. */
export function isCountry(letters: string): boolean {
  if (!/^[A-Z]{2}$/u.test(letters) || letters === "ZZ" || new Intl.Locale(`und-${letters}`).region !== letters)
    return false;
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(letters) !== undefined;
}

/** Topics out of Google Trends' feed of a day's searches (parsed XML), the most searched first. */
export function trendingTopics(document: unknown, { about }: TrendWish): readonly string[] {
  const items = listAt(at(at(document, "rss"), "channel"), "item") ?? [];
  const searches = items.map((item) => ({
    topic: capitalised(textOf(at(item, "title"))),
    searches: searchesOf(at(item, "approx_traffic")),
    said: [at(item, "title"), ...(listAt(item, "news_item") ?? []).map((news) => at(news, "news_item_title"))],
  }));
  const wanted = searches.filter(
    ({ topic, said }) => topic !== "" && (about === undefined || said.some((text) => isAbout(textOf(text), about))),
  );
  return wanted
    .toSorted((one, other) => other.searches - one.searches)
    .map(({ topic }) => topic)
    .slice(0, TOPICS_MAX);
}

const FACTORS: Readonly<Record<string, number>> = { K: 1_000, M: 1_000_000, B: 1_000_000_000 };

/** "2K+", "1.5M+", "20,000+" and "20.000+" alike; nothing said is least. */
function searchesOf(traffic: unknown): number {
  const [, digits, factor = ""] = /^([\d.,]+)\s*([KMB]?)/iu.exec(textOf(traffic)) ?? [];
  return digits === undefined
    ? 0
    : Number(digits.replace(/[.,](?=\d{3})/gu, "").replace(",", ".")) * (FACTORS[factor.toUpperCase()] ?? 1);
}

/** Whole words, in their order. */
function isAbout(said: string, about: readonly string[]): boolean {
  return about.some((phrase) => ` ${wordsOf(said)} `.includes(` ${wordsOf(phrase)} `));
}

function wordsOf(text: string): string {
  const letters = text.normalize("NFC").toLowerCase();
  return letters.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
}

/** People type what they look for in small letters; an iPhone stays one. */
function capitalised(text: string): string {
  return text.replace(/^\p{Ll}(?!\S*\p{Lu})/u, (first) => first.toUpperCase());
}
