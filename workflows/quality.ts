import { proxyLocalActivities } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import type { Finding, InspectionResult, Rendered } from "../domain/video/production.ts";
import { thumbnailArtifact } from "../domain/video/video-edits.ts";
import { transaction } from "./activity-options.ts";
import type { Draft } from "./draft.ts";
import { type Repair, productionActivities, renderVideo } from "./production.ts";
import type { StageWork } from "./stage.ts";

const records = proxyLocalActivities<StageActivities>(transaction);

/** On its second failure a GPU encoder is given up for the CPU's: better slower than not at all. */
export async function render(draft: Draft, repair?: Repair): Promise<void> {
  const { run, script, narration, media } = draft;
  if (script === null || narration === null || media === null) return;
  const { videoId, policy } = run.input;
  const { spec } = run;
  const { scriptKey } = script;
  const { timingsKey, narrationKey } = narration;
  const { mediaKey } = media;
  const work: StageWork<Rendered> = ({ failures }) => {
    const encoder = failures > 0 ? "libx264" : run.input.encoder;
    const activities = productionActivities({ policy, encoder });
    return renderVideo(activities, { videoId, spec, scriptKey, timingsKey, mediaKey, encoder }, repair);
  };
  const rendered = await draft.make("render", work, (made) => (draft.rendered = made));
  if (rendered === null) return;
  const { sha256, bytes, durationMs, videoKey, audioKey, contactSheetKey, vttKey, plan } = rendered;
  const { thumbnailKey, srtKey } = { ...rendered, ...draft.dress };
  const sources = { scriptKey, narrationKey, timingsKey, mediaKey, planKey: plan.planKey };
  const artifacts = { ...sources, videoKey, audioKey, thumbnailKey, contactSheetKey, srtKey, vttKey };
  const candidates = (rendered.thumbnailKeys ?? []).map((key, index) => [thumbnailArtifact(index + 1), key] as const);
  const named = { ...artifacts, ...Object.fromEntries<string>(candidates) };
  await records.recordArtifacts({ videoId, artifacts: named, sha256, bytes, durationMs });
}

/** Inspects, and repairs the named segments once. What is still wrong then is for a person to judge. */
export async function assureQuality(draft: Draft): Promise<void> {
  const first = await inspect(draft);
  if (first === null) return;
  const repair = repairOf(first.findings);
  if (!first.needsRepair || !(repair.segments.length > 0 || repair.audio || repair.assembly)) return keep(draft, first);
  await recordInspection(draft, first);
  if (draft.rendered === null) return;
  await render(draft, repair);
  const second = await inspect(draft);
  if (second !== null) await keep(draft, second);
}

/** Stands still until a person approves, rejects or edits the video. */
export async function askPerson(draft: Draft): Promise<void> {
  const { run, parking, inspection } = draft;
  if (inspection === null) return;
  draft.approval = null;
  const { score, needsRepair, findings } = inspection;
  const worst = findings
    .map(({ message }) => message)
    .slice(0, 3)
    .join("; ");
  const reason = needsRepair ? `quality score ${score}: ${worst}` : `version ${run.version}, quality score ${score}`;
  await parking.park({
    kind: "approval",
    reason,
    remedy: "Watch the video, then approve, edit or reject it.",
    until: null,
    errorCode: needsRepair ? "quality_rejected" : null,
  });
}

/** Null when an edit took the render away meanwhile. */
async function inspect(draft: Draft): Promise<InspectionResult | null> {
  const { run, narration, media, rendered } = draft;
  if (narration === null || media === null || rendered === null) return null;
  const { videoId } = run.input;
  const { qa } = productionActivities(run.input);
  const { videoKey, audioKey, segmentKeys, plan } = rendered;
  const sources = {
    timingsKey: narration.timingsKey,
    mediaKey: media.mediaKey,
    segmentKeys,
    containsSyntheticMedia: run.spec.publish.containsSyntheticMedia,
  };
  const look = () =>
    qa.inspectVideo.executeWithOptions({ summary: `version ${run.version + 1}` }, [
      { videoId, planKey: plan.planKey, videoKey, audioKey, ...sources },
    ]);
  const inspection = await draft.make("qa", look, () => {});
  return draft.rendered === rendered ? inspection : null;
}

/** The render and what was found of it are a version from now on. */
async function keep(draft: Draft, inspection: InspectionResult): Promise<void> {
  const { run, edits } = draft;
  draft.inspection = inspection;
  draft.edits = [];
  run.version += 1;
  await recordInspection(draft, inspection, { version: run.version, edits, spec: run.spec });
}

async function recordInspection(
  { run }: Draft,
  { score, gate, findings, reportKey }: InspectionResult,
  version?: NonNullable<Parameters<StageActivities["recordArtifacts"]>[0]["version"]>,
): Promise<void> {
  run.score = score;
  run.gate = gate ?? null;
  run.findings = findings;
  run.tell();
  const { videoId } = run.input;
  const made = version === undefined ? {} : { version };
  await records.recordArtifacts({ videoId, artifacts: { reportKey }, score, ...made });
}

function repairOf(findings: readonly Finding[]): Repair {
  return {
    segments: [...new Set(findings.flatMap(({ segmentIndexes }) => segmentIndexes))],
    audio: findings.some(({ mend }) => mend === "audio"),
    assembly: findings.some(({ mend }) => mend === "assembly"),
  };
}
