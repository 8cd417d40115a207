import { type CandidateFile, type MediaCandidate, type MediaKind, assetName } from "./candidate.ts";
import { STILL_SCALE } from "./media.ts";
import { type SceneQuery, relevanceOf } from "./query.ts";
import { seedOf } from "../seeded-random.ts";
import type { Canvas } from "../video/video.ts";

/** What a scene needs of its picture. */
export interface MediaNeed {
  readonly scene: number;
  readonly canvas: Canvas;
  readonly durationMs: number;
  /** Asked for first where both would do. */
  readonly prefers: MediaKind;
}

export interface RankedCandidate {
  readonly candidate: MediaCandidate;
  /** The smallest of its files that covers the canvas. */
  readonly file: CandidateFile;
  readonly relevance: number;
}

/** Below this a designed card tells more than the picture would. */
export const LOWEST_RELEVANCE = 0.3;
/** A file may miss the canvas by this much on its shorter side; nobody sees it scaled. */
const SIZE_TOLERANCE_PX = 10;
/** The transition eats into a clip, and narration is never exactly as long as estimated. */
const SPARE_MS = 500;
/** A clip that would stand still for more than half of its scene is a photo. */
const SHORTEST_SHARE = 0.5;
/** Cropping to the other orientation enlarges what is left; beyond this it shows. */
const LARGEST_ENLARGEMENT = 2;

/**
 * Candidates fit for a scene, best first: relevance before sharpness, sharpness before length, length before kind; what
 * is left equal is ordered by the seed. `barred` names assets of this video and of the channel's latest ones.
 */
export function rankCandidates(input: {
  readonly candidates: readonly MediaCandidate[];
  readonly query: SceneQuery;
  readonly need: MediaNeed;
  readonly barred: ReadonlySet<string>;
  readonly seed: number;
  /** Left out, it is the bound below which a card is better. */
  readonly lowestRelevance?: number;
}): RankedCandidate[] {
  const { candidates, query, need, barred, seed, lowestRelevance = LOWEST_RELEVANCE } = input;
  const byName = new Map(candidates.map((candidate) => [assetName(candidate), candidate]));
  const fit = [...byName].flatMap(([name, candidate]) => {
    if (barred.has(name) || isMuchTooShort(candidate, need)) return [];
    const file = smallestCovering(candidate, need.canvas);
    const relevance = relevanceOf(query, candidate.description);
    return file === null || relevance < lowestRelevance ? [] : [{ candidate, file, relevance }];
  });
  const keyed = fit.map((one) => ({ one, keys: sortKeys(one, need, seed) }));
  return keyed.toSorted((left, right) => compareKeys(left.keys, right.keys)).map(({ one }) => one);
}

function sortKeys(one: RankedCandidate, need: MediaNeed, seed: number): readonly number[] {
  const { candidate, file, relevance } = one;
  return [
    // In steps of five hundredths: a finer order would be an accident of somebody's tags.
    -Math.round(relevance * 20),
    Math.round(Math.max(0, enlargementOf(file, need.canvas) - 1) * 4),
    isLongEnough(candidate, need) ? 0 : 1,
    candidate.kind === need.prefers ? 0 : 1,
    seedOf(assetName(candidate), seed),
  ];
}

function compareKeys(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((key, index) => key !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function isLongEnough({ durationMs }: MediaCandidate, need: MediaNeed): boolean {
  return durationMs === null || durationMs >= need.durationMs + SPARE_MS;
}

export function isMuchTooShort(
  { kind, durationMs }: Pick<MediaCandidate, "kind" | "durationMs">,
  need: MediaNeed,
): boolean {
  return kind === "clip" && durationMs !== null && durationMs < need.durationMs * SHORTEST_SHARE;
}

/** A file of unknown size is taken as it is: looking inside decides later. A photo becomes a still larger than the canvas. */
function smallestCovering({ kind, files }: MediaCandidate, canvas: Canvas): CandidateFile | null {
  const shortEdge = Math.min(canvas.width, canvas.height) - SIZE_TOLERANCE_PX;
  const usable = files.filter((file) => file.width === 0 || isLargeEnough({ ...file, kind }, canvas));
  const scale = kind === "photo" ? STILL_SCALE : 1;
  const shown = { width: canvas.width * scale, height: canvas.height * scale };
  const sharp = usable.filter((file) => enlargementOf(file, shown) <= 1 + SIZE_TOLERANCE_PX / shortEdge);
  const pixels = ({ width, height }: CandidateFile): number => width * height;
  const smallestFirst = sharp.toSorted((left, right) => pixels(left) - pixels(right));
  return smallestFirst[0] ?? usable.toSorted((left, right) => pixels(right) - pixels(left))[0] ?? null;
}

/**
 * Whether a picture may be shown at all: by what it is enlarged to, and a clip by its shorter side too. Pixabay gives
 * photos of 1280 pixels to most keys: 1.5 times enlarged at 1080p, less than a clip is that is cropped to the other shape.
 */
export function isLargeEnough(file: Canvas & { readonly kind: MediaKind }, canvas: Canvas): boolean {
  const shortEdge = Math.min(canvas.width, canvas.height) - SIZE_TOLERANCE_PX;
  const isTooNarrow = file.kind === "clip" && Math.min(file.width, file.height) < shortEdge;
  return !isTooNarrow && enlargementOf(file, canvas) <= LARGEST_ENLARGEMENT;
}

/** How much a file grows until it covers the canvas; 1 and less is sharp. */
export function enlargementOf(file: Canvas, canvas: Canvas): number {
  if (file.width === 0 || file.height === 0) return 1;
  return Math.max(canvas.width / file.width, canvas.height / file.height);
}
