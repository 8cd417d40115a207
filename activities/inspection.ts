import { tmpdir } from "node:os";

import { cancellationSignal } from "@temporalio/activity";

import type { Ffmpeg } from "../clients/ffmpeg.ts";
import type { ProgressBus } from "../clients/progress.ts";
import type { ObjectStore } from "../clients/storage.ts";
import type { QualityPolicy, QualityReport } from "../domain/inspection.ts";
import { scoreInspection } from "../domain/inspection-score.ts";
import type { MediaManifest } from "../domain/media.ts";
import type { InspectionInput, InspectionResult, Usage } from "../domain/production.ts";
import type { RenderPlan } from "../domain/render-plan.ts";
import type { NarrationTimings } from "../domain/speech.ts";
import { contentHash, fileSha256 } from "./content-key.ts";
import { cpuUsage } from "./cpu-usage.ts";
import { inspectFile } from "./inspection-checks.ts";
import { reportStageProgress } from "./progress.ts";
import { inWorkFolder } from "./work-folder.ts";

export interface InspectionDeps {
  readonly storage: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly progress: ProgressBus;
  readonly policy: QualityPolicy;
  /** Folder for samples that live as long as one inspection; the system's own by default. */
  readonly workPath?: string;
}

/** What lets more checks be made; without a part, the report says which check is unknown for want of it. */
export interface InspectionSources {
  /** `NarrationTimings`: coverage of the spoken words. */
  readonly timingsKey?: string;
  /** `MediaManifest`: credits and licences. */
  readonly mediaKey?: string;
  /** Rendered segments in order: the picture is compared with them. */
  readonly segmentKeys?: readonly string[];
  /** What the platform will be told. */
  readonly containsSyntheticMedia?: boolean;
}

/** Part of a report's key: another way of measuring makes another report. */
const METHOD_VERSION = 1;

export type InspectionActivities = ReturnType<typeof createInspectionActivities>;

export function createInspectionActivities(deps: InspectionDeps) {
  return {
    /**
     * Judges the finished file against its plan. A file that cannot be read gives a report with hard failures; an object
     * that is not there is `not_found`, a machine without ffmpeg `missing_tool`.
     */
    async inspectVideo(input: InspectionInput & InspectionSources): Promise<InspectionResult> {
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
    },
  };
}

interface Judged {
  readonly input: InspectionInput & InspectionSources;
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
  const { videoKey, planKey, audioKey, timingsKey, mediaKey } = input;
  const plan = await storage.getJson<RenderPlan>(planKey);
  const { observations, cpuSeconds } = await inspectFile(ffmpeg, {
    path,
    masterPath: await storage.getFile(audioKey),
    narrationPath: await storage.getFile(plan.audio.narrationKey),
    segmentPaths: await sampledSegments(storage, input.segmentKeys ?? []),
    plan,
    timings: timingsKey === undefined ? null : await storage.getJson<NarrationTimings>(timingsKey),
    media: mediaKey === undefined ? null : await storage.getJson<MediaManifest>(mediaKey),
    containsSyntheticMedia: input.containsSyntheticMedia ?? null,
    folder,
    policy,
    signal: cancellationSignal(),
    report: reportStageProgress(progress, "qa"),
  });
  const report = scoreInspection(observations, policy, plan, { videoKey, planKey, sha256, tool });
  return { report, usage: [cpuUsage("inspect", { cpuSeconds })] };
}

/** The segments that the picture is compared with; the others need not be fetched. */
async function sampledSegments(storage: ObjectStore, keys: readonly string[]): Promise<Map<number, string>> {
  const indexes = new Set([0, Math.floor(keys.length / 2), keys.length - 1]);
  const paths = new Map<number, string>();
  for (const index of indexes) {
    const key = keys[index];
    if (key !== undefined) paths.set(index, await storage.getFile(key));
  }
  return paths;
}

function resultOf(reportKey: string, report: QualityReport, usage: readonly Usage[]): InspectionResult {
  const findings = report.checks.flatMap((check) => check.findings);
  return { reportKey, score: report.score, needsRepair: report.needsRepair, findings, usage };
}

/** The same bytes under the same policy give the same report, so a repeated attempt finds it. */
function reportKeyOf(
  input: InspectionInput & InspectionSources,
  made: { readonly policy: QualityPolicy; readonly tool: string; readonly sha256: string },
): string {
  return `reports/${contentHash({ method: METHOD_VERSION, ...made, ...input, videoId: null })}.json`;
}
