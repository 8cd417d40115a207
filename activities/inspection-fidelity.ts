import type { Ffmpeg } from "../clients/ffmpeg.ts";
import type { Fault, Observation, QualityPolicy } from "../domain/inspection.ts";
import { observed, unknown } from "../domain/inspection.ts";
import { ramp } from "../domain/inspection-score.ts";
import type { PlannedSegment, RenderPlan } from "../domain/render-plan.ts";
import { isMediaFailure } from "./inspection-file.ts";

/** Frames compared of each sampled segment; its first ones, where a wrong cut shows. */
const FRAMES = 8;

export interface FidelityInput {
  readonly path: string;
  /** Local paths of the rendered segments by index; empty when they are not at hand. */
  readonly segmentPaths: ReadonlyMap<number, string>;
  readonly plan: RenderPlan;
  readonly policy: QualityPolicy;
  readonly signal: AbortSignal;
}

/** Check 12: the file's picture against its rendered segments, sampled at start, middle and end: lowest mean SSIM. */
export async function checkFidelity(
  ffmpeg: Ffmpeg,
  input: FidelityInput,
): Promise<{ observation: Observation; cpuSeconds: number }> {
  const { segments } = input.plan;
  const sampled = new Set([0, Math.floor(segments.length / 2), segments.length - 1]);
  const faults: Fault[] = [];
  const values: number[] = [];
  let cpuSeconds = 0;
  for (const segment of segments.filter(({ index }) => sampled.has(index))) {
    const reference = input.segmentPaths.get(segment.index);
    if (reference === undefined) continue;
    const compared = await compare(ffmpeg, { ...input, segment, reference });
    cpuSeconds += compared.cpuSeconds;
    values.push(compared.similarity);
    if (ramp(compared.similarity, input.policy.checks.fidelity) === 1) continue;
    const message = `SSIM ${compared.similarity.toFixed(3)} against segment ${segment.index + 1}`;
    faults.push({
      fromMs: segment.startMs,
      toMs: segment.endMs,
      message,
      mend: "assembly",
      share: 1 - compared.similarity,
    });
  }
  if (values.length === 0)
    return { observation: unknown("fidelity", "the rendered segments are not at hand"), cpuSeconds };
  const lowest = Math.min(...values);
  const measured = `SSIM ${lowest.toFixed(3)} at worst in ${values.length} segments`;
  return { observation: observed("fidelity", lowest, measured, faults), cpuSeconds };
}

interface Comparison extends FidelityInput {
  readonly segment: PlannedSegment;
  readonly reference: string;
}

async function compare(
  ffmpeg: Ffmpeg,
  { path, plan, segment, reference, signal }: Comparison,
): Promise<{ similarity: number; cpuSeconds: number }> {
  // Half a frame early, so that rounding cannot skip the first frame.
  const fromSeconds = Math.max(0, (segment.startFrame - 0.5) / plan.fps).toFixed(6);
  const graph = "[0:v:0]setpts=N/TB/30[a];[1:v:0]setpts=N/TB/30[b];[a][b]ssim[out]";
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
