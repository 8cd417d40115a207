import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { drizzle, postgres } from "./guarded-postgres.ts";
import * as schema from "./schema/index.ts";

export type Database = PostgresJsDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface DatabaseConnection {
  readonly db: Database;
  /** Lets running queries finish for up to 5 s. */
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of this process at most. */
  readonly max?: number;
  /** Seen in pg_stat_activity. */
  readonly applicationName?: string;
  readonly statementTimeoutMs?: number;
}

/** Connects lazily: the first query opens the first connection. */
export function connectDatabase(url: string, options: DatabaseOptions = {}): DatabaseConnection {
  const client = postgres(url, {
    max: options.max ?? 5,
    idle_timeout: 60,
    connect_timeout: 10,
    // Nobody catches that query when the connection dies under it; drizzle writes and reads arrays itself.
    fetch_types: false,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? "longtake",
      statement_timeout: options.statementTimeoutMs ?? 15_000,
      // A process that died mid-transaction must not keep a lock from the others.
      idle_in_transaction_session_timeout: 30_000,
    },
  });
  return { db: drizzle(client, { schema }), close: () => client.end({ timeout: 5 }) };
}

/** Runs `work` in a transaction, or in the caller's when it already is in one. */
export function inTransaction<T>(db: Database | Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return isTransaction(db) ? work(db) : db.transaction(work);
}

function isTransaction(db: Database | Transaction): db is Transaction {
  return "rollback" in db;
}
