import { createHash } from "node:crypto";

import type { MediaCandidate } from "../../domain/media/candidate.ts";
import type { RedisConnection } from "../redis.ts";
import type { StockLibrary, StockSearch } from "./stock-media.ts";
import { asking } from "./allowance.ts";

/** Pixabay's terms ask for a day, Pexels advises it. */
const KEPT_SECONDS = 24 * 3_600;
/** Counted up when the shape of a candidate changes. */
const SHAPE = "v1";

/** Answers the same search from Redis for a day: a repeated stage asks a library nothing again. */
export function withSearchCache(library: StockLibrary, redis: RedisConnection): StockLibrary {
  return {
    source: library.source,
    baseUrl: library.baseUrl,
    async search(request) {
      const key = `stock:search:${SHAPE}:${library.source}:${searchHash(library.baseUrl, request)}`;
      const kept = await asking(() => redis.get(key));
      if (kept !== null) {
        const candidates: readonly MediaCandidate[] = JSON.parse(kept);
        return { candidates, cached: true };
      }
      const answer = await library.search(request);
      await asking(() => redis.set(key, JSON.stringify(answer.candidates), "EX", KEPT_SECONDS));
      return answer;
    },
  };
}

/** Case and spaces make no other search. */
function searchHash(baseUrl: string, { query, kind, orientation, page, language = "" }: StockSearch): string {
  const words = query.trim().toLowerCase().split(/\s+/).join(" ");
  return createHash("sha256")
    .update(JSON.stringify([baseUrl, words, kind, orientation, page, language]))
    .digest("hex");
}
