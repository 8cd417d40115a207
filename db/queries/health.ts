import { sql } from "drizzle-orm";
import type { Database } from "../client.ts";

/** Throws when the database does not answer or is not migrated. */
export async function checkDatabase(db: Database): Promise<void> {
  await db.execute(sql`select 1 from core.users limit 1`);
}
