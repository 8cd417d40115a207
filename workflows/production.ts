import { isCancellation, proxyActivities } from "@temporalio/workflow";
import type { EditingActivities } from "../activities/editing.ts";
import type { InspectionActivities } from "../activities/inspection/inspection.ts";
import type { createMediaActivities } from "../activities/media/media.ts";
import type { createNarrationActivities } from "../activities/narration/narration.ts";
import type { PublishingActivities } from "../activities/publishing/publishing.ts";
import type { createRenderingActivities } from "../activities/rendering/rendering.ts";
import type { createScriptActivities } from "../activities/script/script.ts";
import type { GenerateVideoInput } from "../domain/video/generation.ts";
import type {
  PlanInput,
  PlanResult,
  PublicationUpdate,
  Rendered,
  RetitleInput,
  RetitleResult,
  ScriptResult,
  SegmentResult,
  TranslationInput,
  Usage,
} from "../domain/video/production.ts";
import type { Stage } from "../domain/video/video.ts";
import { oneAttempt } from "./activity-options.ts";
import { stageFailureOf } from "./failures.ts";

type MediaQueueActivities = ReturnType<typeof createScriptActivities> &
  ReturnType<typeof createNarrationActivities> &
  ReturnType<typeof createMediaActivities> &
  EditingActivities &
  InspectionActivities &
  Translation;
interface Translation {
  translateScript(input: TranslationInput): Promise<ScriptResult>;
}
/** What the platform shows of a video that is there already. */
interface PublicationUpdates {
  updatePublished(input: PublicationUpdate): Promise<{ readonly usage: readonly Usage[] }>;
}
type RenderingActivities = ReturnType<typeof createRenderingActivities>;

const LOST_REPEATS_MAX = 5;

/** The activities of one run, each with its stage's time limit, on the queue of the machine that it needs. */
export function productionActivities({ policy, encoder }: Pick<GenerateVideoInput, "policy" | "encoder">) {
  const limit = (stage: Stage) => policy.stages[stage].timeoutMs;
  const onMedia = (stage: Stage) =>
    proxyActivities<MediaQueueActivities>({ ...oneAttempt(limit(stage)), taskQueue: "media" });
  const renderQueue = encoder === "libx264" ? "render-cpu" : "render-gpu";
  return {
    script: onMedia("script"),
    narration: onMedia("narration"),
    media: onMedia("media"),
    qa: onMedia("qa"),
    render: proxyActivities<RenderingActivities>({ ...oneAttempt(limit("render")), taskQueue: renderQueue }),
    upload: proxyActivities<PublishingActivities & PublicationUpdates>({
      ...oneAttempt(limit("upload")),
      taskQueue: "youtube",
    }),
  };
}

export type ProductionActivities = ReturnType<typeof productionActivities>;

/** What to make anew although it exists, because quality control found fault with it. */
export interface Repair {
  readonly segments: readonly number[];
  readonly audio: boolean;
  readonly assembly: boolean;
}

/** Plans a video and renders it. */
export async function renderVideo(
  { render }: Pick<ProductionActivities, "render">,
  input: PlanInput,
  repair: Repair = { segments: [], audio: false, assembly: false },
): Promise<Rendered> {
  const plan = await planRender({ render }, input);
  return renderPlanned({ render }, { videoId: input.videoId, plan }, repair);
}

/** Lays a video out, and draws nothing. */
export function planRender({ render }: Pick<ProductionActivities, "render">, input: PlanInput): Promise<PlanResult> {
  return repeatLost(() => render.planRender.executeWithOptions({ summary: "segments, captions, chapters" }, [input]));
}

/** The thumbnails of a plan with another title. */
export function retitleThumbnails(
  { render }: Pick<ProductionActivities, "render">,
  input: RetitleInput,
): Promise<RetitleResult> {
  const summary = "thumbnails with the new title";
  return repeatLost(() => render.retitleThumbnails.executeWithOptions({ summary }, [input]));
}

/** Renders every segment of a plan and the audio master side by side, and joins them. */
export async function renderPlanned(
  { render }: Pick<ProductionActivities, "render">,
  { videoId, plan }: { readonly videoId: string; readonly plan: PlanResult },
  repair: Repair = { segments: [], audio: false, assembly: false },
): Promise<Rendered> {
  const { planKey, segmentCount } = plan;
  const renderSegment = (index: number): Promise<SegmentResult> => {
    const summary = `segment ${index + 1} of ${segmentCount}`;
    const fresh = repair.segments.includes(index);
    return repeatLost(() => render.renderSegment.executeWithOptions({ summary }, [{ videoId, planKey, index, fresh }]));
  };
  const [audio, ...segments] = await Promise.all([
    repeatLost(() =>
      render.mixAudio.executeWithOptions({ summary: "voice and music" }, [{ videoId, planKey, fresh: repair.audio }]),
    ),
    ...Array.from({ length: segmentCount }, (_, index) => renderSegment(index)),
  ]);
  const { audioKey } = audio;
  const segmentKeys = segments.map(({ segmentKey }) => segmentKey);
  const fresh = repair.assembly || repair.audio || repair.segments.length > 0;
  const assembled = await repeatLost(() =>
    render.assembleVideo.executeWithOptions({ summary: `joins ${segmentCount} segments` }, [
      { videoId, planKey, segmentKeys, audioKey, fresh },
    ]),
  );
  const usage = [audio, ...segments, assembled].flatMap((each) => each.usage);
  return { ...assembled, plan, audioKey, segmentKeys, usage };
}

/** Content-addressed work is repeated when its worker died: what was finished is found again. */
async function repeatLost<T>(work: () => Promise<T>): Promise<T> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await work();
    } catch (error) {
      if (isCancellation(error) || repeats === LOST_REPEATS_MAX || stageFailureOf(error).kind !== "lost") throw error;
    }
  }
}
