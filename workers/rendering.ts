import { join } from "node:path";
import { createRenderingActivities } from "../activities/rendering/rendering.ts";
import { removeDeadWork } from "../activities/work-folder.ts";
import { createFfmpeg } from "../clients/ffmpeg/ffmpeg.ts";
import { GPU_ENCODER_KEY } from "../domain/dispatch.ts";
import type { QueueWorker, Role } from "./role.ts";

const ANNOUNCE_EVERY_MS = 20_000;
const ANNOUNCED_SECONDS = 60;

/** Renders on the CPU; and on the GPU where a real test encode passed on this host. */
export const rendering: Role = async ({ storage, progress, redis, logger, environment, settings }) => {
  const ffmpeg = createFfmpeg({ gpuEncoders: settings.rendering.gpuEncoders });
  const workPath = join(environment.LONGTAKE_DATA_DIR, "work");
  await removeDeadWork(workPath);
  const activities = createRenderingActivities({ storage, ffmpeg, progress, workPath });
  const queues: QueueWorker[] = [{ taskQueue: "render-cpu", activities }];
  const probe = await ffmpeg.probeEncoder("gpu");
  if (probe.fallbackReason !== null) {
    logger.info({ reason: probe.fallbackReason }, "no GPU route on this host");
    return queues;
  }
  const announce = () => redis.set(GPU_ENCODER_KEY, probe.encoder, "EX", ANNOUNCED_SECONDS);
  await announce();
  setInterval(() => {
    announce().catch((error: unknown) => logger.warn({ error: String(error) }, "GPU route was not announced"));
  }, ANNOUNCE_EVERY_MS).unref();
  return [...queues, { taskQueue: "render-gpu", activities }];
};
