import { proxyLocalActivities, setWorkflowOptions } from "@temporalio/workflow";
import type { MakeStageActivities } from "../activities/make-stage.ts";
import type { StageActivities } from "../activities/stages.ts";
import { markdownText } from "../domain/markdown.ts";
import type { FileInspectionInput, NarrationInput, PlanResult, Usage } from "../domain/video/production.ts";
import {
  ledgerStageOf,
  type LoneWork,
  type MakeStageInput,
  type MakeStageResult,
  type PlanParts,
  type UploadWork,
} from "../domain/video/stage-run.ts";
import { longEnoughToBuy, transaction } from "./activity-options.ts";
import { failWith } from "./make-stage-failure.ts";
import { MakeStageRun } from "./make-stage-run.ts";
import {
  type ProductionActivities,
  planRender,
  productionActivities,
  renderPlanned,
  renderVideo,
} from "./production.ts";
import { runStage, type StageCause, type StageSoFar } from "./stage.ts";
import { uploadAlone } from "./upload-alone.ts";
import { pinned } from "./versioning.ts";

const terms = proxyLocalActivities<MakeStageActivities>(transaction);
const records = proxyLocalActivities<StageActivities>(transaction);

/**
 * Makes one stage alone, with the ledger, cap, retries and progress that it has within a video. Nobody waits for it in
 * the queue and nothing comes after it, so where a video would park, it fails with the error and its remedy.
 * Id `stage/<videoId>/<stage>`.
 */
export async function makeStage(input: MakeStageInput): Promise<MakeStageResult> {
  const { videoId, spec, work } = input;
  const stage = ledgerStageOf(work.stage);
  const run = new MakeStageRun(input, await terms.openStage({ complexity: spec.complexity }), stage);
  if (work.stage === "upload") return uploadAlone(run, input, work);
  const parking = { park: async (_: unknown, cause: StageCause) => failWith(run, cause) };
  const script = "scriptKey" in work ? { scriptKey: work.scriptKey } : null;
  const { artifacts, facts } = await runStage({ run, parking, script }, stage, ({ failures, ...reserved }) => {
    // As for a whole video: on its second failure a GPU encoder is given up for the CPU's.
    const encoder = failures > 0 ? "libx264" : run.input.encoder;
    const activities = productionActivities({ policy: run.input.policy, encoder });
    const { timeoutMs } = run.input.policy.stages[stage];
    return makeWork({ ...input, work }, { encoder, reserved, timeoutMs }, activities);
  });
  const { title, sha256, bytes, durationMs, score } = facts;
  await records.recordArtifacts({
    videoId,
    artifacts: { ...artifacts },
    ...(title === undefined ? {} : { title }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(score === undefined ? {} : { score }),
  });
  run.enter("done");
  return { videoId, stage: work.stage, artifacts, facts, spentMicroUsd: run.spentMicroUsd };
}

setWorkflowOptions(pinned, makeStage);

interface Made extends Pick<MakeStageResult, "artifacts" | "facts"> {
  readonly usage: readonly Usage[];
}

interface Terms {
  readonly encoder: string;
  readonly reserved: Omit<StageSoFar, "failures">;
  readonly timeoutMs: number;
}

type WorkInput = MakeStageInput & { readonly work: Exclude<LoneWork, UploadWork> };

async function makeWork(
  input: WorkInput,
  { encoder, reserved, timeoutMs }: Terms,
  activities: ProductionActivities,
): Promise<Made> {
  const { videoId, spec, work } = input;
  switch (work.stage) {
    case "script":
      return writeScript(input, activities);
    case "narration":
      return narrate(input, { scriptKey: work.scriptKey, ...reserved }, { activities, timeoutMs });
    case "media":
      return findMedia(input, work.scriptKey, activities);
    case "qa":
      return inspect(videoId, work.file, activities);
    case "preview":
      return "plan" in work
        ? preview(videoId, work.plan, activities)
        : preview(videoId, await planRender(activities, { videoId, spec, encoder, ...keysOf(work) }), activities);
    default:
      return "plan" in work
        ? rendered(await renderPlanned(activities, { videoId, plan: work.plan }))
        : rendered(await renderVideo(activities, { videoId, spec, encoder, ...keysOf(work) }));
  }
}

async function writeScript({ videoId, channelId, spec }: MakeStageInput, { script }: ProductionActivities) {
  const summary = `${spec.seconds} s: ${markdownText(spec.topic)}`;
  const input = { videoId, channelId, spec };
  const { scriptKey, usage, ...facts } = await script.writeScript.executeWithOptions({ summary }, [input]);
  return { artifacts: { scriptKey }, facts, usage };
}

async function narrate(
  { videoId, spec }: MakeStageInput,
  words: Pick<NarrationInput, "scriptKey" | "reservedCharacters">,
  { activities: { narration }, timeoutMs }: { readonly activities: ProductionActivities; readonly timeoutMs: number },
) {
  const { scriptKey, reservedCharacters } = words;
  const input = { videoId, ...words, voice: spec.voice, spec };
  const options = { summary: `voice ${spec.voice}`, ...longEnoughToBuy(reservedCharacters, timeoutMs) };
  const spoken = await narration.narrate.executeWithOptions(options, [input]);
  const { narrationKey, timingsKey, usage, durationMs, provider } = spoken;
  return { artifacts: { scriptKey, narrationKey, timingsKey }, facts: { durationMs, provider }, usage };
}

async function findMedia({ videoId, spec }: MakeStageInput, scriptKey: string, { media }: ProductionActivities) {
  const input = { videoId, scriptKey, spec };
  const summary = `pictures in ${spec.aspect}`;
  const { mediaKey, usage } = await media.prepareMedia.executeWithOptions({ summary }, [input]);
  return { artifacts: { scriptKey, mediaKey }, facts: {}, usage };
}

async function inspect(videoId: string, file: Omit<FileInspectionInput, "videoId">, { qa }: ProductionActivities) {
  const summary = file.planKey === undefined ? "a file without a plan" : "a file against its plan";
  const { reportKey, usage, ...facts } = await qa.inspectFile.executeWithOptions({ summary }, [{ videoId, ...file }]);
  return { artifacts: { reportKey }, facts, usage };
}

async function preview(videoId: string, { planKey, segmentCount }: PlanResult, { render }: ProductionActivities) {
  const drawn = await render.renderPreview.executeWithOptions({ summary: `${segmentCount} segments, small` }, [
    { videoId, planKey },
  ]);
  const { previewKey, sha256, bytes, durationMs, usage } = drawn;
  return { artifacts: { previewKey, planKey }, facts: { sha256, bytes, durationMs, segmentCount }, usage };
}

function keysOf({ scriptKey, timingsKey, mediaKey }: PlanParts): PlanParts {
  return { scriptKey, timingsKey, mediaKey };
}

function rendered({ plan, usage, ...made }: Awaited<ReturnType<typeof renderPlanned>>): Made {
  const { videoKey, audioKey, thumbnailKey, contactSheetKey, srtKey, vttKey, sha256, bytes, durationMs } = made;
  const artifacts = { videoKey, audioKey, thumbnailKey, contactSheetKey, srtKey, vttKey, planKey: plan.planKey };
  return { artifacts, facts: { sha256, bytes, durationMs, segmentCount: plan.segmentCount }, usage };
}
