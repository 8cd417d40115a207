import {
  type CustomTypesConfig,
  Pool,
  type PoolClient,
  type PoolConfig,
  type QueryArrayConfig,
  type QueryConfig,
  types as parsers,
} from "pg";
import type { Sql } from "postgres";
import { AppError } from "../domain/errors.ts";

/**
 * drizzle's postgres.js session over node-postgres' pool. postgres.js 3.4.9 goes on with a transaction on the next
 * connection when its own has died (porsager/postgres issues 1066, 1154, 1208): money rules cannot stand on that.
 * A connection here is one socket; whatever a transaction still sends after its death is refused.
 */
interface Queryable {
  query(config: QueryArrayConfig | QueryConfig): Promise<{ rows: unknown[] }>;
}

type Work = (session: object) => Promise<unknown>;

const DATES = new Set([1082, 1083, 1114, 1115, 1182, 1184, 1185, 1231]);
/** Dates stay text: drizzle reads them itself, and a Date would lose the microseconds. */
const types: CustomTypesConfig = {
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- pg's enum names the built-in types only.
  getTypeParser: (oid: number) => (DATES.has(oid) ? (text: string) => text : parsers.getTypeParser(oid)),
};

export function createPool(url: string, options: Omit<PoolConfig, "connectionString">): Pool {
  const pool = new Pool({ connectionString: url, ...options });
  // An idle connection that died is taken out of the pool by the pool; there is nobody to tell.
  pool.on("error", () => {});
  // One in use refuses its next query; without a listener of its own its death would end the process.
  pool.on("connect", (connection) => connection.on("error", () => {}));
  return pool;
}

/** What `drizzle-orm/postgres-js` uses of a postgres.js client: `unsafe`, `begin`, `savepoint` and its options. */
export function asDrizzleClient(pool: Pool): Sql {
  const client = {
    options: { parsers: {}, serializers: {} },
    unsafe: unsafeOn(pool),
    begin: (work: Work) => inPoolTransaction(pool, work),
  };
  // drizzle touches nothing else of the client; every test in tests/db goes through here.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return client as unknown as Sql;
}

async function inPoolTransaction(pool: Pool, work: Work): Promise<unknown> {
  const connection = await reaching(pool.connect());
  let isBroken = false;
  try {
    await reaching(connection.query("begin"));
    const result = await work(transactionSession(connection));
    await reaching(connection.query("commit"));
    return result;
  } catch (error) {
    await connection.query("rollback").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    connection.release(isBroken);
  }
}

function transactionSession(connection: PoolClient, depth = 1): object {
  return {
    options: { parsers: {}, serializers: {} },
    unsafe: unsafeOn(connection),
    async savepoint(work: Work): Promise<unknown> {
      const name = `savepoint_${depth}`;
      await connection.query(`savepoint ${name}`);
      try {
        const result = await work(transactionSession(connection, depth + 1));
        await connection.query(`release savepoint ${name}`);
        return result;
      } catch (error) {
        await connection.query(`rollback to savepoint ${name}`);
        throw error;
      }
    },
  };
}

/** Rows as objects when awaited, as arrays through `values()`; the query is sent once, by whichever is used. */
function unsafeOn(queryable: Queryable) {
  return (text: string, values: unknown[] = []) => ({
    values: async () => (await reaching(queryable.query({ text, values, types, rowMode: "array" }))).rows,
    // oxlint-disable-next-line unicorn/no-thenable -- postgres.js' pending query is one, and drizzle awaits it.
    then: <T, E>(onRows: (rows: unknown[]) => T, onError: (error: unknown) => E) =>
      reaching(queryable.query({ text, values, types })).then(({ rows }) => onRows(rows), onError),
  });
}

/** Of the socket, and of PostgreSQL: shutting down, crashed, starting, too many clients. */
const AWAY_CODES = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "ETIMEDOUT"],
  ...["57P01", "57P02", "57P03", "53300"],
]);
/** node-postgres gives these no code. */
const AWAY_MESSAGES = /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded when trying)/;

/** A database that is away says nothing about the work: an error of its own, so that callers can tell and wait. */
async function reaching<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isAway = ("code" in error && AWAY_CODES.has(String(error.code))) || AWAY_MESSAGES.test(error.message);
    if (!isAway) throw error;
    throw new AppError("unavailable", "The database cannot be reached.", {
      cause: error,
      retryable: true,
      retryAfterMs: 1_000,
      remedy: "Repeat the request.",
    });
  }
}
