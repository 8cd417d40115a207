import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import type { Sql } from "postgres";
import { drizzle, postgres } from "./guarded-postgres.ts";

const MIGRATIONS_FOLDER = fileURLToPath(new URL("migrations", import.meta.url));

/** Any constant will do, so long as every process that migrates takes the same. */
const MIGRATION_LOCK = 7_233_001;

/**
 * Brings the database to the newest schema; a second run changes nothing.
 * Many processes may call it at once: one migrates, the others wait and find it done.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: "longtake-migrate" } });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await createVectorExtension(client);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function createVectorExtension(client: Sql): Promise<void> {
  const available = await client`select 1 from pg_available_extensions where name = 'vector'`;
  if (available.length > 0) await client`create extension if not exists vector`;
}
