import { type ClickHouseClient, createClient } from "@clickhouse/client";
import type { z } from "zod";

export type ClickHouse = ClickHouseClient;

type Connection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>["connection"]>;

/** A server by URL, or an engine in this process by its connection; callers cannot tell which. */
export function connectClickHouse(target: { readonly url: string } | { readonly connection: Connection }): ClickHouse {
  return createClient(target);
}

/**
 * One question in one value: its SQL, what it asks for and what a row of the answer is.
 * Answers are parsed, so a column that changes its type fails here and not in a chart.
 */
export function question<P extends z.ZodObject, R extends z.ZodType>(parts: {
  readonly query: string;
  readonly params: P;
  readonly row: R;
}) {
  return async (clickhouse: ClickHouse, params: z.input<P>): Promise<z.output<R>[]> => {
    const answer = await clickhouse.query({
      query: parts.query,
      query_params: parts.params.parse(params),
      format: "JSONEachRow",
      // 64-bit integers as JSON numbers: ours stay far below 2⁵³.
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    const rows: unknown[] = await answer.json();
    return rows.map((row) => parts.row.parse(row));
  };
}
