import { createRoute, z } from "@hono/zod-openapi";
import { listVersions, type VideoVersion } from "../../db/queries/video-versions.ts";
import { artifactsPresent } from "../../domain/video/artifacts.ts";
import { snakeCase } from "../../domain/spelling.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes, json, readProblems } from "../route.ts";
import { InstantSchema, VideoIdSchema, VideoParams } from "../vocabulary.ts";
import { VideoEditSchema } from "./video-edit-schema.ts";
import { SpecSchema } from "./video-schemas.ts";

const VersionSchema = z
  .object({
    version: z.int().openapi({ description: "From 1" }),
    edits: z.array(VideoEditSchema).openapi({ description: "What led here from the version before" }),
    spec: SpecSchema,
    quality_score: z.number().nullable(),
    created_by: z.string(),
    created_at: InstantSchema,
    artifacts: z.array(z.object({ name: z.string(), url: z.url() })),
  })
  .openapi("VideoVersion");

const list = createRoute({
  method: "get",
  path: "/pipeline/videos/{video_id}/versions",
  tags: ["pipeline"],
  summary: "List what a video was each time it was rendered, oldest first; every version can be downloaded",
  middleware: allow("read"),
  request: { params: VideoParams },
  responses: {
    200: json(z.object({ video_id: VideoIdSchema, versions: z.array(VersionSchema) }), "The versions"),
    ...readProblems(404),
  },
});

export function versionRoutes({ db, environment }: Pick<ApiDependencies, "db" | "environment">) {
  const origin = environment.LONGTAKE_PUBLIC_URL.replace(/\/$/, "");
  return createRoutes().openapi(list, async (c) => {
    const { video_id: videoId } = c.req.valid("param");
    const versions = await listVersions(db, principalOf(c), { videoId });
    const files = `${origin}/pipeline/videos/${videoId}/artifacts`;
    return c.json({ video_id: videoId, versions: versions.map((version) => describe(version, files)) }, 200);
  });
}

function describe({ artifacts, edits, ...version }: VideoVersion, files: string): z.infer<typeof VersionSchema> {
  const names = artifactsPresent(artifacts);
  return {
    ...snakeCase(version),
    edits: edits.map(asSent),
    artifacts: names.map((name) => ({ name, url: `${files}/${name}?version=${version.version}` })),
  };
}

function asSent(edit: VideoEdit): z.infer<typeof VideoEditSchema> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it came through this schema
  return snakeCase(edit) as z.infer<typeof VideoEditSchema>;
}
