import type { z } from "@hono/zod-openapi";
import { installedMedia } from "../../clients/stock-media/settings.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { completeSpec } from "../../domain/channel/defaults.ts";
import { CPU_ENCODER, GPU_ENCODER_KEY } from "../../domain/dispatch.ts";
import { AppError } from "../../domain/errors.ts";
import type { Script } from "../../domain/script/script.ts";
import type { VideoSettings } from "../../domain/video/video-settings.ts";
import { requireFiles } from "../pipeline/require-files.ts";
import { requireVoice } from "../pipeline/require-voice.ts";
import { requireWords } from "../pipeline/require-words.ts";
import { layerOf } from "../pipeline/video-request.ts";
import { keepOwnScript, readPlan, readScript, requireObjects, requireObjectsOf } from "./documents.ts";
import { keepOwnPolicy } from "./own-policy.ts";
import type * as schemas from "./schemas.ts";
import type { StageCaller, StageDeps, StageOrder } from "./start.ts";
import { drawnFrom } from "./drawn-from.ts";

type Body<Schema extends z.ZodType> = z.infer<Schema>;
type Deps = Pick<StageDeps, "storage" | "redis" | "voices" | "environment" | "fonts">;

/** Topics are shown, and decide colours where nothing else does. */
const TOPIC_CHARACTERS = 200;

export async function orderScript(
  deps: Deps,
  caller: StageCaller,
  body: Body<typeof schemas.ScriptStageSchema>,
): Promise<StageOrder> {
  const order = await specFor(deps, caller, { body, topic: body.topic, settings: ["script"] });
  return { ...order, work: { stage: "script" } };
}

export async function orderNarration(
  deps: Deps,
  caller: StageCaller,
  body: Body<typeof schemas.NarrationStageSchema>,
): Promise<StageOrder> {
  const { script_key, text } = body;
  const { script, scriptKey } =
    text === undefined
      ? { script: await readScript(deps.storage, script_key ?? ""), scriptKey: script_key ?? "" }
      : await keepOwnScript(deps.storage, text);
  const order = await specFor(deps, caller, { body, script, settings: ["narration"] });
  return { ...order, work: { stage: "narration", scriptKey } };
}

export async function orderMedia(
  deps: Deps,
  caller: StageCaller,
  body: Body<typeof schemas.MediaStageSchema>,
): Promise<StageOrder> {
  const { script_key: scriptKey, topic } = body;
  const script = await readScript(deps.storage, scriptKey);
  const order = await specFor(deps, caller, { body, topic, script, settings: ["media"] });
  return { ...order, work: { stage: "media", scriptKey } };
}

export async function orderRender(
  deps: Deps,
  caller: StageCaller,
  body: Body<typeof schemas.RenderStageSchema>,
): Promise<StageOrder> {
  const { plan_key, topic } = body;
  if (plan_key === undefined) return orderParts(deps, caller, "render", body);
  const { channelId } = await caller.channel();
  const { encoder, ...order } = await orderPlan(deps, "render", plan_key, topic);
  await requireEncoder(deps, encoder);
  // A plan has its encoder already; the route that encodes so follows from the complexity.
  const complexity = encoder === CPU_ENCODER ? "simple" : "complex";
  return { ...order, spec: { ...order.spec, complexity }, channelId };
}

export async function orderInspection(
  { storage, qualityPolicy }: Pick<StageDeps, "storage" | "qualityPolicy">,
  caller: StageCaller,
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
  const { channelId } = await caller.channel();
  const topic = topicOf(planned?.plan.title ?? `Inspection of ${video_key}`);
  return { spec: completeSpec(topic, []), work: { stage: "qa", file }, channelId };
}

export async function orderPreview(
  deps: Deps & Pick<StageDeps, "db" | "temporal">,
  caller: StageCaller,
  body: Body<typeof schemas.PreviewStageSchema>,
): Promise<StageOrder> {
  const { video_id: videoId, plan_key, topic } = body;
  if (videoId !== undefined) {
    const video = await getVideo(deps.db, caller.principal, { videoId });
    const { channelId } = video;
    const ofVideo = { channelId, parentVideoId: videoId };
    const drawn = await drawnFrom(deps, video);
    if ("planKey" in drawn) return { ...(await orderPlan(deps, "preview", drawn.planKey, topic)), ...ofVideo };
    return { spec: drawn.spec, work: { stage: "preview", ...drawn.parts }, ...ofVideo };
  }
  if (plan_key === undefined) return orderParts(deps, caller, "preview", body);
  const { channelId } = await caller.channel();
  return { ...(await orderPlan(deps, "preview", plan_key, topic)), channelId };
}

/** A plan as it is, with everything that it shows in the store. */
async function orderPlan(
  { storage }: Pick<StageDeps, "storage">,
  stage: "render" | "preview",
  planKey: string,
  topic: string | undefined,
) {
  const { plan, result } = await readPlan(storage, planKey);
  await requireObjectsOf(storage, plan);
  const spec = completeSpec(topic ?? topicOf(plan.title), []);
  return { spec, work: { stage, plan: result }, encoder: plan.encoder.encoder };
}

async function orderParts(
  deps: Deps,
  caller: StageCaller,
  stage: "render" | "preview",
  body: Body<typeof schemas.RenderStageSchema> | Body<typeof schemas.PreviewStageSchema>,
): Promise<StageOrder> {
  // The schema has seen to it that all three are there.
  const { script_key: scriptKey = "", timings_key: timingsKey = "", media_key: mediaKey = "", topic } = body;
  await requireObjects(deps.storage, { timings_key: timingsKey, media_key: mediaKey });
  const script = await readScript(deps.storage, scriptKey);
  const order = await specFor(deps, caller, { body, topic, script, settings: ["look", "music"] });
  return { ...order, work: { stage, scriptKey, timingsKey, mediaKey } };
}

/** The spec as the queue would complete it; a script that is there says topic and language where the request does not. */
async function specFor(
  deps: Deps,
  caller: StageCaller,
  asked: {
    readonly body: Parameters<typeof layerOf>[0];
    readonly topic?: string | undefined;
    readonly script?: Script;
    readonly settings: readonly (keyof VideoSettings)[];
  },
): Promise<Pick<StageOrder, "spec" | "channelId">> {
  const { body, script, topic = topicOf(script?.title ?? ""), settings } = asked;
  const { channelId, layer } = await caller.channel();
  const written = script?.language === undefined ? [] : [{ language: script.language }];
  const spec = completeSpec(topic, [layerOf(body), ...written, layer, installedMedia(deps.environment)]);
  await requireFiles(deps, spec, { settings });
  // A script is written for the pace of the voice that will speak it.
  if (settings.includes("script") || settings.includes("narration")) {
    await requireVoice(deps, { voice: spec.voice, asked: body });
  }
  if (settings.includes("script")) {
    const { look: _, ...words } = spec;
    await requireWords(deps, words);
  }
  return { spec, channelId };
}

async function requireEncoder({ redis }: Deps, encoder: string): Promise<void> {
  if (encoder === CPU_ENCODER || (await redis.get(GPU_ENCODER_KEY)) === encoder) return;
  throw new AppError("invalid_input", `plan.encoder.encoder: no host encodes with ${encoder} now`, {
    field: "plan.encoder.encoder",
    remedy: `Set it to ${CPU_ENCODER}.`,
  });
}

function topicOf(title: string): string {
  return Array.from(title).slice(0, TOPIC_CHARACTERS).join("");
}
