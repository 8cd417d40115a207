import type { Database } from "../db/client.ts";
import { deleteExpiredIdempotencyKeys } from "../db/queries/idempotency.ts";
import { deleteEndedSessions } from "../db/queries/sessions.ts";

/** Removes rows whose time has run out by their own rule; repeating it changes nothing. */
export function createHousekeepingActivities({ db }: { readonly db: Database }) {
  return {
    async expireRecords(): Promise<{ sessions: number; idempotencyKeys: number }> {
      const [sessions, idempotencyKeys] = [await deleteEndedSessions(db), await deleteExpiredIdempotencyKeys(db)];
      return { sessions, idempotencyKeys };
    },
  };
}

export type HousekeepingActivities = ReturnType<typeof createHousekeepingActivities>;
