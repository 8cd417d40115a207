import { describe, expect, test } from "vitest";
import { type Exposure, judge, totals, variantAt } from "../../../domain/channel/experiment-rules.ts";
import { seededRandom } from "../../../domain/seeded-random.ts";

const HOURS = 24;

/** A Poisson count, by Knuth's method below 30 and by the normal distribution above. */
function poisson(mean: number, random: () => number): number {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  let count = -1;
  for (let product = 1; product > Math.exp(-mean); product *= 1 - random()) count += 1;
  return count;
}

interface Course {
  readonly rates: readonly number[];
  readonly roundsMax: number;
  /** Share of its interest that the video keeps from one exposure to the next. */
  readonly keeps?: number;
  /** Interest of each exposure varies by so much, as a share: views come in bursts. */
  readonly bursts?: number;
  readonly random: () => number;
}

/** A whole experiment, to its verdict. */
function outcomeOf({ rates, roundsMax, keeps = 1, bursts = 0, random }: Course) {
  const variants = rates.length;
  const exposures: Exposure[] = [];
  for (let index = 0; ; index += 1) {
    const { round, variant } = variantAt(index, variants);
    const burst = 1 + bursts * (2 * random() - 1);
    const mean = (rates[variant] ?? 0) * HOURS * keeps ** index * burst;
    exposures.push({ round, variant, hours: HOURS, views: poisson(mean, random) });
    const verdict = judge(exposures, { variants, roundsMax });
    if (verdict.kind !== "undecided") return verdict;
  }
}

function shareOfWinners(course: Omit<Course, "random">, runs: number, wins: (variant: number) => boolean): number {
  const generator = seededRandom(20_261_121);
  const random = () => generator.next();
  let winners = 0;
  for (let run = 0; run < runs; run += 1) {
    const outcome = outcomeOf({ ...course, random });
    if (outcome.kind === "winner" && wins(outcome.variant)) winners += 1;
  }
  return winners / runs;
}

describe("of equally good variants at most one experiment in twenty names a winner", () => {
  test.each([
    ["two, steady", { rates: [10, 10], roundsMax: 12 }],
    ["two, few views", { rates: [0.7, 0.7], roundsMax: 12 }],
    ["five", { rates: [10, 10, 10, 10, 10], roundsMax: 8 }],
    ["two, of a video that loses interest", { rates: [40, 40], roundsMax: 12, keeps: 0.95 }],
    ["two, in bursts", { rates: [40, 40], roundsMax: 12, bursts: 0.3 }],
    ["three, in bursts and losing interest", { rates: [40, 40, 40], roundsMax: 10, keeps: 0.97, bursts: 0.3 }],
  ])("%s", (_, course) => expect(shareOfWinners(course, 2000, () => true)).toBeLessThanOrEqual(0.05));
});

describe("a better variant is found", () => {
  test.each([
    ["a third better, many views", { rates: [20, 27], roundsMax: 12 }, 0.99],
    ["twice as good, in bursts", { rates: [40, 80], roundsMax: 12, bursts: 0.3 }, 0.95],
    ["one of four", { rates: [20, 20, 20, 28], roundsMax: 8 }, 0.95],
  ])("%s", (_, course, share) => {
    const best = course.rates.indexOf(Math.max(...course.rates));
    expect(shareOfWinners(course, 300, (variant) => variant === best)).toBeGreaterThanOrEqual(share);
    expect(shareOfWinners(course, 300, (variant) => variant !== best)).toBeLessThanOrEqual(0.01);
  });
});

test("each round turns the order round, and each variant has its turn in each", () => {
  const order = Array.from({ length: 9 }, (_, index) => variantAt(index, 3));
  expect(order.map(({ variant }) => variant)).toEqual([0, 1, 2, 2, 1, 0, 0, 1, 2]);
  expect(order.map(({ round }) => round)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
});

test("no look in the middle of a round, before the fourth, or with too few views", () => {
  const shown = (count: number, views: readonly [number, number]) =>
    Array.from({ length: count }, (_, index): Exposure => {
      const { round, variant } = variantAt(index, 2);
      return { round, variant, hours: HOURS, views: views[variant] ?? 0 };
    });
  const plan = { variants: 2, roundsMax: 6 };
  const verdictOf = (count: number, views: readonly [number, number]) => judge(shown(count, views), plan).kind;
  expect([verdictOf(6, [100, 900]), verdictOf(7, [100, 900]), verdictOf(9, [100, 900])]).toEqual(
    Array.from({ length: 3 }, () => "undecided"),
  );
  expect(judge(shown(8, [100, 900]), plan)).toMatchObject({ kind: "winner", variant: 1 });
  expect(judge(shown(8, [1, 90]), plan).reason).toBe("variant 1 has 4 of 50 views needed");
  expect(judge(shown(12, [100, 101]), plan)).toMatchObject({ kind: "inconclusive" });
  expect(totals(shown(4, [10, 20]), 2)[1]).toEqual({ variant: 1, hours: 48, views: 40, viewsPerHour: 40 / 48 });
});
