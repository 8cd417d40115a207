import type { FileInspectionInput } from "../../../domain/video/production.ts";
import type { Clip } from "./clip.ts";
import type { FileMutant } from "./mutant.ts";
import { CONTAINER_MUTANTS } from "./mutants-container.ts";
import { QUALITY_MUTANTS } from "./mutants-quality.ts";
import { SIGNAL_MUTANTS } from "./mutants-signal.ts";

export const FILE_MUTANTS: readonly FileMutant[] = [...SIGNAL_MUTANTS, ...CONTAINER_MUTANTS, ...QUALITY_MUTANTS];

/** Plants a defect and says what to inspect. */
export async function plant(
  clip: Clip,
  mutant: FileMutant,
  name: string,
): Promise<Omit<FileInspectionInput, "videoId">> {
  const videoKey = `videos/${name}.mp4`;
  const given = await mutant.make(clip, clip.at(videoKey));
  const { planKey, audioKey, segmentKeys } = clip;
  return { planKey, audioKey, videoKey, ...(mutant.withSegments ? { segmentKeys } : {}), ...given };
}
