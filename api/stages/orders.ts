import type { z } from "@hono/zod-openapi";
import { getVideo } from "../../db/queries/videos.ts";
import { completeSpec } from "../../domain/channel/defaults.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { layerOf } from "../pipeline/video-request.ts";
import { keepOwnScript, readPlan, readScript, requireObjects, requireObjectsOf } from "./documents.ts";
import { keepOwnPolicy } from "./own-policy.ts";
import type * as schemas from "./schemas.ts";
import type { StageDeps, StageOrder } from "./start.ts";

type Body<Schema extends z.ZodType> = z.infer<Schema>;
type Deps = Pick<StageDeps, "storage" | "redis">;

/** Topics are shown, and decide colours where nothing else does. */
const TOPIC_CHARACTERS = 200;

export function orderScript(body: Body<typeof schemas.ScriptStageSchema>): StageOrder {
  return { spec: completeSpec(body.topic, [layerOf(body)]), work: { stage: "script" } };
}

export async function orderNarration(
  { storage }: Deps,
  body: Body<typeof schemas.NarrationStageSchema>,
): Promise<StageOrder> {
  const { script_key, text } = body;
  const { script, scriptKey } =
    text === undefined
      ? { script: await readScript(storage, script_key ?? ""), scriptKey: script_key ?? "" }
      : await keepOwnScript(storage, text);
  return { spec: completeSpec(topicOf(script.title), [layerOf(body)]), work: { stage: "narration", scriptKey } };
}

export async function orderMedia({ storage }: Deps, body: Body<typeof schemas.MediaStageSchema>): Promise<StageOrder> {
  const { script_key: scriptKey, topic } = body;
  const script = await readScript(storage, scriptKey);
  return { spec: completeSpec(topic ?? topicOf(script.title), [layerOf(body)]), work: { stage: "media", scriptKey } };
}

export async function orderRender(deps: Deps, body: Body<typeof schemas.RenderStageSchema>): Promise<StageOrder> {
  const { plan_key, script_key, timings_key, media_key, topic } = body;
  if (plan_key !== undefined) {
    const { plan, result } = await readPlan(deps.storage, plan_key);
    await requireObjectsOf(deps.storage, plan);
    await requireEncoder(deps, plan.encoder.encoder);
    const spec = completeSpec(topic ?? topicOf(plan.title), [layerOf(body)]);
    return { spec, work: { stage: "render", plan: result } };
  }
  // The schema has seen to it that all three are there.
  const [scriptKey = "", timingsKey = "", mediaKey = ""] = [script_key, timings_key, media_key];
  await requireObjects(deps.storage, { timings_key: timingsKey, media_key: mediaKey });
  const script = await readScript(deps.storage, scriptKey);
  const spec = completeSpec(topic ?? topicOf(script.title), [layerOf(body)]);
  return { spec, work: { stage: "render", scriptKey, timingsKey, mediaKey } };
}

export async function orderInspection(
  { storage, qualityPolicy }: Pick<StageDeps, "storage" | "qualityPolicy">,
  body: Body<typeof schemas.InspectionStageSchema>,
): Promise<StageOrder> {
  const { video_key, plan_key, audio_key, timings_key, media_key } = body;
  await requireObjects(storage, { video_key, audio_key, timings_key, media_key });
  // The pictures of a plan are not needed to judge the file that was made of it.
  const planned = plan_key === undefined ? undefined : await readPlan(storage, plan_key);
  const file = {
    videoKey: video_key,
    ...(plan_key === undefined ? {} : { planKey: plan_key }),
    ...(audio_key === undefined ? {} : { audioKey: audio_key }),
    ...(timings_key === undefined ? {} : { timingsKey: timings_key }),
    ...(media_key === undefined ? {} : { mediaKey: media_key }),
    ...(body.contains_synthetic_media === undefined ? {} : { containsSyntheticMedia: body.contains_synthetic_media }),
    ...(body.policy === undefined ? {} : { policyKey: await keepOwnPolicy(storage, qualityPolicy, body.policy) }),
  };
  const topic = topicOf(planned?.plan.title ?? `Inspection of ${video_key}`);
  return { spec: completeSpec(topic, []), work: { stage: "qa", file } };
}

export async function orderPreview(
  { db, storage }: Pick<StageDeps, "db" | "storage">,
  principal: Principal,
  { video_id: videoId, plan_key }: Body<typeof schemas.PreviewStageSchema>,
): Promise<StageOrder> {
  const video = videoId === undefined ? undefined : await getVideo(db, principal, { videoId });
  const planKey = plan_key ?? video?.artifacts["planKey"];
  if (planKey === undefined) {
    throw new AppError("conflict", `the video ${videoId ?? ""} has no plan yet`, {
      field: "video_id",
      remedy: "Wait until its rendering has begun.",
    });
  }
  const { plan, result } = await readPlan(storage, planKey);
  await requireObjectsOf(storage, plan);
  const order: StageOrder = {
    spec: completeSpec(topicOf(plan.title), []),
    work: { stage: "preview", plan: result },
  };
  return video === undefined ? order : { ...order, channelId: video.channelId, parentVideoId: video.videoId };
}

/** Set by rendering workers while a GPU encoder passes its probe. */
const GPU_ENCODER_KEY = "encoder:gpu";

async function requireEncoder({ redis }: Deps, encoder: string): Promise<void> {
  if (encoder === "libx264" || (await redis.get(GPU_ENCODER_KEY)) === encoder) return;
  throw new AppError("invalid_input", `plan.encoder.encoder: no host encodes with ${encoder} now`, {
    field: "plan.encoder.encoder",
    remedy: "Set it to libx264.",
  });
}

function topicOf(title: string): string {
  return Array.from(title).slice(0, TOPIC_CHARACTERS).join("");
}
