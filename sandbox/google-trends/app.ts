import { Hono } from "hono";

import { createPaidPlatform, type PaidEnv, type PaidLog } from "../paid-platform.ts";
import { type Search, searchesOf } from "./searches.ts";

/**
 * The stand-in Google Trends under `/google-trends`: `GET /trending/rss?geo=US`, the public feed of a day's searches.
 * Nothing is billed and nobody needs a key; faults and the log are those of the others.
 */
export function createGoogleTrendsApp(log: PaidLog): Hono<PaidEnv> {
  const routes = new Hono<PaidEnv>().get("/trending/rss", (c) => {
    const geo = c.req.query("geo") ?? "";
    if (!/^[A-Z]{2}$/u.test(geo)) return c.text("Bad Request", 400);
    const now = new Date();
    const body = feed(geo, searchesOf(geo, now.toISOString().slice(0, 10)), now);
    return c.body(body, 200, { "content-type": "application/rss+xml; charset=utf-8" });
  });
  return createPaidPlatform({
    ...{ prefix: "/google-trends", log, routes },
    authorise: () => null,
    refusal: (status, { message = "" }) => new Response(message, { status }),
  });
}

function feed(geo: string, searches: readonly Search[], now: Date): string {
  const address = `https://trends.google.com/trending/rss?geo=${geo}`;
  const items = searches.map(({ words, traffic, headlines }) => {
    const news = headlines.map(
      (headline) =>
        `<ht:news_item><ht:news_item_title>${xml(headline)}</ht:news_item_title><ht:news_item_snippet/></ht:news_item>`,
    );
    return [
      `<item><title>${xml(words)}</title><ht:approx_traffic>${traffic}</ht:approx_traffic><description/>`,
      `<link>${address}</link><pubDate>${now.toUTCString()}</pubDate>${news.join("")}</item>`,
    ].join("");
  });
  return [
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`,
    `<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:ht="https://trends.google.com/trending/rss" version="2.0">`,
    `<channel><title>Daily Search Trends</title><description>Recent searches</description><link>${address}</link>`,
    `${items.join("\n")}</channel></rss>`,
  ].join("\n");
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
