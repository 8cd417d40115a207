import { createRoute, z } from "@hono/zod-openapi";
import { type Draft, getDraft } from "../../db/queries/drafts.ts";
import { AppError } from "../../domain/errors.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { ledgerStageOf } from "../../domain/video/stage-run.ts";
import { allow, principalOf } from "../access/authorization.ts";
import { send } from "../pipeline/artifacts.ts";
import { latestProgress } from "../pipeline/status.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "../route.ts";
import { IdempotencyHeader } from "../vocabulary.ts";
import { STAGE_FILE_NAMES, STAGE_FILES } from "../../domain/video/stage-files.ts";
import { orderInspection, orderMedia, orderNarration, orderPreview, orderRender, orderScript } from "./orders.ts";
import { outcomeOf } from "./outcome.ts";
import { orderUpload } from "./order-upload.ts";
import * as schemas from "./schemas.ts";
import { type StageDeps, stageLinks, startStage } from "./start.ts";

function stageRoute<const Name extends string, Schema extends z.ZodType>(name: Name, summary: string, schema: Schema) {
  return createRoute({
    method: "post",
    path: `/stages/${name}`,
    tags: ["stages"],
    summary,
    middleware: allow("execute"),
    request: { headers: IdempotencyHeader, body: jsonBody(schema) },
    responses: {
      202: json(schemas.StageReceiptSchema, "Started; ask the link `self` how far it is"),
      ...writeProblems(404, 409),
    },
  });
}

const script = stageRoute("script", "Write a script, and nothing else", schemas.ScriptStageSchema);
const narration = stageRoute("narration", "Speak a script or a text", schemas.NarrationStageSchema);
const media = stageRoute("media", "Find or draw the pictures of a script", schemas.MediaStageSchema);
const render = stageRoute(
  "render",
  "Render a plan, or a script with its narration and pictures",
  schemas.RenderStageSchema,
);
const qa = stageRoute(
  "qa",
  "Judge a finished file, against its plan where there is one",
  schemas.InspectionStageSchema,
);
const preview = stageRoute(
  "preview",
  "Draw a small draft in seconds: of a video, a plan, or a script with its narration and pictures",
  schemas.PreviewStageSchema,
);

const upload = stageRoute(
  "upload",
  "Judge a finished file of your own and upload it to the channel, once per Idempotency-Key",
  schemas.UploadStageSchema,
);

const show = createRoute({
  method: "get",
  path: "/stages/{stage_run_id}",
  tags: ["stages"],
  summary: "Show where a stage stands and what it made",
  middleware: allow("read"),
  request: { params: schemas.StageRunParams },
  responses: { 200: json(schemas.StageRunSchema, "The stage"), ...readProblems(404) },
});

const bytes = { schema: z.string().openapi({ format: "binary" }) };
const binary = {
  "video/mp4": bytes,
  "image/jpeg": bytes,
  "audio/wav": bytes,
  "application/x-subrip": bytes,
  "text/vtt": bytes,
};
const Document = z.record(z.string(), z.unknown());

const download = createRoute({
  method: "get",
  path: "/stages/{stage_run_id}/artifacts/{name}",
  tags: ["stages"],
  summary: "Download what a stage made, or a range of it",
  middleware: allow("read"),
  request: { params: schemas.StageRunParams.extend({ name: z.enum(STAGE_FILE_NAMES) }) },
  responses: {
    200: { description: "The file", content: { ...binary, "application/json": { schema: Document } } },
    206: { description: "The range asked for", content: { ...binary, "application/json": bytes } },
    304: { description: "Unchanged since the ETag sent in If-None-Match" },
    ...readProblems(404, 416),
  },
});

/** One stage of a video alone: started like any other work, watched at `GET /stages/{stage_run_id}`. */
export function stageRoutes(deps: StageDeps) {
  return createRoutes()
    .openapi(script, async (c) => {
      const request = c.req.valid("json");
      return c.json(await startStage(c, deps, request, (caller) => orderScript(deps, caller, request)), 202);
    })
    .openapi(narration, async (c) => {
      const request = c.req.valid("json");
      return c.json(await startStage(c, deps, request, (caller) => orderNarration(deps, caller, request)), 202);
    })
    .openapi(media, async (c) => {
      const request = c.req.valid("json");
      return c.json(await startStage(c, deps, request, (caller) => orderMedia(deps, caller, request)), 202);
    })
    .openapi(render, async (c) => {
      const request = c.req.valid("json");
      return c.json(await startStage(c, deps, request, (caller) => orderRender(deps, caller, request)), 202);
    })
    .openapi(qa, async (c) => {
      const request = c.req.valid("json");
      return c.json(await startStage(c, deps, request, (caller) => orderInspection(deps, caller, request)), 202);
    })
    .openapi(preview, async (c) => {
      const request = c.req.valid("json");
      return c.json(await startStage(c, deps, request, (caller) => orderPreview(deps, caller, request)), 202);
    })
    .openapi(upload, async (c) => {
      const request = c.req.valid("json");
      return c.json(await startStage(c, deps, request, (caller) => orderUpload(deps, caller, request)), 202);
    })
    .openapi(show, async (c) => {
      const { stage_run_id: videoId } = c.req.valid("param");
      return c.json(await describe(deps, await getDraft(deps.db, principalOf(c), { videoId })), 200);
    })
    .openapi(download, async (c) => {
      const { stage_run_id: videoId, name } = c.req.valid("param");
      const { artifacts } = await getDraft(deps.db, principalOf(c), { videoId });
      const { keyName, contentType } = STAGE_FILES[name];
      const key = artifacts[keyName];
      if (key === undefined) throw new AppError("not_found", `the stage made no ${name}`, { field: "name" });
      const etag = `"${key}"`;
      if (c.req.header("if-none-match") === etag) return c.body(null, 304, { etag });
      return send(c, deps.storage, { key, contentType, etag });
    });
}

async function describe(deps: StageDeps, draft: Draft): Promise<z.infer<typeof schemas.StageRunSchema>> {
  const { videoId, channelId, stage, topic, workflowId, artifacts, attempts, spentMicroUsd, capMicroUsd } = draft;
  const { status, error, result } = await outcomeOf(deps, draft);
  const atWork = attempts.at(-1)?.stage ?? ledgerStageOf(stage);
  const progress = status === "running" ? await latestProgress(deps, workflowId, atWork) : null;
  const links = stageLinks(deps, videoId, stage);
  // The record is written before the run ends; a run that has ended may still be ahead of a replica.
  const keys = { ...artifacts, ...result?.artifacts };
  return {
    stage_run_id: videoId,
    stage,
    channel_id: channelId,
    topic,
    status,
    attempt: attempts.at(-1)?.attempt ?? 1,
    progress: status === "completed" ? 100 : progress === null ? null : Math.round(progress.fraction * 1000) / 10,
    message: progress?.message ?? null,
    error: error === null ? null : { code: error.code, message: error.message, remedy: error.remedy ?? null },
    result: result === null ? null : snakeCase(result.facts),
    object_keys: snakeCase(keys),
    artifacts: STAGE_FILE_NAMES.filter((name) => keys[STAGE_FILES[name].keyName] !== undefined).map((name) => {
      return { name, url: `${links.self}/artifacts/${name}` };
    }),
    spent_micro_usd: spentMicroUsd,
    cap_micro_usd: capMicroUsd,
    created_at: draft.createdAt,
    links,
  };
}
