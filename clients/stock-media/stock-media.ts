import type { MediaCandidate, MediaKind } from "../../domain/media/candidate.ts";

/** A library of pictures and clips on the web. */
export interface StockLibrary {
  readonly source: "pexels" | "pixabay";
  /** Answers name files of this very service. */
  readonly baseUrl: string;
  /**
   * One page of what the library has for some words, in its own order. Throws AppError `quota_exhausted` with
   * `retryAfterMs` while its limit is spent, `unauthorized` for a key that it refuses, `platform_unavailable` (retryable)
   * when it cannot be reached or answers nonsense.
   */
  search(request: StockSearch): Promise<StockAnswer>;
}

export interface StockSearch {
  readonly query: string;
  readonly kind: MediaKind;
  readonly orientation: "landscape" | "portrait" | "square";
  /** From 1. */
  readonly page: number;
  /** BCP 47; a library that does not speak it searches in English. */
  readonly language?: string;
  readonly signal: AbortSignal;
}

export interface StockAnswer {
  readonly candidates: readonly MediaCandidate[];
  /** True when no call was made for it. */
  readonly cached: boolean;
}

export interface StockSettings {
  /** Base of the service: `https://api.pexels.com`. */
  readonly baseUrl: string;
  readonly apiKey: string;
}
