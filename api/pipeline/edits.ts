import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { VoiceCatalog } from "../../clients/speech/voice-catalog.ts";
import { requireUntested } from "../../db/queries/experiments.ts";
import { createGrant } from "../../db/queries/grants.ts";
import { editWaiting } from "../../db/queries/video-versions.ts";
import { getVideo, type VideoDetail } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import type { FontMetrics } from "../../domain/look/font-metrics.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Script } from "../../domain/script/script.ts";
import { snakeCase } from "../../domain/spelling.ts";
import { requireDrawableEdit } from "../../domain/video/edit-glyphs.ts";
import { outdatesSubtitles, ownDress, SUBTITLES_LEFT } from "../../domain/video/own-dress.ts";
import { applyEdit, isDressEdit, REDO, type VideoEdit } from "../../domain/video/video-edits.ts";
import { editPublishedWorkflowId, generateWorkflowId } from "../../domain/video/video.ts";
import { editPublished } from "../../workflows/edit-published.ts";
import { editUpdate } from "../../workflows/generate-video-messages.ts";
import { channelIdKey, stageKey, videoIdKey } from "../../workflows/search-attributes.ts";
import { allow, principalOf, requireGuardedAuthority } from "../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { onceById } from "../idempotency.ts";
import { createRoutes, json, jsonBody, writeProblems } from "../route.ts";
import { withinTime } from "../temporal-deadline.ts";
import { IdempotencyHeader, plainText, ReasonSchema, VideoIdSchema, VideoParams } from "../vocabulary.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { requireEditFiles } from "./edit-files.ts";
import { enqueueEdited, STARTS_PRIVATE } from "./linked-video.ts";
import { requireVoice } from "./require-voice.ts";
import { TITLE_MAX_CHARACTERS, videoEditOf, VideoEditSchema } from "./video-edit-schema.ts";
import { RunStatusSchema } from "./video-schemas.ts";

type Deps = Pick<ApiDependencies, "db" | "temporal" | "settings" | "storage"> & {
  readonly dispatcher: Dispatcher;
  readonly voices: VoiceCatalog;
  readonly fonts: () => Promise<readonly FontMetrics[]>;
};

const EditRequest = z
  .strictObject({
    edit: VideoEditSchema.optional(),
    title: plainText(TITLE_MAX_CHARACTERS).optional().openapi({ description: "Short for an edit of the title" }),
    reason: ReasonSchema,
  })
  .refine(({ edit, title }) => (edit === undefined) !== (title === undefined), {
    path: ["edit"],
    message: "expected one of edit and title",
  })
  .openapi("EditRequest");

const Edited = z
  .object({
    video_id: VideoIdSchema,
    decision: z.literal("edit_video"),
    outcome: z.enum(["in_line", "in_run", "on_platform", "new_video"]).openapi({
      description:
        "in_line: taken before the video began; in_run: its run makes what depends on it; on_platform: the platform is told; new_video: a published video stays, a linked one is made",
    }),
    redo: z.array(z.enum(REDO)).openapi({ description: "What is made again" }),
    run: RunStatusSchema.nullable(),
    new_video_id: VideoIdSchema.nullable(),
    notes: z
      .array(z.string())
      .openapi({ description: "What else came of it, a sentence each", example: [SUBTITLES_LEFT] }),
  })
  .openapi("Edited");
type Edited = z.infer<typeof Edited>;

const edit = createRoute({
  method: "post",
  path: "/pipeline/videos/{video_id}/edit",
  tags: ["pipeline"],
  summary: "Change a scene, line, voice, picture, look, title … of a video; only what depends on it is made again",
  description:
    "Guarded: a session must have been proved within five minutes; the reason goes into the audit log. Until the upload begins every edit is taken; a run that is parked in its upload takes title, thumbnail, subtitles and publishing as far as they are not sent yet. A published video takes title, thumbnail and subtitles; any other edit of it makes a new, linked video, which is private until it is made public.",
  middleware: allow("read"),
  request: { params: VideoParams, headers: IdempotencyHeader, body: jsonBody(EditRequest) },
  responses: { 200: json(Edited, "Taken"), ...writeProblems(404, 409) },
});

export function editRoutes(deps: Deps) {
  return createRoutes().openapi(edit, async (c) => {
    const { video_id: videoId } = c.req.valid("param");
    const { edit: change, title = "", reason } = c.req.valid("json");
    const asked: VideoEdit = change === undefined ? { kind: "title", title } : videoEditOf(change);
    const video = await getVideo(deps.db, principalOf(c), { videoId });
    const principal = await requireGuardedAuthority(c, deps, { channelId: video.channelId, adminOnly: false });
    const answer = await onceById(c, deps, { request: { asked, reason }, status: 200 }, (editId) =>
      take(c, deps, { principal, video, edit: asked, reason, editId }),
    );
    return c.json(answer, 200);
  });
}

interface Asked {
  readonly principal: Principal;
  readonly video: VideoDetail;
  readonly edit: VideoEdit;
  readonly reason: string;
  /** The same for every repeat of the request. */
  readonly editId: string;
}

/** Where the video stands decides who makes the edit. */
async function take(c: Context<ApiEnv>, deps: Deps, asked: Asked): Promise<Edited> {
  const { video, edit: change, principal, reason } = asked;
  const { videoId, status, spec, artifacts } = video;
  const outcome = { video_id: videoId, decision: "edit_video" as const, run: null, new_video_id: null, notes: [] };
  const edited = await foreseen(deps, video, change);
  const redo = [...edited.redo];
  const subtitlesLeft = ownDress(artifacts).srtKey === undefined ? [] : [SUBTITLES_LEFT];
  if (status === "queued") {
    const taken = await editWaiting(deps.db, principal, { videoId, edit: change, reason });
    if (taken) return { ...outcome, outcome: "in_line", redo };
  }
  if (status === "queued" || status === "processing") {
    await grant(deps, asked);
    const run = await withinTime(deps, () =>
      deps.temporal.workflow
        .getHandle(generateWorkflowId(videoId))
        .executeUpdate(editUpdate, { updateId: asked.editId, args: [{ grantId: asked.editId }] }),
    );
    const notes = outdatesSubtitles(spec, edited) ? subtitlesLeft : [];
    return { ...outcome, outcome: "in_run", redo, run: snakeCase(run), notes };
  }
  if (isDressEdit(change) || change.kind === "publishing") {
    await tellPlatform(deps, asked);
    return { ...outcome, outcome: "on_platform", redo };
  }
  const newVideoId = await enqueueEdited(deps, asked);
  deps.dispatcher.wake();
  return {
    ...outcome,
    outcome: "new_video",
    redo,
    new_video_id: newVideoId,
    notes: [STARTS_PRIVATE, ...subtitlesLeft],
  };
}

/** Refuses what can be seen to be wrong before anything is written; the run judges again on what it finds. */
async function foreseen(deps: Deps, { spec, artifacts }: VideoDetail, change: VideoEdit) {
  const { storage } = deps;
  const scriptKey = artifacts["scriptKey"];
  const script = scriptKey === undefined ? null : await storage.getJson<Script>(scriptKey);
  const edited = applyEdit(spec, script, change);
  requireDrawableEdit(await deps.fonts(), change);
  if (change.kind === "voice") await requireVoice(deps, { voice: change.voice, asked: change, within: "edit" });
  await requireEditFiles(storage, change);
  if (change.kind === "publishing" && change.publishAt && Date.parse(change.publishAt) <= Date.now()) {
    const remedy = "Name an hour to come, or a privacy and no hour.";
    throw new AppError("invalid_input", "publish_at lies in the past", { field: "edit.publishAt", remedy });
  }
  return edited;
}

async function grant({ db }: Deps, { principal, video, edit: change, reason, editId }: Asked): Promise<void> {
  await createGrant(db, principal, {
    grantId: editId,
    act: "edit_video",
    subjectId: video.videoId,
    payload: { edit: change, reason },
    reason,
  });
}

async function tellPlatform(deps: Deps, asked: Asked): Promise<void> {
  const { video, edit: change, editId } = asked;
  const { videoId, channelId, spec, publications } = video;
  if (publications.length === 0) {
    throw new AppError("conflict", "the video was not published, and is not on its way there", {
      field: "video_id",
      remedy: "Edit a scene, the voice or the look: that makes a new, linked video.",
    });
  }
  if (change.kind === "publishing") {
    const told = "Use POST /pipeline/videos/{video_id}/publish.";
    const remedy = change.description === undefined ? told : "Change the description in YouTube Studio.";
    throw new AppError("conflict", "the video is published already", { field: "edit.kind", remedy });
  }
  await requireUntested(deps.db, { videoId, kind: change.kind });
  await grant(deps, asked);
  await withinTime(deps, () =>
    deps.temporal.workflow.start(editPublished, {
      workflowId: editPublishedWorkflowId(videoId, editId),
      taskQueue: "orchestration",
      workflowIdConflictPolicy: "USE_EXISTING",
      workflowIdReusePolicy: "REJECT_DUPLICATE",
      args: [{ videoId, channelId, spec, grantId: editId }],
      staticSummary: `Changes the ${change.kind} of a published video`,
      typedSearchAttributes: [
        { key: stageKey, value: "upload" },
        { key: channelIdKey, value: channelId },
        { key: videoIdKey, value: videoId },
      ],
    }),
  );
}
