import { proxyLocalActivities } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import type { InspectionResult, Rendered } from "../domain/video/production.ts";
import { thumbnailArtifact } from "../domain/video/video-edits.ts";
import { longEnoughFor, transaction } from "./activity-options.ts";
import type { Draft, DraftVersion } from "./draft.ts";
import { type Repair, productionActivities, renderVideo, retitleThumbnails } from "./production.ts";
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
    const { title } = draft.dress;
    const parts = { scriptKey, timingsKey, mediaKey, ...(title === undefined ? {} : { title }) };
    return renderVideo(activities, { videoId, spec, ...parts, encoder }, repair);
  };
  const rendered = await draft.make("render", work, (made) => (draft.rendered = made));
  if (rendered === null) return;
  const { sha256, bytes, durationMs, videoKey, audioKey, contactSheetKey, vttKey, plan } = rendered;
  const { srtKey } = { ...rendered, ...draft.dress };
  const sources = { scriptKey, narrationKey, timingsKey, mediaKey, planKey: plan.planKey };
  const files = { videoKey, audioKey, contactSheetKey, srtKey, vttKey };
  const artifacts = { ...sources, ...files, ...thumbnailsOf(draft, rendered) };
  await records.recordArtifacts({ videoId, artifacts, sha256, bytes, durationMs });
}

/** Draws the thumbnails with the title that a person gave; the one that was chosen among them stays the chosen one. */
export async function retitle(draft: Draft): Promise<void> {
  const { run, rendered } = draft;
  const { title } = draft.dress;
  if (rendered === null || title === undefined) return;
  const { videoId } = run.input;
  const { plan, thumbnailKeys = [] } = rendered;
  const draw = () => retitleThumbnails(productionActivities(run.input), { videoId, planKey: plan.planKey, title });
  const drawn = await draft.make("render", draw, (made) => {
    const { thumbnailKey } = draft.dress;
    const chosen = thumbnailKey === undefined ? undefined : made.thumbnailKeys[thumbnailKeys.indexOf(thumbnailKey)];
    if (chosen !== undefined) draft.dress = { ...draft.dress, thumbnailKey: chosen };
    const { usage: _, ...thumbnails } = made;
    draft.rendered = { ...rendered, ...thumbnails, plan: { ...plan, title } };
  });
  if (drawn !== null) await records.recordArtifacts({ videoId, artifacts: thumbnailsOf(draft, drawn) });
}

function thumbnailsOf(
  { dress }: Draft,
  { thumbnailKey, thumbnailKeys = [] }: Pick<Rendered, "thumbnailKey" | "thumbnailKeys">,
): Record<string, string> {
  const candidates = thumbnailKeys.map((key, index) => [thumbnailArtifact(index + 1), key] as const);
  return { thumbnailKey: dress.thumbnailKey ?? thumbnailKey, ...Object.fromEntries(candidates) };
}

/** Inspects, and repairs the named segments once. What is still wrong then is for a person to judge. */
export async function assureQuality(draft: Draft): Promise<void> {
  const first = await inspect(draft, (made) => repairOf(made) === null);
  if (first === null) return;
  await recordInspection(draft, first);
  const repair = repairOf(first.inspection);
  if (repair === null || draft.rendered === null) return;
  await render(draft, repair);
  const second = await inspect(draft, () => true);
  if (second !== null) await recordInspection(draft, second);
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

interface Inspected {
  readonly inspection: InspectionResult;
  /** What the render is from now on; null where it is repaired first. */
  readonly version: DraftVersion | null;
}

/** Null when an edit took the render away meanwhile. A final finding is kept in one step with the last look for edits. */
async function inspect(draft: Draft, isFinal: (made: InspectionResult) => boolean): Promise<Inspected | null> {
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
  const limit = longEnoughFor(rendered.durationMs / 1000, run.input.policy.stages.qa.timeoutMs);
  const look = () =>
    qa.inspectVideo.executeWithOptions({ summary: `version ${run.version + 1}`, ...limit }, [
      { videoId, planKey: plan.planKey, videoKey, audioKey, ...sources },
    ]);
  const kept: { version: DraftVersion | null } = { version: null };
  const inspection = await draft.make("qa", look, (made) => {
    if (isFinal(made)) kept.version = draft.keepVersion(made);
  });
  const isCurrent = kept.version !== null || draft.rendered === rendered;
  return inspection === null || !isCurrent ? null : { inspection, ...kept };
}

async function recordInspection({ run }: Draft, { inspection, version }: Inspected): Promise<void> {
  const { score, findings, reportKey } = inspection;
  run.score = score;
  run.gate = inspection.gate ?? null;
  run.findings = findings;
  run.tell();
  const { videoId } = run.input;
  const made = version === null ? {} : { version };
  await records.recordArtifacts({ videoId, artifacts: { reportKey }, score, ...made });
}

/** Null where nothing is to be mended, or nothing that the renderer could. */
function repairOf({ needsRepair, findings }: Pick<InspectionResult, "needsRepair" | "findings">): Repair | null {
  const segments = [...new Set(findings.flatMap(({ segmentIndexes }) => segmentIndexes))];
  const audio = findings.some(({ mend }) => mend === "audio");
  const assembly = findings.some(({ mend }) => mend === "assembly");
  return needsRepair && (segments.length > 0 || audio || assembly) ? { segments, audio, assembly } : null;
}
