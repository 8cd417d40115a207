import { mkdirSync } from "node:fs";
import { type ClickHouse, connectClickHouse } from "../../db/clickhouse/client.ts";
import { AppError } from "../../domain/errors.ts";

type ClientConnection = Extract<Parameters<typeof connectClickHouse>[0], { connection: unknown }>["connection"];

/** A ClickHouse by URL, else chDB in this process on its own folder; callers cannot tell which. */
export async function openClickhouse(environment: {
  readonly CLICKHOUSE_URL?: string | undefined;
  readonly LONGTAKE_CHDB_PATH?: string | undefined;
}): Promise<ClickHouse> {
  const { CLICKHOUSE_URL: url, LONGTAKE_CHDB_PATH: path } = environment;
  if (url !== undefined) return connectClickHouse({ url });
  if (path === undefined) {
    throw new AppError("invalid_input", "environment is wrong:\n  CLICKHOUSE_URL: expected it or LONGTAKE_CHDB_PATH");
  }
  mkdirSync(path, { recursive: true });
  const { createChdbConnection } = await import("chdb/connection");
  // Typed against chDB's own copy of the client's declarations, whose classes are the same but for their private parts.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const connection = createChdbConnection({ path }) as unknown as ClientConnection;
  return connectClickHouse({ connection });
}
