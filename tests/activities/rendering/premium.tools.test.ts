import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { RenderPlan } from "../../../domain/render/plan.ts";
import type { Complexity } from "../../../domain/video/video.ts";
import { ffmpeg, openStudio, specOf, type Studio } from "./made-video.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => rm(studio.folder, { recursive: true }));

/** The first segment of the same video. */
async function firstSegment(complexity: Complexity) {
  const { activities, run, storage } = studio;
  const spec = specOf({ complexity });
  const named = { videoId: "v1", channelId: "c1", spec };
  const { scriptKey } = await run(() => activities.writeScript(named));
  const { timingsKey } = await run(() => activities.narrate({ ...named, scriptKey, voice: spec.voice }));
  const { mediaKey } = await run(() => activities.prepareMedia({ videoId: "v1", scriptKey, spec }));
  const input = { videoId: "v1", spec, scriptKey, timingsKey, mediaKey, encoder: "libx264" };
  const { planKey } = await run(() => activities.planRender(input));
  const { segmentKey } = await run(() => activities.renderSegment({ videoId: "v1", planKey, index: 0 }));
  const { segments, encoder } = await storage.getJson<RenderPlan>(planKey);
  return { frameCount: segments[0]?.frameCount ?? 0, encoder, path: await storage.getFile(segmentKey) };
}

/** Mean distance of its pixels from grey, over the segment. */
function saturationOf(path: string): number {
  const measured = ["-vf", "signalstats,metadata=mode=print:file=-", "-f", "null", "-"];
  const log = execFileSync("ffmpeg", ["-v", "error", "-i", path, ...measured], { encoding: "utf8" });
  const frames = [...log.matchAll(/SATAVG=([\d.]+)/g)].map(([, value]) => Number(value));
  return frames.reduce((sum, value) => sum + value, 0) / frames.length;
}

test("a premium segment has every frame of a simple one, through filters that can be seen", async () => {
  const simple = await firstSegment("simple");
  const premium = await firstSegment("premium");
  expect(simple.encoder.enhancement).toBeNull();
  expect(premium.encoder.quality).toBeLessThan(simple.encoder.quality);
  expect(premium.frameCount).toBe(simple.frameCount);
  for (const { path, frameCount } of [simple, premium]) {
    const { streams } = await ffmpeg.ffprobe(path);
    expect(streams[0]).toMatchObject({ nb_frames: String(frameCount), width: 640, height: 360, pix_fmt: "yuv420p" });
  }
  const ratio = saturationOf(premium.path) / saturationOf(simple.path);
  expect(ratio).toBeGreaterThan(1.04);
  expect(ratio).toBeLessThan(1.15);
});
