import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { asDrizzleClient, createPool } from "./pool.ts";
import * as schema from "./schema/index.ts";

export type Database = PostgresJsDatabase<typeof schema>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface DatabaseConnection {
  readonly db: Database;
  /** Lets running queries finish. */
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of this process at most. */
  readonly max?: number;
  /** Seen in pg_stat_activity. */
  readonly applicationName?: string;
  /** 0 lets a statement take as long as it needs. */
  readonly statementTimeoutMs?: number;
}

/** Connects lazily: the first query opens the first connection. */
export function connectDatabase(url: string, options: DatabaseOptions = {}): DatabaseConnection {
  const pool = createPool(url, {
    max: options.max ?? 5,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    application_name: options.applicationName ?? "longtake",
    statement_timeout: options.statementTimeoutMs ?? 15_000,
    // A process that died mid-transaction must not keep a lock from the others.
    idle_in_transaction_session_timeout: 30_000,
  });
  return { db: drizzle(asDrizzleClient(pool), { schema }), close: () => pool.end() };
}

/** Runs `work` in a transaction, or in the caller's when it already is in one. */
export function inTransaction<T>(db: Database | Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return isTransaction(db) ? work(db) : db.transaction(work);
}

function isTransaction(db: Database | Transaction): db is Transaction {
  return "rollback" in db;
}
