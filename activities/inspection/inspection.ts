import { tmpdir } from "node:os";

import { cancellationSignal } from "@temporalio/activity";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { ProgressBus } from "../../clients/progress/progress.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import type { QualityPolicy, QualityReport } from "../../domain/inspection/inspection.ts";
import { scoreInspection } from "../../domain/inspection/score.ts";
import type { MediaManifest } from "../../domain/media/media.ts";
import type { FileInspectionInput, InspectionInput, InspectionResult, Usage } from "../../domain/video/production.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import type { NarrationTimings } from "../../domain/speech/speech.ts";
import { contentHash, fileSha256 } from "../content-key.ts";
import { cpuUsage } from "../cpu-usage.ts";
import { inspectFile } from "./checks.ts";
import { reportStageProgress } from "../progress.ts";
import { inWorkFolder } from "../work-folder.ts";

export interface InspectionDeps {
  readonly storage: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly progress: ProgressBus;
  readonly policy: QualityPolicy;
  /** Folder for samples that live as long as one inspection; the system's own by default. */
  readonly workPath?: string;
}

/** Part of a report's key: another way of measuring makes another report. */
const METHOD_VERSION = 7;

export type InspectionActivities = ReturnType<typeof createInspectionActivities>;

export function createInspectionActivities(deps: InspectionDeps) {
  return {
    /**
     * Judges the finished file of a video against its plan. A file that cannot be read gives a report with hard
     * failures; an object that is not there is `not_found`, a machine without ffmpeg `missing_tool`.
     */
    inspectVideo: (input: InspectionInput): Promise<InspectionResult> => judge(deps, input),

    /** Judges any file; what is not known about it makes its checks `unknown`. Errors are those of `inspectVideo`. */
    inspectFile: (input: FileInspectionInput): Promise<InspectionResult> => judge(deps, input),
  };
}

async function judge(delivered: InspectionDeps, input: FileInspectionInput): Promise<InspectionResult> {
  const deps = await withOwnPolicy(delivered, input);
  const tool = await deps.ffmpeg.ffmpegVersion();
  const path = await deps.storage.getFile(input.videoKey);
  const sha256 = await fileSha256(path);
  const reportKey = reportKeyOf(input, { policy: deps.policy, tool, sha256 });
  if (await deps.storage.has(reportKey)) return resultOf(reportKey, await deps.storage.getJson(reportKey), []);
  return inWorkFolder(deps.workPath ?? tmpdir(), async (folder) => {
    const { report, usage } = await inspect(deps, { input, path, sha256, tool, folder });
    await deps.storage.putJson(reportKey, report);
    return resultOf(reportKey, report, usage);
  });
}

async function withOwnPolicy(deps: InspectionDeps, { policyKey }: FileInspectionInput): Promise<InspectionDeps> {
  return policyKey === undefined ? deps : { ...deps, policy: await deps.storage.getJson<QualityPolicy>(policyKey) };
}

interface Judged {
  readonly input: FileInspectionInput;
  readonly path: string;
  readonly sha256: string;
  readonly tool: string;
  /** For samples; removed afterwards. */
  readonly folder: string;
}

async function inspect(
  { storage, ffmpeg, progress, policy }: InspectionDeps,
  { input, path, sha256, tool, folder }: Judged,
): Promise<{ report: QualityReport; usage: Usage[] }> {
  const { videoKey, planKey, audioKey, timingsKey, mediaKey, segmentKeys = [], containsSyntheticMedia } = input;
  const plan = planKey === undefined ? null : await storage.getJson<RenderPlan>(planKey);
  const { observations, frames, cpuSeconds } = await inspectFile(ffmpeg, {
    path,
    plan,
    masterPath: audioKey === undefined ? null : await storage.getFile(audioKey),
    narrationPath: plan === null ? null : await narrationOf(storage, plan),
    segmentPaths: await Promise.all(segmentKeys.map((key) => storage.getFile(key))),
    timings: timingsKey === undefined ? null : await storage.getJson<NarrationTimings>(timingsKey),
    media: mediaKey === undefined ? null : await storage.getJson<MediaManifest>(mediaKey),
    containsSyntheticMedia: containsSyntheticMedia ?? null,
    folder,
    policy,
    signal: cancellationSignal(),
    report: reportStageProgress(progress, "qa"),
  });
  const head = { videoKey, planKey: planKey ?? null, sha256, tool };
  return {
    report: scoreInspection(observations, policy, frames, head),
    usage: [cpuUsage("inspect", { cpuSeconds })],
  };
}

/** Null where the plan came from elsewhere and its narration did not come with it. */
async function narrationOf(storage: ObjectStore, { audio }: RenderPlan): Promise<string | null> {
  return (await storage.has(audio.narrationKey)) ? storage.getFile(audio.narrationKey) : null;
}

function resultOf(reportKey: string, report: QualityReport, usage: readonly Usage[]): InspectionResult {
  const { score, gate, needsRepair, checks } = report;
  return { reportKey, score, gate, needsRepair, findings: checks.flatMap((check) => check.findings), usage };
}

/** The same bytes under the same policy give the same report, so a repeated attempt finds it. */
function reportKeyOf(
  input: FileInspectionInput,
  made: { readonly policy: QualityPolicy; readonly tool: string; readonly sha256: string },
): string {
  return `reports/${contentHash({ method: METHOD_VERSION, ...made, ...input, videoId: null })}.json`;
}
