import { type IncomingMessage, request } from "node:http";
import { request as requestSecurely } from "node:https";
import { isIP } from "node:net";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { XMLParser } from "fast-xml-parser";
import { AppError } from "../domain/errors.ts";
import { feedTitles } from "../domain/channel/topic-feed.ts";
import { type AddressAccess, PrivateAddress, checkedLookup, isPrivateAddress } from "./public-address.ts";

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

export function createFeedReader(access: AddressAccess): FeedReader {
  return {
    async titles(address, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      let url = urlOf(address);
      for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
        const response = await answerOf(url, access, limit).catch((cause: unknown) => {
          signal.throwIfAborted();
          throw cause instanceof PrivateAddress
            ? refused(url, "is an address inside a private network")
            : away(url, cause);
        });
        const { statusCode: status = 0, headers } = response;
        if (status >= 300 && status < 400 && headers.location !== undefined) {
          response.destroy();
          url = urlOf(new URL(headers.location, url).href);
          continue;
        }
        if (status < 200 || status >= 300) {
          response.destroy();
          if (status === 429 || status >= 500) throw away(url, `status ${status}`);
          throw refused(url, `answers ${status}`);
        }
        return feedTitles(parse(url, await readLimited(url, response))).slice(0, TITLES_MAX);
      }
      throw refused(urlOf(address), "redirects too often");
    },
  };
}

const HEADERS = {
  accept: "application/feed+json, application/rss+xml, application/atom+xml, application/xml",
  "accept-encoding": "gzip",
  "user-agent": "Longtake",
};

/** Not `fetch`, which looks a name up by itself: the connection must go to the very address that was checked. */
async function answerOf(url: URL, access: AddressAccess, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // An address is connected to without a look-up.
  if (!access.allowsPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateAddress(host);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const ask = url.protocol === "https:" ? requestSecurely : request;
  // A connection of its own: a kept one may lead to where another reader was allowed to go.
  const options = { agent: false, headers: HEADERS, signal, lookup: checkedLookup(access) };
  ask(url, options, resolve).on("error", reject).end();
  return promise;
}

function urlOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && ["http:", "https:"].includes(url.protocol) && url.username === "") return url;
  throw new AppError("invalid_input", "a feed has an http or https address without a password", {
    field: "topics.feed_url",
    remedy: "Give the address of an RSS, Atom or JSON feed.",
  });
}

async function readLimited(url: URL, response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of unpacked(response)) {
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

function unpacked(response: IncomingMessage): AsyncIterable<Uint8Array> {
  if (response.headers["content-encoding"] !== "gzip") return response;
  // Whatever goes wrong comes out of the last stream.
  return pipeline(response, createGunzip(), () => undefined);
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
