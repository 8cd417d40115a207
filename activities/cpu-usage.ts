import type { FfmpegResult } from "../clients/ffmpeg/ffmpeg.ts";
import type { Usage } from "../domain/video/production.ts";

/** Processor time of an ffmpeg run, as the price book counts it. */
export function cpuUsage(operation: string, { cpuSeconds }: Pick<FfmpegResult, "cpuSeconds">): Usage {
  return { service: "cpu", operation, units: cpuSeconds, unit: "cpu_second" };
}
