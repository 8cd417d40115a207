import { MockActivityEnvironment } from "@temporalio/testing";
import { DefaultLogger } from "@temporalio/worker";

import { createInspectionActivities } from "../../../activities/inspection/inspection.ts";
import type { Ffmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { readQualityPolicy } from "../../../clients/quality-policy.ts";
import { createObjectStore } from "../../../clients/storage/storage.ts";
import type { CheckId, QualityReport } from "../../../domain/inspection/inspection.ts";
import type { FileInspectionInput, Finding, InspectionResult } from "../../../domain/video/production.ts";
import type { TimeRange } from "../../../domain/speech/speech.ts";
import type { MadeVideo } from "../rendering/made-video.ts";

const POLICY = await readQualityPolicy();

/** Failing on purpose is no news. */
const QUIET = new DefaultLogger("ERROR");

async function* noEntries() {}

/** The activity as the worker runs it, on an object store of this folder; progress goes nowhere. */
export async function inspectIn(
  root: string,
  input: Omit<FileInspectionInput, "videoId">,
  tool: Ffmpeg = createFfmpeg(),
): Promise<{ result: InspectionResult; report: QualityReport }> {
  const storage = createObjectStore({ kind: "folder", path: root });
  const progress = { publish: () => undefined, follow: () => noEntries(), close: () => Promise.resolve() };
  const activities = createInspectionActivities({ storage, ffmpeg: tool, progress, policy: POLICY });
  const result: InspectionResult = await new MockActivityEnvironment({}, { logger: QUIET }).run(
    (each: FileInspectionInput) => activities.inspectFile(each),
    { videoId: "v1", ...input },
  );
  return { result, report: await storage.getJson<QualityReport>(result.reportKey) };
}

/** Judges a video that was made in this folder, with everything at hand that its making left. */
export function inspectMade(root: string, made: MadeVideo) {
  const { plan, segments, audio, narration, media, video } = made;
  return inspectIn(root, {
    videoKey: video.videoKey,
    planKey: plan.planKey,
    audioKey: audio.audioKey,
    timingsKey: narration.timingsKey,
    mediaKey: media.mediaKey,
    segmentKeys: segments.map(({ segmentKey }) => segmentKey),
    containsSyntheticMedia: true,
  });
}

/** What a planted defect must lead to. */
export interface Expected {
  readonly kind: string;
  /** `under` the threshold must not be seen, `over` and `far` over it must. */
  readonly magnitude: "under" | "over" | "far";
  readonly position: "start" | "middle" | "end" | "whole";
  /** Any of these is the right check. */
  readonly caughtBy: readonly CheckId[];
  /** Where the finding must lie, give or take `toleranceMs`; the whole video when left out. */
  readonly where?: TimeRange;
  readonly toleranceMs?: number;
}

export function nameOf({ kind, magnitude, position }: Expected): string {
  return `${kind}, ${magnitude}, ${position}`;
}

const TOLERANCE_MS = 200;

/** Null when all is as it must be, else what is not. */
export function problemOf(expected: Expected, findings: readonly Pick<Finding, "check" | "fromMs" | "toMs">[]) {
  if (expected.magnitude === "under") {
    const [first] = findings;
    return first === undefined ? null : `false alarm of ${first.check} at ${first.fromMs}–${first.toMs} ms`;
  }
  const right = findings.filter(({ check }) => expected.caughtBy.some((id) => id === check));
  if (right.length === 0) return `missed; seen were ${findings.map(({ check }) => check).join(", ") || "nothing"}`;
  const { where, toleranceMs = TOLERANCE_MS } = expected;
  if (where === undefined) return null;
  const placed = right.some(({ fromMs, toMs }) => {
    const overlaps = fromMs <= where.toMs + toleranceMs && toMs >= where.fromMs - toleranceMs;
    return overlaps && fromMs >= where.fromMs - toleranceMs && toMs <= where.toMs + toleranceMs;
  });
  if (placed) return null;
  const seen = right.map(({ fromMs, toMs }) => `${fromMs}–${toMs}`).join(", ");
  return `at ${seen} ms instead of ${where.fromMs}–${where.toMs}`;
}
