import { bigint, timestamp } from "drizzle-orm/pg-core";
import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/** An instant with zone; a `Date` in TypeScript, an ISO string everywhere outside db. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Money in whole micro-dollars: $3.00 is 3,000,000. */
export const microUsd = (name: string) => bigint(name, { mode: "number" });

/** Fresh objects on every call: a drizzle column belongs to one table. */
export const lifecycle = () => ({
  createdAt: instant("created_at").notNull().defaultNow(),
  // Not now(): a transaction that began before the row was made would set an earlier update than its creation.
  updatedAt: instant("updated_at")
    .notNull()
    .defaultNow()
    .$onUpdate(() => sql`clock_timestamp()`),
});

/** The condition of a check: the column holds one of the words, which come from domain/ and never from input. */
export function oneOf(column: AnyColumn, words: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(", "))})`;
}
