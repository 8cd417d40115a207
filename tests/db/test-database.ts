import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { sql } from "drizzle-orm";
import { connectDatabase, type Database } from "../../db/client.ts";
import { migrateDatabase } from "../../db/migrate.ts";

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  readonly db: Database;
  /** Closes the connections and drops the database. */
  readonly drop: () => Promise<void>;
}

const TEMPLATE_LOCK = 7_233_002;

/** A fresh database of the newest schema on the server of DATABASE_URL, copied from a migrated template (~50 ms). */
export async function createTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const serverUrl = process.env["DATABASE_URL"];
  if (!serverUrl) throw new Error("DATABASE_URL must name a PostgreSQL server for tests");
  const name = `longtake_test_${randomUUID().replaceAll("-", "")}`;
  await onServer(serverUrl, async (server) => {
    const template = await migratedTemplate(server, serverUrl);
    await server.execute(sql.raw(`create database ${name} template ${template}`));
  });
  const url = withDatabase(serverUrl, name);
  const { db, close } = connectDatabase(url, { max: options.max ?? 4, applicationName: name });
  const drop = async () => {
    await close();
    await onServer(serverUrl, (server) => server.execute(sql.raw(`drop database if exists ${name} with (force)`)));
  };
  return { url, db, drop, [Symbol.asyncDispose]: drop };
}

async function migratedTemplate(server: Database, serverUrl: string): Promise<string> {
  const journal = await readFile(new URL("../../db/migrations/meta/_journal.json", import.meta.url));
  const name = `longtake_template_${createHash("sha256").update(journal).digest("hex").slice(0, 16)}`;
  await server.execute(sql`select pg_advisory_lock(${TEMPLATE_LOCK})`);
  try {
    const finished = await server.execute(sql`select 1 from pg_database where datname = ${name} and datistemplate`);
    if (finished.length === 0) {
      await server.execute(sql.raw(`drop database if exists ${name} with (force)`));
      await server.execute(sql.raw(`create database ${name}`));
      await migrateDatabase(withDatabase(serverUrl, name));
      // Marked last, so that a template whose making was cut short is made again.
      await server.execute(sql.raw(`alter database ${name} with is_template true`));
    }
  } finally {
    await server.execute(sql`select pg_advisory_unlock(${TEMPLATE_LOCK})`);
  }
  return name;
}

async function onServer<T>(serverUrl: string, work: (server: Database) => Promise<T>): Promise<T> {
  const { db, close } = connectDatabase(withDatabase(serverUrl, "postgres"), { max: 1, statementTimeoutMs: 0 });
  try {
    return await work(db);
  } finally {
    await close();
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
