import { cancellationSignal } from "@temporalio/activity";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { ProgressBus } from "../../clients/progress/progress.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import type { MediaManifest } from "../../domain/media/media.ts";
import type {
  AssemblyInput,
  AssemblyResult,
  AudioMixInput,
  AudioMixResult,
  PlanInput,
  PlanResult,
  PreviewInput,
  PreviewResult,
  RetitleInput,
  RetitleResult,
  SegmentInput,
  SegmentResult,
} from "../../domain/video/production.ts";
import { missingGlyphs } from "../../domain/look/glyphs.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import { planVideo } from "../../domain/render/planning.ts";
import type { Script } from "../../domain/script/script.ts";
import { encoderSettings } from "../../domain/render/segment-command.ts";
import type { NarrationTimings } from "../../domain/speech/speech.ts";
import { canvasOf } from "../../domain/video/video.ts";
import { contentHash } from "../content-key.ts";
import { bundledFonts } from "./fonts.ts";
import { reportStageProgress } from "../progress.ts";
import { assemble } from "./assembly.ts";
import { mixMaster } from "./audio.ts";
import { plannedBrand } from "./brand.ts";
import { ensurePreview } from "./preview.ts";
import { ensureSegment } from "./segment.ts";
import { retitledThumbnails } from "./thumbnails.ts";

export interface RenderingDeps {
  readonly storage: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly progress: ProgressBus;
  /** Folder for files that live as long as one activity. */
  readonly workPath: string;
}

/** What the parts of the stage take of its time, about. */
const SHARES = { segments: 0.85, sound: 0.05, assembly: 0.1 } as const;

export function createRenderingActivities(deps: RenderingDeps) {
  return {
    /** Lays the video out in whole frames; the plan's key follows its content. */
    async planRender(input: PlanInput): Promise<PlanResult> {
      const [written, timings, media, { fonts }] = await Promise.all([
        deps.storage.getJson<Script>(input.scriptKey),
        deps.storage.getJson<NarrationTimings>(input.timingsKey),
        deps.storage.getJson<MediaManifest>(input.mediaKey),
        bundledFonts(),
      ]);
      const { title = written.title } = input;
      // A title that no font can draw is for the platform alone.
      const script = missingGlyphs(fonts, title) === "" ? { ...written, title } : written;
      const { brand } = input.spec.look ?? {};
      const logo = brand === undefined ? null : await plannedBrand(deps, brand, canvasOf(input.spec));
      const narrationKey = input.timingsKey.replace(/\.json$/, ".wav");
      const encoder = encoderSettings(input.encoder, input.spec.complexity);
      const plan = planVideo({ spec: input.spec, script, timings, narrationKey, media, encoder, fonts, logo });
      const planKey = `plans/${contentHash(plan)}.json`;
      if (!(await deps.storage.has(planKey))) await deps.storage.putJson(planKey, plan);
      const { frameCount, durationMs } = plan;
      return { planKey, segmentCount: plan.segments.length, frameCount, durationMs, title };
    },

    /** Makes sure that a segment of the plan is in the store. */
    async renderSegment({ planKey, index, fresh = false }: SegmentInput): Promise<SegmentResult> {
      const plan = await deps.storage.getJson<RenderPlan>(planKey);
      const share = (SHARES.segments * (plan.segments[index]?.frameCount ?? 0)) / plan.frameCount;
      const report = reportStageProgress(deps.progress, "render", { name: `segment ${index}`, share });
      return ensureSegment(deps, plan, index, { report, signal: cancellationSignal(), fresh });
    },

    /** A draft of the whole plan in a few seconds: small, with sound. */
    async renderPreview({ planKey }: PreviewInput): Promise<PreviewResult> {
      const plan = await deps.storage.getJson<RenderPlan>(planKey);
      const report = reportStageProgress(deps.progress, "render");
      return ensurePreview(deps, { plan, planKey }, { report, signal: cancellationSignal(), fresh: false });
    },

    /** Speech over ducked music at the plan's loudness, uncompressed and as viewers will hear it. */
    async mixAudio({ planKey, fresh = false }: AudioMixInput): Promise<AudioMixResult> {
      const plan = await deps.storage.getJson<RenderPlan>(planKey);
      const report = reportStageProgress(deps.progress, "render", { name: "sound", share: SHARES.sound });
      return mixMaster(deps, plan, { report, signal: cancellationSignal(), fresh });
    },

    /** The thumbnails of a plan once more, with a title that a person gave since. */
    async retitleThumbnails({ planKey, title }: RetitleInput): Promise<RetitleResult> {
      const plan = await deps.storage.getJson<RenderPlan>(planKey);
      const { fonts } = await bundledFonts();
      const drawn = missingGlyphs(fonts, title) === "" ? title : plan.title;
      return retitledThumbnails(deps, plan, drawn, cancellationSignal());
    },

    /** Joins segments and master into the final file, with thumbnail, contact sheet and captions beside it. */
    async assembleVideo({ planKey, segmentKeys, audioKey, fresh = false }: AssemblyInput): Promise<AssemblyResult> {
      const plan = await deps.storage.getJson<RenderPlan>(planKey);
      const report = reportStageProgress(deps.progress, "render", { name: "assembly", share: SHARES.assembly });
      return assemble(deps, { plan, planKey, segmentKeys, audioKey }, { report, signal: cancellationSignal(), fresh });
    },
  };
}
