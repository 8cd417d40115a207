import { proxyLocalActivities } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import type { Decision } from "../domain/generation.ts";
import type { Finding, InspectionResult, MediaResult, NarrationResult, ScriptResult } from "../domain/production.ts";
import { transaction } from "./activity-options.ts";
import type { Parking } from "./parking.ts";
import { type Rendered, type Repair, productionActivities, renderVideo } from "./production.ts";
import { runStage } from "./stage.ts";
import type { VideoRun } from "./video-run.ts";

const records = proxyLocalActivities<StageActivities>(transaction);

/** What was made so far; quality control and repair work on the last of each. */
export interface Made {
  readonly script: ScriptResult;
  readonly narration: NarrationResult;
  readonly media: MediaResult;
}

/** On its second failure a GPU encoder is given up for the CPU's: better slower than not at all. */
export async function render(run: VideoRun, parking: Parking, made: Made, repair?: Repair): Promise<Rendered> {
  const { videoId, spec } = run.input;
  const { scriptKey } = made.script;
  const rendered = await runStage({ run, parking }, "render", ({ failures }) => {
    const encoder = failures > 0 ? "libx264" : run.input.encoder;
    const activities = productionActivities({ policy: run.input.policy, encoder });
    const { timingsKey } = made.narration;
    const { mediaKey } = made.media;
    return renderVideo(activities, { videoId, spec, scriptKey, timingsKey, mediaKey, encoder }, repair);
  });
  const { sha256, bytes, durationMs, videoKey, audioKey, thumbnailKey, contactSheetKey, srtKey, vttKey, plan } =
    rendered;
  const artifacts = { videoKey, audioKey, thumbnailKey, contactSheetKey, srtKey, vttKey, planKey: plan.planKey };
  await records.recordArtifacts({ videoId, artifacts, sha256, bytes, durationMs });
  return rendered;
}

/** Inspects; repairs the named segments once; then a person decides. Null when the video was rejected. */
export async function assureQuality(
  run: VideoRun,
  parking: Parking,
  made: Made,
  rendered: Rendered,
  decisions: Decision[],
): Promise<Rendered | null> {
  let current = rendered;
  let inspection = await inspect(run, parking, made, current);
  const repair = repairOf(inspection.findings);
  if (inspection.needsRepair && (repair.segments.length > 0 || repair.audio || repair.assembly)) {
    current = await render(run, parking, made, repair);
    inspection = await inspect(run, parking, made, current);
  }
  if (!inspection.needsRepair) return current;
  const worst = inspection.findings
    .map(({ message }) => message)
    .slice(0, 3)
    .join("; ");
  decisions.length = 0;
  await parking.park({
    kind: "approval",
    reason: `quality score ${inspection.score}: ${worst}`,
    remedy: "Watch the video, then approve, edit or reject it.",
    until: null,
    errorCode: "quality_rejected",
  });
  return decisions.at(-1)?.act === "reject_video" ? null : current;
}

async function inspect(run: VideoRun, parking: Parking, made: Made, rendered: Rendered): Promise<InspectionResult> {
  const { videoId } = run.input;
  const { qa } = productionActivities(run.input);
  const { videoKey, audioKey, segmentKeys, plan } = rendered;
  const sources = {
    timingsKey: made.narration.timingsKey,
    mediaKey: made.media.mediaKey,
    segmentKeys,
    containsSyntheticMedia: run.input.spec.publish.containsSyntheticMedia,
  };
  const inspection = await runStage({ run, parking }, "qa", () =>
    qa.inspectVideo.executeWithOptions({ summary: `gate ${run.input.policy.qualityGate}` }, [
      { videoId, planKey: plan.planKey, videoKey, audioKey, ...sources },
    ]),
  );
  run.score = inspection.score;
  run.findings = inspection.findings;
  run.tell();
  await records.recordArtifacts({ videoId, artifacts: { reportKey: inspection.reportKey }, score: inspection.score });
  return inspection;
}

function repairOf(findings: readonly Finding[]): Repair {
  return {
    segments: [...new Set(findings.flatMap(({ segmentIndexes }) => segmentIndexes))],
    audio: findings.some(({ mend }) => mend === "audio"),
    assembly: findings.some(({ mend }) => mend === "assembly"),
  };
}
