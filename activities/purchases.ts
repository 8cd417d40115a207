import { mayBuy } from "../domain/cost/cost.ts";
import { AppError, withPurchases } from "../domain/errors.ts";
import type { Usage } from "../domain/video/production.ts";

/**
 * The work of an attempt that spends money, all of it in one activity: what it has bought when it fails, its failure
 * tells, and the attempt is settled by that. Nothing is kept for the next one, which finds what was bought and owes
 * nothing for it. An attempt that cannot tell (killed, timed out, cancelled) is settled at its estimate.
 */
export async function buying<T>(signal: AbortSignal, work: (purchases: Usage[]) => Promise<T>): Promise<T> {
  const purchases: Usage[] = [];
  try {
    return await work(purchases);
  } catch (error) {
    if (signal.aborted) throw error;
    throw withPurchases(error, summed(purchases));
  }
}

/**
 * Asked before each purchase, with all that the attempt reserved of its kind: a service that bills more than it was
 * reckoned to is left before the reservation is passed. Throws `cost_cap_reached`.
 */
export function requireReserved(purchases: readonly Usage[], next: Usage, reservedUnits: number): void {
  const alike = purchases.filter(({ service, unit }) => service === next.service && unit === next.unit);
  const bought = alike.reduce((sum, { units }) => sum + units, 0);
  if (mayBuy({ reserved: reservedUnits, bought, next: next.units })) return;
  throw new AppError(
    "cost_cap_reached",
    `${reservedUnits} ${next.unit}s of ${next.operation} were reserved and ${bought} are billed: ${next.units} more would pass that`,
    { remedy: "Resume the run: what was bought is kept, and only the rest is bought, under a new reservation." },
  );
}

/** A long narration is hundreds of purchases; the ledger has one line for them. */
function summed(purchases: readonly Usage[]): Usage[] {
  const kinds = Map.groupBy(purchases, ({ service, operation, unit }) => `${service} ${operation} ${unit}`);
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    return first ? [{ ...first, units: alike.reduce((sum, { units }) => sum + units, 0) }] : [];
  });
}
