import { appErrorOf } from "../../domain/errors.ts";
import type { EncoderProbe } from "../../domain/video/production.ts";
import type { Route } from "../../domain/video/video.ts";
import type { Ffmpeg } from "./ffmpeg.ts";

const PROBE_TIMEOUT_MS = 10_000;

/** NVENC refuses pictures under about 145 pixels, hence 256×256. */
const TEST_ENCODE = "-f lavfi -i color=s=256x256:r=30 -frames:v 5 -pix_fmt yuv420p -c:v h264_nvenc -f null -".split(
  " ",
);

/**
 * The encoder that a route really has. A list of encoders proves nothing (builds list NVENC without a GPU, and
 * data-centre GPUs have no video encoder at all), so a test encode decides, once a process.
 */
export function createEncoderProbe(runFfmpeg: Ffmpeg["runFfmpeg"]): (route: Route) => Promise<EncoderProbe> {
  let gpu: Promise<EncoderProbe> | undefined;
  return async (route) => {
    if (route === "cpu") return { route, encoder: "libx264", fallbackReason: null };
    return (gpu ??= probeGpu(runFfmpeg).catch((error: unknown) => {
      gpu = undefined;
      throw error;
    }));
  };
}

async function probeGpu(runFfmpeg: Ffmpeg["runFfmpeg"]): Promise<EncoderProbe> {
  try {
    await runFfmpeg(TEST_ENCODE, { timeoutMs: PROBE_TIMEOUT_MS });
    return { route: "gpu", encoder: "h264_nvenc", fallbackReason: null };
  } catch (error) {
    // Killed from outside, the test encode says nothing about the encoder.
    if (appErrorOf(error)?.code === "unavailable") throw error;
    return { route: "gpu", encoder: "libx264", fallbackReason: `no GPU encoder: ${reasonOf(error)}` };
  }
}

/** The line of the log that says why, without ffmpeg's addresses of memory. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const telling = lines.find((line) => /cannot load|no capable devices|not supported|failed loading/i.test(line));
  return (telling ?? lines[0] ?? "the test encode failed").replace(/^\[[^\]]*\]\s*/, "").trim();
}
