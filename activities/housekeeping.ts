import type { Database } from "../db/client.ts";
import { deleteExpiredIdempotencyKeys } from "../db/queries/idempotency.ts";
import { deleteOldQuotaCharges } from "../db/queries/quotas.ts";
import { deleteEndedSessions } from "../db/queries/sessions.ts";

/** How many rows went, by kind. */
export interface ExpiredRecords {
  readonly sessions: number;
  readonly idempotencyKeys: number;
  readonly quotaCharges: number;
}

/** Removes rows whose time has run out by their own rule; repeating it changes nothing. */
export function createHousekeepingActivities({ db }: { readonly db: Database }) {
  return {
    async expireRecords(): Promise<ExpiredRecords> {
      const [sessions, idempotencyKeys] = [await deleteEndedSessions(db), await deleteExpiredIdempotencyKeys(db)];
      return { sessions, idempotencyKeys, quotaCharges: await deleteOldQuotaCharges(db) };
    },
  };
}

export type HousekeepingActivities = ReturnType<typeof createHousekeepingActivities>;
