import { createChdbConnection } from "chdb/connection";
import { type ClickHouse, connectClickHouse } from "../../db/clickhouse/client.ts";

type Connection = Extract<Parameters<typeof connectClickHouse>[0], { connection: unknown }>["connection"];

/** ClickHouse in this process, in memory. One a process: chDB allows no second data folder. */
export function openChdb(): ClickHouse {
  // chDB declares its own copy of the client's types, which differ in private parts only.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return connectClickHouse({ connection: createChdbConnection({ path: ":memory:" }) as unknown as Connection });
}
