import { at, listAt, textOf } from "./topic-feed.ts";

export interface TrendWish {
  /** ISO 3166-1, two capital letters. */
  readonly country: string;
  /** Left out, anything that is searched for; else only what has one of these words in it or in its headlines. */
  readonly about?: readonly string[] | undefined;
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
    ({ topic, said }) => topic !== "" && (about === undefined || isAbout(said.map(textOf).join(" | "), about)),
  );
  return wanted.toSorted((one, other) => other.searches - one.searches).map(({ topic }) => topic);
}

const FACTORS: Readonly<Record<string, number>> = { K: 1_000, M: 1_000_000, B: 1_000_000_000 };

/** "2K+" and "20,000+" alike; nothing said is least. */
function searchesOf(traffic: unknown): number {
  const [, digits, factor = ""] = /^([\d.,]+)\s*([KMB]?)/iu.exec(textOf(traffic)) ?? [];
  return digits === undefined ? 0 : Number(digits.replaceAll(",", "")) * (FACTORS[factor.toUpperCase()] ?? 1);
}

/** Whole words, in their order. */
function isAbout(said: string, about: readonly string[]): boolean {
  const words = (text: string) =>
    ` ${text
      .toLowerCase()
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .join(" ")
      .trim()} `;
  return about.some((phrase) => words(said).includes(words(phrase)));
}

/** People type what they look for in small letters. */
function capitalised(text: string): string {
  return text.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}
