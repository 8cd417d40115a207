import { TOPIC_MAX_CHARACTERS } from "../video/video.ts";

/** Titles of a feed's entries, newest as the feed has them; what has no title is left out. `document` is parsed XML or JSON. */
export function feedTitles(document: unknown): readonly string[] {
  const items =
    listAt(document, "items") ?? // JSON Feed 1.1
    listAt(at(at(document, "rss"), "channel"), "item") ?? // RSS 2.0
    listAt(at(document, "feed"), "entry") ?? // Atom (RFC 4287)
    listAt(at(document, "RDF"), "item") ?? // RSS 1.0
    [];
  return items.map((item) => textOf(at(item, "title"))).filter((title) => title !== "");
}

/** A feed's text as a topic: one line, without markup or control characters, not longer than a topic may be. */
export function textOf(value: unknown): string {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : at(value, "#text");
  if (typeof text !== "string") return "";
  const plain = text.replaceAll(/<[^>]*>/g, " ").replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ");
  const line = plain.replaceAll(/\s+/g, " ").trim().normalize("NFC");
  return /[\p{L}\p{N}]/u.test(line) ? Array.from(line).slice(0, TOPIC_MAX_CHARACTERS).join("").trim() : "";
}

/** A single entry is no list in XML. */
export function listAt(value: unknown, key: string): readonly unknown[] | undefined {
  const found = at(value, key);
  if (found === undefined || found === null) return undefined;
  return Array.isArray(found) ? found : [found];
}

export function at(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}
