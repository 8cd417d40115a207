import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import { segmentList } from "../../domain/render/assembly.ts";
import type { Fault, Observation, QualityPolicy } from "../../domain/inspection/inspection.ts";
import { observed } from "../../domain/inspection/inspection.ts";
import { ramp } from "../../domain/inspection/score.ts";
import type { PlannedSegment, RenderPlan } from "../../domain/render/plan.ts";
import { isMediaFailure } from "./file.ts";
import { readPackets } from "./packets.ts";

/** Frames compared of each segment that was encoded anew; its first ones, where a wrong cut shows. */
const FRAMES = 8;
/** Segments looked at, evenly spread, when a whole file was encoded anew. */
const COMPARED_MAX = 12;

export interface FidelityInput {
  readonly path: string;
  /** Local paths of the rendered segments in order; none makes the check impossible. */
  readonly segmentPaths: readonly string[];
  readonly plan: RenderPlan;
  readonly policy: QualityPolicy;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Check 12: the file's picture against its rendered segments. Pictures are joined without encoding, so every packet
 * must be the segment's; where none of a segment is, it was encoded anew and SSIM says how much was lost.
 */
export async function checkFidelity(
  ffmpeg: Ffmpeg,
  input: FidelityInput,
): Promise<{ observation: Observation | null; cpuSeconds: number }> {
  if (input.segmentPaths.length === 0) return { observation: null, cpuSeconds: 0 };
  const { segments } = input.plan;
  const differing = await differingFrames(ffmpeg, input);
  const faults: Fault[] = [];
  const values: number[] = [1];
  let { cpuSeconds } = differing;
  const touched = segments.filter((segment) => framesIn(segment, differing.frames).length > 0);
  const spread = Math.max(1, touched.length / COMPARED_MAX);
  // Frames in which nothing moves are the same bytes in any encoding, so a few alike make no copy.
  const isCopied = differing.frames.size < input.plan.frameCount / 2;
  for (const [place, segment] of touched.entries()) {
    const frames = framesIn(segment, differing.frames);
    const isCopy = isCopied && frames.length < segment.frameCount;
    if (!isCopy && Math.floor(place / spread) === Math.floor((place - 1) / spread)) continue;
    const compared = isCopy ? { similarity: 0, cpuSeconds: 0 } : await compare(ffmpeg, input, segment);
    cpuSeconds += compared.cpuSeconds;
    values.push(compared.similarity);
    if (ramp(compared.similarity, input.policy.checks.fidelity) === 1) continue;
    faults.push(isCopy ? damaged(segment, frames, input.plan) : lossy(segment, compared.similarity));
  }
  const lowest = Math.min(...values);
  const measured =
    touched.length === 0
      ? `all ${segments.length} segments as they were rendered`
      : `${touched.length} of ${segments.length} segments differ, SSIM ${lowest.toFixed(3)} at worst`;
  return { observation: observed("fidelity", lowest, measured, faults), cpuSeconds };
}

function damaged(segment: PlannedSegment, frames: readonly number[], { fps }: RenderPlan): Fault {
  const fromMs = (Math.min(...frames) * 1000) / fps;
  const toMs = ((Math.max(...frames) + 1) * 1000) / fps;
  const message = `${frames.length} frames of segment ${segment.index + 1} are not as they were rendered`;
  return { fromMs, toMs, message, mend: "assembly", share: 1 };
}

function lossy({ index, startMs, endMs }: PlannedSegment, similarity: number): Fault {
  const message = `SSIM ${similarity.toFixed(3)} against segment ${index + 1}`;
  return { fromMs: startMs, toMs: endMs, message, mend: "assembly", share: 1 - similarity };
}

function framesIn({ startFrame, frameCount }: PlannedSegment, frames: ReadonlySet<number>): number[] {
  return Array.from({ length: frameCount }, (_, offset) => startFrame + offset).filter((frame) => frames.has(frame));
}

/** Numbers of the frames whose packet in the file is not the segment's. */
async function differingFrames(
  ffmpeg: Ffmpeg,
  { path, segmentPaths, plan, folder, signal }: FidelityInput,
): Promise<{ frames: Set<number>; cpuSeconds: number }> {
  const list = join(folder, "segments.ffconcat");
  await writeFile(list, segmentList(plan, segmentPaths));
  const shared = { fps: plan.fps, folder, signal };
  const actual = await readPackets(ffmpeg, { ...shared, name: "file", input: ["-i", path] });
  const joined = ["-f", "concat", "-safe", "0", "-auto_convert", "0", "-i", list];
  const rendered = await readPackets(ffmpeg, { ...shared, name: "segments", input: joined });
  const frames = new Set<number>();
  for (let frame = 0; frame < plan.frameCount; frame += 1) {
    if (actual.checksums.get(frame) !== rendered.checksums.get(frame)) frames.add(frame);
  }
  return { frames, cpuSeconds: actual.cpuSeconds + rendered.cpuSeconds };
}

async function compare(
  ffmpeg: Ffmpeg,
  { path, plan, segmentPaths, signal }: FidelityInput,
  segment: PlannedSegment,
): Promise<{ similarity: number; cpuSeconds: number }> {
  // Half a frame early, so that rounding cannot skip the first frame.
  const fromSeconds = Math.max(0, (segment.startFrame - 0.5) / plan.fps).toFixed(6);
  const graph = "[0:v:0]setpts=N/TB/30[a];[1:v:0]setpts=N/TB/30[b];[a][b]ssim[out]";
  const reference = segmentPaths[segment.index] ?? "";
  const inputs = ["-threads", "1", "-ss", fromSeconds, "-i", path, "-threads", "1", "-i", reference];
  const frames = String(Math.min(FRAMES, segment.frameCount));
  try {
    const output = ["-filter_complex", graph, "-map", "[out]", "-frames:v", frames, "-f", "null", "-"];
    const { stderr, cpuSeconds } = await ffmpeg.runFfmpeg([...inputs, ...output], { signal });
    return { similarity: Number(/SSIM .*All:([\d.]+)/.exec(stderr)?.[1] ?? 0), cpuSeconds };
  } catch (error) {
    // Pictures of another size cannot be compared: nothing is alike.
    if (!isMediaFailure(error)) throw error;
    return { similarity: 0, cpuSeconds: 0 };
  }
}
