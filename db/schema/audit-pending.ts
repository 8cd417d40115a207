import { bigint, uuid } from "drizzle-orm/pg-core";
import { audit } from "./schemas.ts";

/** Events not yet chained. No foreign key: an event that vanished before it was chained must show. */
export const auditPending = audit.table("audit_pending", {
  eventId: uuid("event_id").primaryKey(),
  arrival: bigint("arrival", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
});
