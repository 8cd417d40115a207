import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { XMLParser } from "fast-xml-parser";
import { AppError } from "../domain/errors.ts";
import { feedTitles } from "../domain/channel/topic-feed.ts";

const BYTES_MAX = 2_000_000;
const REDIRECTS_MAX = 3;
const TIMEOUT_MS = 10_000;
const TITLES_MAX = 200;

export interface FeedReader {
  /**
   * Titles of an RSS, Atom or JSON feed, in its order. Throws `invalid_input` for an address or an answer that is no
   * feed, `platform_unavailable` (retryable) when it cannot be had now.
   */
  titles(url: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** Addresses inside our own network: a feed's address comes from outside, and must not read what only we can reach. */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE.addSubnet(net, prefix, "ipv4");
}
for (const [net, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(net, prefix, "ipv6");
}

export function createFeedReader({ allowsPrivate }: { readonly allowsPrivate: boolean }): FeedReader {
  return {
    async titles(address, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      let url = urlOf(address);
      for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
        if (!allowsPrivate) await requirePublic(url);
        const response = await fetch(url, {
          redirect: "manual",
          headers: { accept: "application/feed+json, application/rss+xml, application/atom+xml, application/xml" },
          signal: limit,
        }).catch((cause: unknown) => {
          signal.throwIfAborted();
          throw away(url, cause);
        });
        const location = response.headers.get("location");
        if (response.status >= 300 && response.status < 400 && location !== null) {
          await response.body?.cancel();
          url = urlOf(new URL(location, url).href);
          continue;
        }
        if (!response.ok) {
          await response.body?.cancel();
          if (response.status === 429 || response.status >= 500) throw away(url, `status ${response.status}`);
          throw refused(url, `answers ${response.status}`);
        }
        return feedTitles(parse(url, await readLimited(url, response))).slice(0, TITLES_MAX);
      }
      throw refused(urlOf(address), "redirects too often");
    },
  };
}

function urlOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && ["http:", "https:"].includes(url.protocol) && url.username === "") return url;
  throw new AppError("invalid_input", "a feed has an http or https address without a password", {
    field: "topics.feed_url",
    remedy: "Give the address of an RSS, Atom or JSON feed.",
  });
}

async function requirePublic(url: URL): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = await lookup(host, { all: true }).catch((cause: unknown) => {
    throw away(url, cause);
  });
  for (const { address } of found) {
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
    if (PRIVATE.check(mapped ?? address, mapped === undefined ? family : "ipv4")) {
      throw refused(url, "is an address inside a private network");
    }
  }
}

async function readLimited(url: URL, response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > BYTES_MAX) throw refused(url, `is larger than ${BYTES_MAX / 1_000_000} MB`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw away(url, error);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Own entities could grow without end, so a document that declares some is none. */
function parse(url: URL, text: string): unknown {
  try {
    if (/^\s*[[{]/.test(text)) return JSON.parse(text);
    if (/<!ENTITY/i.test(text)) throw new Error("it declares entities of its own");
    return new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, htmlEntities: true }).parse(text, true);
  } catch (cause) {
    throw refused(url, "is no feed", cause);
  }
}

function refused(url: URL, what: string, cause?: unknown): AppError {
  return new AppError("invalid_input", `the feed ${url.origin}${url.pathname} ${what}`, {
    cause,
    field: "topics.feed_url",
    remedy: "Give the address of an RSS, Atom or JSON feed.",
  });
}

function away(url: URL, cause: unknown): AppError {
  return new AppError("platform_unavailable", `the feed ${url.origin}${url.pathname} cannot be read now`, {
    retryable: true,
    cause,
  });
}
