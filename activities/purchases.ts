import { withPurchases } from "../domain/errors.ts";
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

/** A long narration is hundreds of purchases; the ledger has one line for them. */
function summed(purchases: readonly Usage[]): Usage[] {
  const kinds = Map.groupBy(purchases, ({ service, operation, unit }) => `${service} ${operation} ${unit}`);
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    return first ? [{ ...first, units: alike.reduce((sum, { units }) => sum + units, 0) }] : [];
  });
}
