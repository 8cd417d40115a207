/**
 * The cheapest way to cut a row of `length` items into stretches, by dynamic programming over the last cut.
 * `costOf`: of the stretch from one item up to another, which is left out; Infinity forbids it.
 */
export function cheapestCuts(length: number, costOf: (from: number, to: number) => number): [number, number][] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let to = 1; to <= length; to += 1) {
    let cheapest = { cost: Number.POSITIVE_INFINITY, from: to - 1 };
    for (let from = to - 1; from >= 0; from -= 1) {
      const cost = (best[from]?.cost ?? Number.POSITIVE_INFINITY) + costOf(from, to);
      if (cost < cheapest.cost) cheapest = { cost, from };
    }
    best.push(cheapest);
  }
  const cuts: [number, number][] = [];
  for (let to = length; to > 0; to = best[to]?.from ?? 0) cuts.unshift([best[to]?.from ?? 0, to]);
  return cuts;
}
