import { type TrendWish, trendingTopics } from "../domain/channel/trends.ts";
import { type FeedSource, readFeedDocument } from "./feed-document.ts";
import type { AddressAccess } from "./public-address.ts";

const source = (country: string): FeedSource => ({
  name: `Google Trends of ${country}`,
  field: "topics.country",
  remedy: "Give the two letters of a country that Google Trends knows, as in US.",
});

export interface TrendsReader {
  /** What a country searches for most today, the most wanted first. Throws as `readFeedDocument`. */
  topics(wish: TrendWish, signal: AbortSignal): Promise<readonly string[]>;
}

/** Google's public feed of a day's searches, without a key; `apiUrl` is `https://trends.google.com` or a stand-in. */
export function createTrendsReader(apiUrl: string, access: AddressAccess): TrendsReader {
  return {
    async topics(wish, signal) {
      const url = new URL(`${apiUrl.replace(/\/$/u, "")}/trending/rss`);
      url.searchParams.set("geo", wish.country);
      return trendingTopics(await readFeedDocument(url.href, { access, source: source(wish.country), signal }), wish);
    },
  };
}
