import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { findOnPath } from "../run-command.ts";
import type { Finding } from "./finding.ts";

/** The GPU route opens by a real test encode; lists of encoders name NVENC on machines without a GPU. */
export async function encoderFindings(): Promise<readonly Finding[]> {
  if (findOnPath("ffmpeg") === null) return [];
  const probe = await createFfmpeg().probeEncoder("gpu");
  if (probe.fallbackReason === null) return [{ what: "GPU encoder", state: "ok", found: probe.encoder }];
  return [{ what: "GPU encoder", state: "note", found: `none, CPU route is used (${probe.fallbackReason})` }];
}
