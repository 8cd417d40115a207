import { type IncomingMessage, request } from "node:http";
import { request as requestSecurely } from "node:https";
import { isIP } from "node:net";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { XMLParser } from "fast-xml-parser";
import { AppError } from "../domain/errors.ts";
import { type AddressAccess, PrivateAddress, checkedLookup, isPrivateAddress } from "./public-address.ts";

const BYTES_MAX = 2_000_000;
const REDIRECTS_MAX = 3;
const TIMEOUT_MS = 10_000;

/** As errors name it. */
export interface FeedSource {
  /** "the feed" of a schedule. */
  readonly name: string;
  /** Of the request that gave the address, and what to give instead. */
  readonly field: string;
  readonly remedy: string;
}

/**
 * An RSS, Atom or JSON feed as parsed XML or JSON. Throws `invalid_input` for an address or an answer that is no feed,
 * `platform_unavailable` (retryable) when it cannot be had now.
 */
export async function readFeedDocument(
  address: string,
  { access, source, signal }: { access: AddressAccess; source: FeedSource; signal: AbortSignal },
): Promise<unknown> {
  const errors = errorsOf(source);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  let url = urlOf(address, source);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const response = await answerOf(url, access, limit).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw cause instanceof PrivateAddress
        ? errors.refused(url, "is an address inside a private network")
        : errors.away(url, cause);
    });
    const { statusCode: status = 0, headers } = response;
    if (status >= 300 && status < 400 && headers.location !== undefined) {
      response.destroy();
      url = urlOf(new URL(headers.location, url).href, source);
      continue;
    }
    if (status < 200 || status >= 300) {
      response.destroy();
      if (status === 429 || status >= 500) throw errors.away(url, `status ${status}`);
      throw errors.refused(url, `answers ${status}`);
    }
    return parse(url, await readLimited(url, response, errors), errors);
  }
  throw errors.refused(urlOf(address, source), "redirects too often");
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

function urlOf(address: string, { field, remedy }: FeedSource): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && ["http:", "https:"].includes(url.protocol) && url.username === "") return url;
  throw new AppError("invalid_input", "a feed has an http or https address without a password", { field, remedy });
}

async function readLimited(url: URL, response: IncomingMessage, { refused, away }: FeedErrors): Promise<string> {
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
function parse(url: URL, text: string, { refused }: FeedErrors): unknown {
  try {
    if (/^\s*[[{]/.test(text)) return JSON.parse(text);
    if (/<!ENTITY/i.test(text)) throw new Error("it declares entities of its own");
    return new XMLParser({ ignoreAttributes: true, removeNSPrefix: true, htmlEntities: true }).parse(text, true);
  } catch (cause) {
    throw refused(url, "is no feed", cause);
  }
}

type FeedErrors = ReturnType<typeof errorsOf>;

function errorsOf({ name, field, remedy }: FeedSource) {
  const the = (url: URL) => `${name} ${url.origin}${url.pathname}`;
  return {
    refused: (url: URL, what: string, cause?: unknown) =>
      new AppError("invalid_input", `${the(url)} ${what}`, { cause, field, remedy }),
    away: (url: URL, cause: unknown) =>
      new AppError("platform_unavailable", `${the(url)} cannot be read now`, { retryable: true, cause }),
  };
}
