import { availableParallelism } from "node:os";
import { rm } from "node:fs/promises";

import { PREVIEW } from "../domain/render/preview.ts";
import type { PlanResult } from "../domain/video/production.ts";
import { ffmpeg, openStudio, specOf, type Studio } from "../tests/activities/rendering/made-video.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, shown } from "./measure.ts";

const REPEATS = 3;
const SECONDS = 60;
const CPU_LIMIT = 0.04;
const REALTIME_GOAL = 50;

/** A draft of a 60 s plan of 1080p30, drawn anew each time: processor time, this process included, and speed. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const cpu: number[] = [];
  const speed: number[] = [];
  let frames = 0;
  let planned = 0;
  for (let repeat = 1; repeat <= REPEATS; repeat += 1) {
    const studio = await openStudio();
    try {
      onLine(`draft ${repeat} of ${REPEATS}`);
      const plan = await plannedVideo(studio);
      const ownBefore = process.cpuUsage();
      const startedMs = performance.now();
      const made = await studio.run(() => studio.activities.renderPreview({ videoId: "v1", planKey: plan.planKey }));
      const wallSeconds = (performance.now() - startedMs) / 1000;
      const own = process.cpuUsage(ownBefore);
      const seconds = made.durationMs / 1000;
      const tools = made.usage.reduce((sum, { units }) => sum + units, 0);
      cpu.push((tools + (own.user + own.system) / 1e6) / seconds);
      speed.push(seconds / wallSeconds);
      const { streams } = await ffmpeg.ffprobe(await studio.storage.getFile(made.previewKey));
      frames = Number(streams.find((stream) => stream.codec_type === "video")?.nb_frames);
      planned = Math.ceil((plan.frameCount * PREVIEW.fps) / 30);
    } finally {
      await rm(studio.folder, { recursive: true, force: true });
    }
  }
  const leastCpu = Math.min(...cpu);
  const bestSpeed = Math.max(...speed);
  return [
    {
      figure: `CPU-s per video-second, least of ${REPEATS}`,
      value: leastCpu,
      unit: "CPU-s/s",
      goal: `≤ ${CPU_LIMIT}`,
      ok: leastCpu <= CPU_LIMIT,
    },
    shown(`CPU-s per video-second, most of ${REPEATS}`, Math.max(...cpu), "CPU-s/s"),
    {
      figure: `speed, best of ${REPEATS}`,
      value: bestSpeed,
      unit: "× realtime",
      goal: `≥ ${REALTIME_GOAL}`,
      ok: bestSpeed >= REALTIME_GOAL,
    },
    shown(`speed, worst of ${REPEATS}`, Math.min(...speed), "× realtime"),
    shown("all cores at the least CPU", availableParallelism() / leastCpu, "× realtime"),
    exactly("frames lost or doubled", frames - planned, 0, "frames"),
  ];
}

async function plannedVideo({ activities, run: inActivity }: Studio): Promise<PlanResult> {
  const spec = specOf({ seconds: SECONDS, size: "1080p", seed: 20 });
  const { scriptKey } = await inActivity(() => activities.writeScript({ videoId: "v1", channelId: "c1", spec }));
  const narration = await inActivity(() => activities.narrate({ videoId: "v1", scriptKey, voice: spec.voice }));
  const { mediaKey } = await inActivity(() => activities.prepareMedia({ videoId: "v1", scriptKey, spec }));
  const { timingsKey } = narration;
  const input = { videoId: "v1", spec, scriptKey, timingsKey, mediaKey, encoder: "libx264" };
  return inActivity(() => activities.planRender(input));
}
