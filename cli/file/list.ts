import { defineCommand } from "../command.ts";
import { integer, withDefault } from "../flags.ts";
import { pagedRows } from "../paging.ts";
import type { StoredFile } from "./upload-file.ts";

export const fileList = defineCommand({
  name: "list",
  summary: "List files that were given, the newest first",
  example: `longtake file list \\
    --limit 20`,
  flags: { limit: withDefault(integer("--limit <Count>", "Print at most this many", { min: 1, max: 100_000 }), 100) },
  async run(context, { limit }) {
    const rows = pagedRows<StoredFile, { readonly files: readonly StoredFile[]; readonly nextCursor: string | null }>(
      context.api(),
      { path: "/files", query: {}, limit },
      (answer) => answer.files,
    );
    await context.output.list(rows, [
      { title: "ObjectKey", value: (row) => row.objectKey },
      { title: "Kind", value: (row) => row.mediaType },
      { title: "Size", value: (row) => ({ bytes: row.bytes }), align: "right" },
      { title: "Created", value: (row) => ({ instant: row.createdAt }) },
      { title: "Licence", value: (row) => row.licence, shrinks: true },
      { title: "Name", value: (row) => row.name, shrinks: true },
    ]);
  },
});
