import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import { createApiClient } from "../demo/api-client.ts";
import { ensureDemoChannel } from "../demo/demo-channel.ts";
import { followVideo } from "../demo/follow-video.ts";
import { createProgressView } from "../demo/progress-view.ts";
import { summarise } from "../demo/summary.ts";
import { startPlatform, type EmbeddedPlatform } from "../embedded-platform.ts";
import { givenVariables } from "../environment.ts";
import { dataFolder } from "../paths.ts";
import { waitForStopSignal } from "../stop-signal.ts";
import { describePlatform } from "./start.ts";

const Receipt = z.object({
  video_id: z.string(),
  position: z.number(),
  links: z.object({ page: z.string() }),
});

/** `npm run demo`: from nothing to a published video; then stays up, or with `--once` stops and says where the file is. */
export async function demo(args: readonly string[]): Promise<number> {
  const { once, standIns, request } = readFlags(args);
  const stopSignal = waitForStopSignal();
  const startedMs = Date.now();
  const platform = await startPlatform({
    dataDir: dataFolder(process.env),
    env: { ...givenVariables(process.env), ...(standIns ? { LONGTAKE_STAND_INS: "all" } : {}) },
    onLine: (line) => console.log(line),
    signal: stopSignal.signal,
  });
  console.log(
    `\nLongtake is up after ${((Date.now() - startedMs) / 1000).toFixed(1)} s.\n${describePlatform(platform)}\n`,
  );
  try {
    const file = await makeVideo(platform, request, stopSignal.signal);
    if (!once) console.log(`\n${file}\n\nEverything stays up; stop with Ctrl-C.`);
    if (!once) await stopSignal.received;
    await platform.stop();
    console.log(file);
    return 0;
  } catch (error) {
    if (once || !(error instanceof AppError) || error.code !== "quality_rejected") throw error;
    console.log(`${error.message}\n${error.remedy ?? ""}\n\nEverything stays up for that; stop with Ctrl-C.`);
    await stopSignal.received;
    return 1;
  } finally {
    await platform.stop();
  }
}

/** Queues the video, shows its stages, prints the summary; returns the path of the mp4. */
async function makeVideo(platform: EmbeddedPlatform, request: object, signal: AbortSignal): Promise<string> {
  const { env, urls, paths } = platform;
  const api = createApiClient(urls.api, env.LONGTAKE_ADMIN_KEY ?? "");
  const channelId = await ensureDemoChannel(api);
  const queuedMs = Date.now();
  const receipt = await api.call("POST", "/pipeline/queue", Receipt, { ...request, channel_id: channelId });
  const videoId = receipt.video_id;
  console.log(`Queued as ${videoId}, position ${receipt.position}. Follow it at ${receipt.links.page}`);
  await followVideo(api, videoId, createProgressView(process.stdout), signal);
  const folder = join(paths.data, "demo");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${videoId}.mp4`);
  await api.download(`/pipeline/videos/${videoId}/artifacts/video.mp4`, file);
  console.log(`\nMade and published in ${((Date.now() - queuedMs) / 1000).toFixed(1)} s.`);
  console.log(await summarise(api, videoId, urls.api));
  return file;
}

const DEMO_VIDEO = { topic: "How deep is the ocean?", seconds: 60, size: "1080p" } as const;
/** What a video takes from the services that need keys; the stand-ins speak their protocols. */
const WITH_SERVICES = {
  script: { source: "model" },
  voice: "openai:alloy",
  media: { sources: ["pexels", "pixabay", "generated"] },
} as const;

interface DemoFlags {
  readonly once: boolean;
  readonly standIns: boolean;
  readonly request: object;
}

function readFlags(args: readonly string[]): DemoFlags {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      topic: text,
      seconds: text,
      aspect: text,
      voice: text,
      seed: text,
      size: text,
      once: { type: "boolean" },
      "stand-ins": { type: "boolean" },
    },
  });
  const { once = false, "stand-ins": standIns = false, seconds, seed, ...words } = values;
  const numbers: Record<string, number> = {};
  if (seconds !== undefined) numbers.seconds = wholeNumber("--seconds", seconds);
  if (seed !== undefined) numbers.seed = wholeNumber("--seed", seed);
  return { once, standIns, request: { ...DEMO_VIDEO, ...(standIns ? WITH_SERVICES : {}), ...words, ...numbers } };
}

function wholeNumber(flag: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new AppError("invalid_input", `Expected a whole number for ${flag}, got ${value}`, { field: flag });
}
