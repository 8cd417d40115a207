import type { YoutubeMethod } from "../../domain/quota/youtube.ts";

/** Counts calls against the project's day, for whoever makes them. */
export interface YoutubeQuota {
  /** Counts a call that is about to be sent; throws `quota_exhausted` with the time until the reset when it does not fit. */
  charge(method: YoutubeMethod): Promise<YoutubeCharge>;
  /** YouTube itself says that the day's bucket of this method is empty. */
  markSpent(method: YoutubeMethod): Promise<void>;
}

export interface YoutubeCharge {
  /** The call never left this machine, so it costs nothing. */
  release(): Promise<void>;
}
