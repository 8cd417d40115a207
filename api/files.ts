import { join } from "node:path";
import { createRoute, z } from "@hono/zod-openapi";
import { listFiles, recordFile } from "../db/queries/files.ts";
import { AppError } from "../domain/errors.ts";
import { snakeCase } from "../domain/spelling.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { receiveFile } from "./file-receiver.ts";
import { createRoutes, json, readProblems, writeProblems } from "./route.ts";
import { InstantSchema, plainText } from "./vocabulary.ts";

export const FILES_PATH = "/files";

const FileSchema = z
  .object({
    object_key: z.string().openapi({ example: `uploads/${"5".repeat(64)}.png` }),
    sha256: z.string(),
    bytes: z.int(),
    media_type: z.string().openapi({ description: "As found by looking into the file", example: "image/png" }),
    name: z.string().openapi({ example: "lighthouse.png" }),
    licence: z.string().nullable(),
    author: z.string().nullable(),
    created_by: z.string(),
    created_at: InstantSchema,
  })
  .openapi("File");

const upload = createRoute({
  method: "post",
  path: FILES_PATH,
  tags: ["files"],
  summary: "Give a file: a script, a recording, a picture, a clip, a plan",
  description:
    "The body is the file as it is, not a form with the file in it. Its kind is found by looking into it. The same bytes twice are one file, as it was first described, so a repeat does no harm.",
  middleware: allow("write"),
  request: {
    query: z.object({
      name: plainText(200).optional().openapi({ description: "Shown to people", example: "lighthouse.png" }),
      licence: plainText(200).optional().openapi({ description: "Left out: your own work", example: "CC-BY-4.0" }),
      author: plainText(200).optional(),
    }),
    body: {
      required: true,
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
  },
  responses: {
    200: json(FileSchema, "These bytes were here already"),
    201: json(FileSchema, "Stored"),
    ...writeProblems(),
  },
});

const list = createRoute({
  method: "get",
  path: FILES_PATH,
  tags: ["files"],
  summary: "List files that were given, newest first",
  middleware: allow("read"),
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      cursor: z.base64url().max(300).optional().openapi({ description: "`next_cursor` of the page before" }),
    }),
  },
  responses: {
    200: json(z.object({ files: z.array(FileSchema), next_cursor: z.string().nullable() }), "A page of files"),
    ...readProblems(),
  },
});

/** A form around a script would be read as a part of it, and spoken. */
function requireFileItself(contentType = ""): void {
  if (!contentType.toLowerCase().startsWith("multipart/")) return;
  throw new AppError("invalid_input", "the body is a form, not the file itself", {
    field: "content-type",
    remedy:
      "Send the file's bytes as the body: curl --data-binary @script.md, or longtake file upload --file script.md.",
  });
}

export function fileRoutes(deps: Pick<ApiDependencies, "db" | "storage" | "environment" | "settings">) {
  const folder = join(deps.environment.LONGTAKE_DATA_DIR, "incoming");
  return createRoutes()
    .openapi(upload, async (c) => {
      const principal = principalOf(c);
      requireFileItself(c.req.header("content-type"));
      const { name, licence = null, author = null } = c.req.valid("query");
      const limitBytes = deps.settings.api.uploadLimitBytes;
      const { file, isNew } = await receiveFile(c.req.raw.body, { folder, limitBytes }, async (received) => {
        const { sha256, bytes, type, path } = received;
        const objectKey = `uploads/${sha256}.${type.extension}`;
        if (!(await deps.storage.has(objectKey))) await deps.storage.putFile(objectKey, path);
        const described = { name: name ?? `${sha256.slice(0, 12)}.${type.extension}`, licence, author };
        return recordFile(deps.db, principal, { objectKey, sha256, bytes, mediaType: type.mediaType, ...described });
      });
      return c.json(snakeCase(file), isNew ? 201 : 200);
    })
    .openapi(list, async (c) => {
      const { limit, cursor } = c.req.valid("query");
      return c.json(snakeCase(await listFiles(deps.db, principalOf(c), { limit, cursor })), 200);
    });
}
