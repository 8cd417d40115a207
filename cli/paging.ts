import type { ApiClient, QueryValue } from "./api-client.ts";

const PAGE_ROWS = 100;

/** The rows of a list route, page after page, at most `limit`; `rowsOf` picks them from an answer. */
// Both shapes are the caller's to name, as with `call`.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export async function* pagedRows<Row, Answer extends { readonly nextCursor?: string | null }>(
  api: ApiClient,
  request: { readonly path: string; readonly query: Readonly<Record<string, QueryValue>>; readonly limit: number },
  rowsOf: (answer: Answer) => readonly Row[],
): AsyncGenerator<Row, void, undefined> {
  let left = request.limit;
  let cursor: string | null | undefined;
  do {
    const query = { ...request.query, limit: Math.min(left, PAGE_ROWS), cursor: cursor ?? undefined };
    const answer = await api.call<Answer>({ method: "GET", path: request.path, query });
    for (const row of rowsOf(answer)) {
      yield row;
      left -= 1;
      if (left === 0) return;
    }
    cursor = answer.nextCursor;
  } while (cursor);
}
