import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
import { inspectFile } from "./inspection-checks.ts";
import { reportStageProgress } from "./progress.ts";

export interface InspectionDeps {
  readonly storage: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly progress: ProgressBus;
  readonly policy: QualityPolicy;
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
      const reportKey = reportKeyOf(input, deps.policy, tool);
      if (await deps.storage.has(reportKey)) return resultOf(reportKey, await deps.storage.getJson(reportKey), []);
      const folder = await mkdtemp(join(tmpdir(), "longtake-inspection-"));
      try {
        const { report, usage } = await inspect(deps, { input, tool, folder });
        await deps.storage.putJson(reportKey, report);
        return resultOf(reportKey, report, usage);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function inspect(
  { storage, ffmpeg, progress, policy }: InspectionDeps,
  {
    input,
    tool,
    folder,
  }: { readonly input: InspectionInput & InspectionSources; readonly tool: string; readonly folder: string },
): Promise<{ report: QualityReport; usage: Usage[] }> {
  const { videoKey, planKey, audioKey, timingsKey, mediaKey } = input;
  const plan = await storage.getJson<RenderPlan>(planKey);
  const { observations, cpuSeconds } = await inspectFile(ffmpeg, {
    path: await storage.getFile(videoKey),
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
  const report = scoreInspection(observations, policy, plan, { videoKey, planKey, tool });
  return { report, usage: [{ service: "cpu", operation: "inspect", units: cpuSeconds, unit: "cpu_second" }] };
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
function reportKeyOf(input: InspectionInput & InspectionSources, policy: QualityPolicy, tool: string): string {
  const { videoKey, planKey, audioKey, timingsKey, mediaKey, segmentKeys, containsSyntheticMedia } = input;
  const sources = [videoKey, planKey, audioKey, timingsKey, mediaKey, segmentKeys, containsSyntheticMedia];
  const identity = JSON.stringify([METHOD_VERSION, tool, policy, sources]);
  return `reports/${createHash("sha256").update(identity).digest("hex")}.json`;
}
