import type { Redis } from "ioredis";
import type { Settings } from "../config.ts";
import { CPU_ENCODER, GPU_ENCODER_KEY } from "../domain/dispatch.ts";
import type { StageTerms } from "../domain/video/stage-run.ts";
import { type Complexity, routeOf } from "../domain/video/video.ts";
import { policyOf } from "./video-queue.ts";

export interface MakeStageDeps {
  readonly redis: Redis;
  readonly settings: Settings;
  readonly publicUrl: string;
}

export function createMakeStageActivities({ redis, settings, publicUrl }: MakeStageDeps) {
  return {
    /** What holds for a stage that is started alone, now: limits, retries, and the encoder of its route. */
    async openStage({ complexity }: { complexity: Complexity }): Promise<StageTerms> {
      const wantsGpu = routeOf(complexity) === "gpu";
      const gpuEncoder = wantsGpu ? await redis.get(GPU_ENCODER_KEY) : null;
      const fallbackReason = wantsGpu && gpuEncoder === null ? "no GPU encoder passed its test encode" : null;
      return { policy: policyOf(settings, publicUrl), encoder: gpuEncoder ?? CPU_ENCODER, fallbackReason };
    },
  };
}

export type MakeStageActivities = ReturnType<typeof createMakeStageActivities>;
