import type { ClockInput } from "../../../domain/video/generation.ts";
import { Clock } from "../../../workflows/clock.ts";

/** Waits a number of business days on the house's clock; returns the business instants before and after. */
export async function waitDays({ days, clock }: { days: number; clock: ClockInput }): Promise<readonly number[]> {
  const time = new Clock(clock);
  const beforeMs = time.nowMs();
  await time.waitUntil(beforeMs + days * 86_400_000, "days go by");
  return [beforeMs, time.nowMs()];
}
