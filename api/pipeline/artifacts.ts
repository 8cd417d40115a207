import { Readable } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { getVersion } from "../../db/queries/video-versions.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { ARTIFACT_NAMES, ARTIFACTS } from "../../domain/video/artifacts.ts";
import { AppError } from "../../domain/errors.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { problemResponse } from "../errors.ts";
import { createRoutes, readProblems } from "../route.ts";
import { VideoIdSchema } from "../vocabulary.ts";
import { parseRange } from "./byte-range.ts";

const bytes = { schema: z.string().openapi({ format: "binary" }) };
const content = {
  "video/mp4": bytes,
  "image/jpeg": bytes,
  "application/x-subrip": bytes,
  "text/vtt": bytes,
};
const Document = z.record(z.string(), z.unknown());

const VERSION = {
  type: "integer" as const,
  description: "Of the video, as GET …/versions lists them; the last when left out",
};

const download = createRoute({
  method: "get",
  path: "/pipeline/videos/{video_id}/artifacts/{name}",
  tags: ["pipeline"],
  summary: "Download a file of a video, or a range of it",
  middleware: allow("read"),
  request: {
    params: z.object({ video_id: VideoIdSchema, name: z.enum(ARTIFACT_NAMES) }),
    query: z.object({ version: z.coerce.number().int().min(1).max(100_000).optional().openapi(VERSION) }),
  },
  responses: {
    200: { description: "The file", content: { ...content, "application/json": { schema: Document } } },
    206: { description: "The range asked for", content: { ...content, "application/json": bytes } },
    304: { description: "Unchanged since the ETag sent in If-None-Match" },
    ...readProblems(404, 416),
  },
});

export function artifactRoutes({ db, storage }: Pick<ApiDependencies, "db" | "storage">) {
  return createRoutes().openapi(download, async (c) => {
    const { video_id: videoId, name } = c.req.valid("param");
    const { version } = c.req.valid("query");
    const { artifacts } =
      version === undefined
        ? await getVideo(db, principalOf(c), { videoId })
        : await getVersion(db, principalOf(c), { videoId, version });
    const { keyName, contentType } = ARTIFACTS[name];
    const key = artifacts[keyName];
    if (key === undefined) throw new AppError("not_found", `the video has no ${name} yet`, { field: "name" });
    // Keys are content hashes, so a key never names other bytes.
    const etag = `"${key}"`;
    if (c.req.header("if-none-match") === etag) return c.body(null, 304, { etag, "cache-control": ASKED_AGAIN });
    return send(c, storage, { key, contentType, etag });
  });
}

/** A name stays when the video is made again: what a browser kept may be another picture than the page is about. */
export const ASKED_AGAIN = "private, no-cache";

/** The bytes of an object, or the range of them that was asked for. */
export async function send(
  c: Context<ApiEnv>,
  storage: ApiDependencies["storage"],
  { key, contentType, etag }: { key: string; contentType: string; etag: string },
): Promise<Response> {
  const headers = new Headers({
    "content-type": contentType,
    "accept-ranges": "bytes",
    "cache-control": ASKED_AGAIN,
    etag,
  });
  const range = isRangeWanted(c, etag) ? parseRange(c.req.header("range"), await bytesOf(storage, key)) : null;
  if (range === "unsatisfiable") {
    return problemResponse(
      c,
      new AppError("invalid_input", "the range lies outside the file", { field: "Range" }),
      416,
    );
  }
  const { stream, bytes: total } = await storage.read(key, range ?? undefined);
  headers.set("content-length", String(range ? range.end - range.start + 1 : total));
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${total}`);
  return new Response(Readable.toWeb(stream), { status: range ? 206 : 200, headers });
}

/** A client that resumes sends the ETag it began with; another one means other bytes, so it gets the whole file. */
function isRangeWanted(c: Context<ApiEnv>, etag: string): boolean {
  const ifRange = c.req.header("if-range");
  return c.req.header("range") !== undefined && (ifRange === undefined || ifRange === etag);
}

async function bytesOf(storage: ApiDependencies["storage"], key: string): Promise<number> {
  const { stream, bytes: total } = await storage.read(key, { start: 0, end: 0 });
  stream.destroy();
  return total;
}
