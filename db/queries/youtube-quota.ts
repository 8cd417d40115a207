import { randomUUID } from "node:crypto";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { msUntilQuotaReset, quotaDay, YOUTUBE_QUOTA_ZONE } from "../../domain/quota-day.ts";
import { leftUnits, quotaLimit, quotaPurpose, type QuotaSettings, usedUnits } from "../../domain/quota/bucket.ts";
import { YOUTUBE_PRICES, type YoutubeMethod } from "../../domain/quota/youtube.ts";
import type { Database } from "../client.ts";
import { chargeQuota, type ChargeAnswer, type ChargeInput, markQuotaSpent, releaseQuota } from "./quotas.ts";

const PLATFORM = "youtube";
/** So long after midnight a refusal may still mean yesterday: their clock is not ours. */
const JUST_RESET_MS = 10 * 60_000;

export interface YoutubeQuotaOptions {
  readonly db: Database;
  readonly project: string;
  readonly settings: QuotaSettings;
  /** Unix ms; default: the wall clock. */
  readonly now?: () => number;
}

/** Counts the calls of one principal in PostgreSQL, for all processes together. */
export function createYoutubeQuota({ db, project, settings, now = Date.now }: YoutubeQuotaOptions) {
  const keyOf = (method: YoutubeMethod, nowMs: number) => {
    const { kind, units } = YOUTUBE_PRICES[method];
    const day = quotaDay(nowMs, YOUTUBE_QUOTA_ZONE);
    return { key: { platform: PLATFORM, project, kind, day }, units, limit: quotaLimit(kind, settings) };
  };

  return (principal: Principal) => ({
    async charge(method: YoutubeMethod) {
      const nowMs = now();
      const { key, units, limit } = keyOf(method, nowMs);
      const charge = { ...key, chargeId: randomUUID(), method, units, purpose: quotaPurpose(principal), limit };
      const answer = await chargeSurely(db, principal, charge);
      if (answer.decision === "refused") throw spent(charge, answer, nowMs);
      return { release: () => releaseQuota(db, principal, charge) };
    },

    async markSpent(method: YoutubeMethod) {
      const nowMs = now();
      const { key, limit } = keyOf(method, nowMs);
      if (quotaDay(nowMs - JUST_RESET_MS, YOUTUBE_QUOTA_ZONE) !== key.day) {
        throw new AppError("quota_exhausted", `YouTube still counts ${method} against yesterday's quota`, {
          retryAfterMs: JUST_RESET_MS,
          remedy: "Nothing to do: the run tries again in ten minutes.",
        });
      }
      await markQuotaSpent(db, principal, { ...key, limitUnits: limit.limitUnits });
    },
  });
}

/** A connection that broke during the commit leaves open whether it was counted: the same charge asks. */
async function chargeSurely(db: Database, principal: Principal, charge: ChargeInput): Promise<ChargeAnswer> {
  try {
    return await chargeQuota(db, principal, charge);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "unavailable") throw error;
    return chargeQuota(db, principal, charge);
  }
}

function spent({ method, units, kind, purpose, limit }: ChargeInput, answer: ChargeAnswer, nowMs: number): AppError {
  const { limitUnits, keptUnits } = limit;
  const what = kind === "uploads" ? "uploads" : "quota units";
  const used = `${usedUnits(answer)} of the day's ${limitUnits} ${what} are spent`;
  const isKept = purpose === "background" && units <= leftUnits(answer, limit, "publishing");
  const kept = isKept ? `, ${keptUnits} are kept for publishing` : "";
  return new AppError("quota_exhausted", `${method} needs ${units}: ${used}${kept}`, {
    retryAfterMs: msUntilQuotaReset(nowMs, YOUTUBE_QUOTA_ZONE),
    remedy: "Nothing to do: the run goes on after the quota resets at midnight Pacific time.",
  });
}
