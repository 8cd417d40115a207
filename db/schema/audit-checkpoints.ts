import { sql } from "drizzle-orm";
import { bigint, check, text } from "drizzle-orm/pg-core";
import { instant } from "./columns.ts";
import { audit } from "./schemas.ts";

/** How long the chain was and where it ended: a chain cut short no longer reaches its last checkpoint. */
export const auditCheckpoints = audit.table(
  "audit_checkpoints",
  {
    sequence: bigint("sequence", { mode: "number" }).primaryKey(),
    hash: text("hash").notNull(),
    /** Root of the Merkle tree over the chain hashes since the checkpoint before, in hex. */
    merkleRoot: text("merkle_root").notNull(),
    at: instant("at").notNull().defaultNow(),
  },
  (t) => [check("audit_checkpoints_sequence", sql`${t.sequence} >= 1`)],
);
