import { sql } from "drizzle-orm";
import { bigint, check, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { audit } from "./schemas.ts";

/** `hash` = SHA-256 of the previous hash and the canonical event, in hex; sequence 1, 2, 3 … without a gap. */
export const auditChain = audit.table(
  "audit_chain",
  {
    sequence: bigint("sequence", { mode: "number" }).primaryKey(),
    eventId: uuid("event_id").notNull().unique("audit_chain_event_id_unique"),
    hash: text("hash").notNull(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [check("audit_chain_sequence", sql`${t.sequence} >= 1`)],
);
