import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MockActivityEnvironment } from "@temporalio/testing";

import { createMediaActivities } from "../../../activities/media/media.ts";
import { createNarrationActivities } from "../../../activities/narration/narration.ts";
import { createRenderingActivities } from "../../../activities/rendering/rendering.ts";
import { createScriptActivities } from "../../../activities/script/script.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import type { ProgressBus } from "../../../clients/progress/progress.ts";
import { createEspeakEngine } from "../../../clients/speech/espeak.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";

export const ffmpeg = createFfmpeg();

/** Percentages have no readers here. */
const unheard: ProgressBus = {
  publish: () => {},
  follow: async function* () {},
  close: async () => {},
};

export function specOf(changes: Partial<VideoSpec> = {}): VideoSpec {
  return {
    topic: "How tides work",
    seconds: 10,
    aspect: "16:9",
    size: "360p",
    voice: "en-us",
    seed: 7,
    complexity: "simple",
    publish: { privacy: "private", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
    ...changes,
  };
}

/** A studio with an empty store: the real activities over the real tools. */
export async function openStudio() {
  const folder = await mkdtemp(join(tmpdir(), "longtake-making-"));
  const storage = createObjectStore({ kind: "folder", path: folder });
  const speech = createEspeakEngine();
  const deps = { storage, ffmpeg, speech, progress: unheard, languageModel: null, workPath: join(folder, "work") };
  const activities = {
    ...createScriptActivities(deps),
    ...createNarrationActivities(deps),
    ...createMediaActivities(deps),
    ...createRenderingActivities(deps),
  };
  const environment = new MockActivityEnvironment();
  const run = <Output>(work: () => Promise<Output>): Promise<Output> => environment.run(work);
  return { folder, storage, activities, run };
}

export type Studio = Awaited<ReturnType<typeof openStudio>>;

/** Every stage from the script to the finished file, in the order of the workflow. */
export async function makeVideo({ activities, run }: Studio, spec: VideoSpec) {
  const named = { videoId: "v1", channelId: "c1", spec };
  const script = await run(() => activities.writeScript(named));
  const { scriptKey } = script;
  const narration = await run(() => activities.narrate({ ...named, scriptKey, voice: spec.voice }));
  const media = await run(() => activities.prepareMedia({ videoId: "v1", scriptKey, spec }));
  const { timingsKey } = narration;
  const { mediaKey } = media;
  const planInput = { videoId: "v1", spec, scriptKey, timingsKey, mediaKey, encoder: "libx264" };
  const plan = await run(() => activities.planRender(planInput));
  const { planKey } = plan;
  const indexes = Array.from({ length: plan.segmentCount }, (_, index) => index);
  const segments = await Promise.all(
    indexes.map((index) => run(() => activities.renderSegment({ videoId: "v1", planKey, index }))),
  );
  const audio = await run(() => activities.mixAudio({ videoId: "v1", planKey }));
  const { audioKey } = audio;
  const segmentKeys = segments.map(({ segmentKey }) => segmentKey);
  const video = await run(() => activities.assembleVideo({ videoId: "v1", planKey, segmentKeys, audioKey }));
  return { script, narration, media, plan, segments, audio, video };
}

export type MadeVideo = Awaited<ReturnType<typeof makeVideo>>;
