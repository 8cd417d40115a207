import { Readable } from "node:stream";
import type { Context } from "hono";

import { getVideo } from "../../../db/queries/videos.ts";
import { AppError } from "../../../domain/errors.ts";
import type { RenderPlan } from "../../../domain/render/plan.ts";
import { stillKeyOf } from "../../../domain/render/storyboard.ts";
import { principalOf } from "../../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../../dependencies.ts";
import { ASKED_AGAIN } from "../../pipeline/artifacts.ts";
import { waveformOf, waveformSvg } from "./waveform.ts";

type Deps = Pick<ApiDependencies, "db" | "storage">;

const HEADERS = { "cache-control": ASKED_AGAIN, "x-content-type-options": "nosniff" };

/** The picture of a scene of the present plan. Throws not_found until there is one. */
export async function sendSceneStill(
  { db, storage }: Deps,
  c: Context<ApiEnv>,
  { videoId, number }: { readonly videoId: string; readonly number: number },
): Promise<Response> {
  const { artifacts } = await getVideo(db, principalOf(c), { videoId });
  const { planKey } = artifacts;
  const plan =
    planKey !== undefined && (await storage.has(planKey)) ? await storage.getJson<RenderPlan>(planKey) : null;
  const key = plan && stillKeyOf(plan, number);
  if (!key) throw new AppError("not_found", `the video has no picture of scene ${number} yet`);
  const etag = `"${key}"`;
  if (c.req.header("if-none-match") === etag) return c.body(null, 304, { ...HEADERS, etag });
  const { stream, bytes } = await storage.read(key);
  const headers = { ...HEADERS, etag, "content-type": "image/jpeg", "content-length": String(bytes) };
  return new Response(Readable.toWeb(stream), { headers });
}

/** The sound master drawn. Throws not_found where there is none. */
export async function sendWaveform({ db, storage }: Deps, c: Context<ApiEnv>, videoId: string): Promise<Response> {
  const { artifacts } = await getVideo(db, principalOf(c), { videoId });
  const { audioKey } = artifacts;
  if (audioKey === undefined) throw new AppError("not_found", "the video has no sound yet");
  const etag = `"${audioKey}"`;
  if (c.req.header("if-none-match") === etag) return c.body(null, 304, { ...HEADERS, etag });
  const waveform = await waveformOf(storage, audioKey);
  if (waveform === null) throw new AppError("not_found", "the sound of this video cannot be drawn");
  return c.body(waveformSvg(waveform), 200, { ...HEADERS, etag, "content-type": "image/svg+xml" });
}
