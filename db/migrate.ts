import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { connectDatabase, type Database } from "./client.ts";

const MIGRATIONS_FOLDER = fileURLToPath(new URL("migrations", import.meta.url));

/** Any constant will do, so long as every process that migrates takes the same. */
const MIGRATION_LOCK = 7_233_001;

/**
 * Brings the database to the newest schema; a second run changes nothing.
 * Many processes may call it at once: one migrates, the others wait and find it done.
 */
export async function migrateDatabase(url: string): Promise<void> {
  // One connection, so that the lock is held by the one that migrates and goes with it.
  const { db, close } = connectDatabase(url, { max: 1, applicationName: "longtake-migrate", statementTimeoutMs: 0 });
  try {
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
    await createVectorExtension(db);
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    await close();
  }
}

export interface MigrationStatus {
  /** Migrations of this version of Longtake. */
  readonly known: number;
  readonly applied: number;
  readonly pending: number;
  /** Applied by a newer version than this one: its processes must not run here. */
  readonly unknown: number;
}

/** How far a database is behind this version's schema, or ahead of it; changes nothing. */
export async function migrationStatus(url: string): Promise<MigrationStatus> {
  const files = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
  const known = new Set(files.map(({ hash }) => hash));
  const { db, close } = connectDatabase(url, { max: 1, applicationName: "longtake-migration-status" });
  try {
    const [journal] = await db.execute<{ exists: boolean }>(
      sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
    );
    const rows = journal?.exists
      ? await db.execute<{ hash: string }>(sql`select hash from drizzle.__drizzle_migrations`)
      : [];
    const applied = rows.filter(({ hash }) => known.has(hash)).length;
    return { known: known.size, applied, pending: known.size - applied, unknown: rows.length - applied };
  } finally {
    await close();
  }
}

async function createVectorExtension(db: Database): Promise<void> {
  const available = await db.execute(sql`select 1 from pg_available_extensions where name = 'vector'`);
  if (available.length > 0) await db.execute(sql`create extension if not exists vector`);
}
