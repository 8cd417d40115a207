import { expect, test } from "vitest";

import { isCountry, trendingTopics } from "../../../domain/channel/trends.ts";

const search = (title: string | number, traffic: string | undefined, ...headlines: string[]) => ({
  title,
  approx_traffic: traffic,
  news_item: headlines.map((headline) => ({ news_item_title: headline })),
});
const feedOf = (...item: object[]) => ({ rss: { channel: { title: "Daily Search Trends", item } } });
const country = "US";

test("the most searched comes first, however the number is written", () => {
  const feed = feedOf(
    search("train strike", "500+"),
    search("lunar eclipse", "2K+"),
    search("iPhone", "20,000+"),
    search("storm", undefined),
    search("chess", "30.000+"),
    search("marathon", "1.5M+"),
  );
  expect(trendingTopics(feed, { country })).toEqual([
    "Marathon",
    "Chess",
    "iPhone",
    "Lunar eclipse",
    "Train strike",
    "Storm",
  ]);
});

test("of a niche are only those that name it as a whole word, themselves or in their news", () => {
  const feed = feedOf(
    search("eclipse tonight", "1K+", "The Moon goes into shadow"),
    search("moonlight film", "9K+", "A first film wins"),
    search("solar storm", "2K+", "What space weather does to us"),
    search("rocket", "3K+", "A telescope in space", "Weather delays the start"),
  );
  expect(trendingTopics(feed, { country, about: ["moon", "Space  Weather"] })).toEqual([
    "Solar storm",
    "Eclipse tonight",
  ]);
  expect(trendingTopics(feed, { country, about: ["chess"] })).toEqual([]);
});

test("a single search, a number, one without a title and an empty day are read as what they are", () => {
  expect(trendingTopics({ rss: { channel: { item: search("chess", "1K+") } } }, { country })).toEqual(["Chess"]);
  expect(trendingTopics(feedOf(search(2026, "1K+"), search("", "5K+")), { country })).toEqual(["2026"]);
  for (const nothing of [null, "", {}, { rss: { channel: "" } }])
    expect(trendingTopics(nothing, { country })).toEqual([]);
});

test.each([
  ["US", true],
  ["GB", true],
  ["UK", false],
  ["XX", false],
  ["ZZ", false],
  ["us", false],
  ["USA", false],
])("%s is a country: %s", (letters, expected) => {
  expect(isCountry(letters)).toBe(expected);
});
