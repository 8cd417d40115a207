import { sql } from "drizzle-orm";
import { bigint, check, index, text } from "drizzle-orm/pg-core";
import { lifecycle } from "./columns.ts";
import { core } from "./schemas.ts";

/** A file that somebody gave us: a script, a recording, a picture, a logo. Its bytes are in the object store. */
export const files = core.table(
  "files",
  {
    /** `uploads/<sha256>.<extension>`: the same bytes are one file. */
    objectKey: text("object_key").primaryKey(),
    sha256: text("sha256").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    /** As found by looking into the file, never as claimed. */
    mediaType: text("media_type").notNull(),
    /** The name it came with; shown, never used as a path. */
    name: text("name").notNull(),
    /** Licence and author as the giver states them; null when it is the giver's own work. */
    licence: text("licence"),
    author: text("author"),
    createdBy: text("created_by").notNull(),
    ...lifecycle(),
  },
  (t) => [
    index("files_created").on(t.createdAt),
    check("files_bytes", sql`${t.bytes} >= 0`),
    check("files_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
