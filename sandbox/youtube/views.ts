import { seedOf, seededRandom } from "../../domain/seeded-random.ts";
import type { StoredVideo } from "./store.ts";

const TICK_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;

export interface AudienceSettings {
  /** Views an hour that a public video of ordinary attraction gains. */
  readonly viewsPerHour: number;
  /** The audience lives so many times as fast as the clock, so that weeks pass in seconds. */
  readonly timeScale: number;
  readonly seed: number;
}

/** How much more (or less) a title and thumbnail draw than ordinary ones: 0.5–2, the same for the same seed. */
export function attraction(seed: number, title: string, thumbnailSha256: string | null): number {
  return 0.5 + 1.5 * seededRandom(seedOf(`${title} ${thumbnailSha256 ?? ""}`, seed)).next();
}

/** People who watch: a seeded Poisson count for each quarter of an hour, by what the video looked like then. */
export class Audience {
  readonly #settings: AudienceSettings;
  readonly #counted = new Map<string, { ticks: number; views: number }>();

  constructor(settings: AudienceSettings) {
    this.#settings = settings;
  }

  viewsOf(video: StoredVideo, nowMs: number): number {
    const { timeScale } = this.#settings;
    const insertedMs = Date.parse(video.insertedAt);
    const elapsedTicks = Math.floor(((nowMs - insertedMs) * timeScale) / TICK_MS);
    const counted = this.#counted.get(video.videoId) ?? { ticks: 0, views: 0 };
    for (; counted.ticks < elapsedTicks; counted.ticks += 1) {
      counted.views += this.#viewsIn(video, counted.ticks, insertedMs + (counted.ticks * TICK_MS) / timeScale);
    }
    this.#counted.set(video.videoId, counted);
    return counted.views;
  }

  #viewsIn(video: StoredVideo, tick: number, atMs: number): number {
    const look = video.looks.findLast(({ fromMs }) => fromMs <= atMs) ?? video.looks[0];
    if (look === undefined) return 0;
    const { privacyStatus, publishAt } = look;
    const isPublic = publishAt !== undefined && Date.parse(publishAt) <= atMs;
    if (privacyStatus === "private" && !isPublic) return 0;
    const { viewsPerHour, seed } = this.#settings;
    const mean = (viewsPerHour * TICK_MS * attraction(seed, look.title, look.thumbnailSha256)) / HOUR_MS;
    return poisson(mean, seededRandom(seedOf(`${video.videoId} ${tick}`, seed)));
  }
}

/** Knuth's method; a large mean is the sum of smaller ones. */
function poisson(mean: number, random: ReturnType<typeof seededRandom>): number {
  if (mean > 30) return poisson(30, random) + poisson(mean - 30, random);
  const end = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > end; product *= 1 - random.next()) count += 1;
  return count;
}
