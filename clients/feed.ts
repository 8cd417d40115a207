import { feedTitles } from "../domain/channel/topic-feed.ts";
import { type FeedSource, readFeedDocument } from "./feed-document.ts";
import type { AddressAccess } from "./public-address.ts";

const TITLES_MAX = 200;
const SOURCE: FeedSource = {
  name: "the feed",
  field: "topics.feed_url",
  remedy: "Give the address of an RSS, Atom or JSON feed.",
};

export interface FeedReader {
  /** Titles of a feed, in its order. Throws as `readFeedDocument`. */
  titles(url: string, signal: AbortSignal): Promise<readonly string[]>;
}

export function createFeedReader(access: AddressAccess): FeedReader {
  return {
    async titles(url, signal) {
      const document = await readFeedDocument(url, { access, source: SOURCE, signal });
      return feedTitles(document).slice(0, TITLES_MAX);
    },
  };
}
