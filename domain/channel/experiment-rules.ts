/**
 * When a test of titles or thumbnails has a winner (GEN-17). Variants are shown one after the other, in rounds whose
 * order turns round each time, so that a video that is losing or gaining interest favours none of them.
 */

/** One variant, shown for a while. */
export interface Exposure {
  /** Both from 0. */
  readonly round: number;
  readonly variant: number;
  readonly hours: number;
  /** Gained in that time, by the platform's own count. */
  readonly views: number;
}

export interface VariantTotal {
  readonly variant: number;
  readonly hours: number;
  readonly views: number;
  readonly viewsPerHour: number;
}

export type Verdict =
  | { readonly kind: "undecided"; readonly reason: string }
  | { readonly kind: "winner"; readonly variant: number; readonly reason: string }
  /** The rounds are spent: what was there before stays. */
  | { readonly kind: "inconclusive"; readonly reason: string };

export interface ExperimentPlan {
  readonly variants: number;
  readonly roundsMax: number;
}

export function experimentWorkflowId(experimentId: string): string {
  return `experiment/${experimentId}`;
}

/** Of all experiments on variants that are equally good, at most so many may name a winner. */
const FALSE_WINNERS = 0.05;
/** Fewer views say nothing, whatever their ratio. */
const VIEWS_MIN = 50;
/** Before that many rounds the spread of views cannot be told from the difference of the variants. */
const ROUNDS_MIN = 4;

/** The variant of the nth exposure: 0 1 2, 2 1 0, 0 1 2 … */
export function variantAt(index: number, variants: number): { readonly round: number; readonly variant: number } {
  const round = Math.floor(index / variants);
  const place = index % variants;
  return { round, variant: round % 2 === 0 ? place : variants - 1 - place };
}

export function totals(exposures: readonly Exposure[], variants: number): readonly VariantTotal[] {
  return Array.from({ length: variants }, (_, variant) => {
    const own = exposures.filter((exposure) => exposure.variant === variant);
    const hours = own.reduce((sum, exposure) => sum + exposure.hours, 0);
    const views = own.reduce((sum, exposure) => sum + exposure.views, 0);
    return { variant, hours, views, viewsPerHour: hours === 0 ? 0 : views / hours };
  });
}

/**
 * Looks after every second round, when each variant stood as often early as late. The leader wins when its rate of
 * views is above that of every other one beyond chance: a score test of two Poisson rates, widened by the spread that
 * the rounds show (Student's t, for it is estimated), at a level shared out over all looks and all who could lead.
 */
export function judge(exposures: readonly Exposure[], { variants, roundsMax }: ExperimentPlan): Verdict {
  const rounds = Math.floor(exposures.length / variants);
  const isSpent = rounds >= roundsMax;
  const undecided = (reason: string): Verdict => ({ kind: isSpent ? "inconclusive" : "undecided", reason });
  if (exposures.length % variants !== 0 || !isLook(rounds, roundsMax)) return undecided("the round goes on");
  const [leader, ...others] = totals(exposures, variants).toSorted((a, b) => b.viewsPerHour - a.viewsPerHour);
  if (leader === undefined) return undecided("nothing was shown");
  const few = [leader, ...others].find(({ views }) => views < VIEWS_MIN);
  if (few !== undefined) return undecided(`variant ${few.variant + 1} has ${few.views} of ${VIEWS_MIN} views needed`);
  const level = FALSE_WINNERS / (variants * looksOf(roundsMax));
  const spread = spreadOf(exposures, variants);
  const freedom = Math.max(1, (rounds - 1) * (variants - 1));
  const chance = Math.max(...others.map((other) => studentTail(deviations(leader, other, spread), freedom)));
  const rate = (total: VariantTotal) => total.viewsPerHour.toFixed(total.viewsPerHour < 10 ? 2 : 0);
  const second = others[0] ?? leader;
  const compared = `variant ${leader.variant + 1} has ${rate(leader)} views an hour, the next ${rate(second)}`;
  if (chance > level) return undecided(`${compared}: too little to tell`);
  return { kind: "winner", variant: leader.variant, reason: `${compared}, after ${rounds} rounds` };
}

function isLook(rounds: number, roundsMax: number): boolean {
  return rounds >= roundsMax || (rounds >= ROUNDS_MIN && rounds % 2 === 0);
}

function looksOf(roundsMax: number): number {
  let looks = 0;
  for (let rounds = 1; rounds <= roundsMax; rounds += 1) if (isLook(rounds, roundsMax)) looks += 1;
  return looks;
}

/** The leader's lead in standard deviations of what chance does when both rates are one. */
function deviations(leader: VariantTotal, other: VariantTotal, spread: number): number {
  const common = (leader.views + other.views) / (leader.hours + other.hours);
  const deviation = Math.sqrt(spread * common * (1 / leader.hours + 1 / other.hours));
  return (leader.viewsPerHour - other.viewsPerHour) / deviation;
}

/** Pearson's χ² against "each round and each variant has its own pull", per degree of freedom; never below 1. */
function spreadOf(exposures: readonly Exposure[], variants: number): number {
  const rounds = exposures.length / variants;
  const freedom = (rounds - 1) * (variants - 1);
  if (freedom <= 0) return 1;
  const sum = (of: readonly Exposure[], value: "views" | "hours") => of.reduce((all, each) => all + each[value], 0);
  const rateOfAll = sum(exposures, "views") / sum(exposures, "hours");
  const pullOf = (of: readonly Exposure[]) => sum(of, "views") / (sum(of, "hours") * rateOfAll);
  const ofVariant = Array.from({ length: variants }, (_, v) => pullOf(exposures.filter((each) => each.variant === v)));
  const ofRound = Array.from({ length: rounds }, (_, r) => pullOf(exposures.filter((each) => each.round === r)));
  const squares = exposures.map(({ round, variant, hours, views }) => {
    const expected = (ofVariant[variant] ?? 1) * (ofRound[round] ?? 1) * rateOfAll * hours;
    return expected === 0 ? 0 : (views - expected) ** 2 / expected;
  });
  return Math.max(1, squares.reduce((all, each) => all + each, 0) / freedom);
}

/** P(T > t) of Student's distribution, t ≥ 0; Abramowitz and Stegun 26.7.3 and 26.7.4. */
function studentTail(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const isOdd = freedom % 2 === 1;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  let term = isOdd ? cosine : 1;
  let series = freedom === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step <= freedom - 2; step += 2) {
    term *= ((step - 1) / step) * cosine ** 2;
    series += term;
  }
  const central = isOdd ? (2 / Math.PI) * (angle + sine * series) : sine * series;
  return Math.max(0, (1 - central) / 2);
}
