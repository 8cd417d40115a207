import type { Fault, Observation, QualityPolicy } from "./inspection.ts";
import { observed, unknown } from "./inspection.ts";
import type { FileFacts } from "./streams.ts";
import type { RenderPlan } from "../render/plan.ts";
import type { TimeRange } from "../speech/speech.ts";

/** One frame that is looked at for all of a stretch. */
export interface Moment extends TimeRange {
  readonly atMs: number;
  /** Where letters stand that must be sharp; `unknown` without a plan, null where none stand. */
  readonly letters: "card" | "captions" | "unknown" | null;
}

/** What was seen at a moment. `sharpness` is null where nothing can tell it. */
export interface SeenPicture extends TimeRange {
  readonly sharpness: number | null;
  /** 0 to 1, of the places where blocks meet. */
  readonly blockiness: number;
}

type PicturePlan = Pick<
  RenderPlan,
  "canvas" | "fps" | "durationMs" | "segments" | "captions" | "captionStyle" | "intended"
>;

const MOMENTS_MAX = 12;
const APART_MS = 2_500;
/** A card's lines and a caption stand still this long after they began to enter. */
const ENTERED_MS = 500;
/** Moments of a stretch that are considered. */
const CANDIDATES = 16;

/** Up to twelve moments, evenly spread, at which nothing passes over the picture; those with letters come first. */
export function momentsToSee(plan: PicturePlan, policy: QualityPolicy): Moment[] {
  const count = Math.max(1, Math.min(MOMENTS_MAX, Math.floor(plan.durationMs / APART_MS)));
  return Array.from({ length: count }, (_, index) => {
    const stretch = { fromMs: (plan.durationMs * index) / count, toMs: (plan.durationMs * (index + 1)) / count };
    const middleMs = (stretch.fromMs + stretch.toMs) / 2;
    const candidates = Array.from({ length: CANDIDATES }, (__, place) => {
      return stretch.fromMs + ((stretch.toMs - stretch.fromMs) * (place + 0.5)) / CANDIDATES;
    }).toSorted((a, b) => Math.abs(a - middleMs) - Math.abs(b - middleMs));
    const moments = candidates.flatMap((atMs) => momentAt(plan, { atMs, stretch, policy }) ?? []);
    return (
      moments.find(({ letters }) => letters === "card") ?? moments.find(({ letters }) => letters !== null) ?? moments[0]
    );
  }).filter((moment) => moment !== undefined);
}

function momentAt(
  plan: PicturePlan,
  { atMs, stretch, policy }: { readonly atMs: number; readonly stretch: TimeRange; readonly policy: QualityPolicy },
): Moment | null {
  if (plan.segments.length === 0) return { ...stretch, atMs, letters: "unknown" };
  const { plannedMarginMs: marginMs, pictureShare } = policy.detection;
  const { fades, blacks, wipes } = plan.intended;
  const passing = [...fades, ...blacks, ...wipes];
  if (passing.some(({ fromMs, toMs }) => atMs > fromMs - marginMs && atMs < toMs + marginMs)) return null;
  const segment = plan.segments.find(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
  if (segment === undefined || segment.bridge !== undefined) return null;
  const within = { fromMs: Math.max(stretch.fromMs, segment.startMs), toMs: Math.min(stretch.toMs, segment.endMs) };
  const hasCard = segment.card.some(({ role, y, enterMs }) => {
    const isDrawn = role === "bar" || role === "marker";
    return !isDrawn && y < pictureShare * plan.canvas.height && segment.startMs + enterMs + ENTERED_MS <= atMs;
  });
  if (hasCard) return { ...within, atMs, letters: "card" };
  const burned = plan.captionStyle === "none" ? [] : plan.captions;
  const isCaptioned = burned.some(({ startMs, endMs }) => startMs + ENTERED_MS <= atMs && atMs < endMs);
  return { ...within, atMs, letters: isCaptioned ? "captions" : null };
}

/**
 * Check 13: how far the picture's bit rate, its sharpness and the steps between its blocks are outside what the policy
 * allows, as a factor; 1 within it. With a plan each stretch is judged, without one the median. `pictures` is null when
 * they could not be looked at.
 */
export function checkPicture(
  file: FileFacts,
  plan: PicturePlan,
  pictures: readonly SeenPicture[] | null,
  policy: QualityPolicy,
): Observation {
  const rate = rateOf(file, plan, policy);
  if ("reason" in rate) return unknown("bitrate", rate.reason);
  const seen = pictures ?? [];
  const median = { ...wholeOf(plan), ...medianOf(seen) };
  const judged = plan.segments.length === 0 ? [median] : seen;
  const faults = judged.flatMap((picture) => faultsOf(picture, policy));
  const worst = Math.max(rate.outside, ...faults.map(({ share }) => share));
  const rateFault = { ...wholeOf(plan), message: rate.measured, mend: "assembly" as const, share: rate.outside };
  const measured = [rate.measured, ...(seen.length === 0 ? [] : wordsOf(median))].join(", ");
  return observed(
    "bitrate",
    worst,
    measured,
    [...(rate.outside > 1 ? [rateFault] : []), ...faults],
    unmadeOf(pictures),
  );
}

function unmadeOf(pictures: readonly SeenPicture[] | null): string[] {
  if (pictures === null) return ["sharpness and blocks: decoding stopped before the end"];
  if (pictures.length === 0) return ["sharpness and blocks: something passes over the picture all the time"];
  const isTold = pictures.some(({ sharpness }) => sharpness !== null);
  return isTold ? [] : ["sharpness: no letters or strong edges where the picture was looked at"];
}

/** Small pictures need more bits a pixel: power ¾. */
function rateOf({ video }: FileFacts, { canvas, fps }: PicturePlan, { bitrate }: QualityPolicy) {
  if (video === null) return { reason: "no video stream" };
  if (video.bitsPerSecond === null) return { reason: "the bits of the picture cannot be counted" };
  const mbps = video.bitsPerSecond / 1_000_000;
  const scale = ((canvas.width * canvas.height * fps) / (1920 * 1080 * 30)) ** 0.75;
  const lowest = bitrate.lowestMbps * scale;
  const highest = bitrate.highestMbps * scale;
  const band = `${lowest.toFixed(2)}–${highest.toFixed(1)} Mb/s`;
  const measured = `${mbps.toFixed(2)} Mb/s without sound, band ${band}`;
  return { outside: Math.max(1, lowest / mbps, mbps / highest), measured };
}

type Looks = Pick<SeenPicture, "sharpness" | "blockiness">;

function faultsOf({ sharpness, blockiness, fromMs, toMs }: TimeRange & Looks, { picture }: QualityPolicy): Fault[] {
  const { lowestSharpness, highestBlockiness } = picture;
  const blur = sharpness === null ? 1 : lowestSharpness / Math.max(sharpness, 0.01);
  const blocks = blockiness / highestBlockiness;
  const part = { fromMs, toMs, mend: "segments" as const };
  const faults: Fault[] = [];
  if (sharpness !== null && blur > 1) {
    const message = `blurred: sharpness ${sharpness.toFixed(2)} instead of at least ${lowestSharpness.toFixed(2)}`;
    faults.push({ ...part, message, share: blur });
  }
  if (blocks > 1) {
    const message = `blocky: ${percent(blockiness)} of block borders show, instead of at most ${percent(highestBlockiness)}`;
    faults.push({ ...part, message, share: blocks });
  }
  return faults;
}

function wordsOf({ sharpness, blockiness }: Looks): string[] {
  const blocks = `${percent(blockiness)} of block borders show`;
  return sharpness === null ? [blocks] : [`sharpness ${sharpness.toFixed(2)}`, blocks];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function medianOf(seen: readonly SeenPicture[]): Looks {
  const sharpness = middle(seen.flatMap((picture) => picture.sharpness ?? []));
  return { sharpness, blockiness: middle(seen.map((picture) => picture.blockiness)) ?? 0 };
}

function middle(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

function wholeOf({ durationMs }: Pick<RenderPlan, "durationMs">): TimeRange {
  return { fromMs: 0, toMs: durationMs };
}
