import { appErrorOf } from "../../domain/errors.ts";
import { HARDWARE_ENCODERS, type HardwareEncoder, hardwareArguments } from "../../domain/render/encoder-arguments.ts";
import type { EncoderProbe } from "../../domain/video/production.ts";
import type { Route } from "../../domain/video/video.ts";
import type { Ffmpeg } from "./ffmpeg.ts";

const PROBE_TIMEOUT_MS = 10_000;

/** NVENC refuses pictures under about 145 pixels, hence 256×256. */
const TEST_PICTURE = "-f lavfi -i color=s=256x256:r=30 -frames:v 5".split(" ");
const TEST_QUALITY = 21;
const TEST_FPS = 30;

/**
 * The encoder that a route really has. A list of encoders proves nothing (builds list NVENC without a GPU, and
 * data-centre GPUs have no video encoder at all), so a test encode with the arguments of a render decides, once a
 * process: the first of these that passes.
 */
export function createEncoderProbe(
  runFfmpeg: Ffmpeg["runFfmpeg"],
  encoders: readonly HardwareEncoder[] = HARDWARE_ENCODERS,
): (route: Route) => Promise<EncoderProbe> {
  let gpu: Promise<EncoderProbe> | undefined;
  return async (route) => {
    if (route === "cpu") return { route, encoder: "libx264", fallbackReason: null };
    return (gpu ??= probeGpu(runFfmpeg, encoders).catch((error: unknown) => {
      gpu = undefined;
      throw error;
    }));
  };
}

async function probeGpu(runFfmpeg: Ffmpeg["runFfmpeg"], encoders: readonly HardwareEncoder[]): Promise<EncoderProbe> {
  const reasons: string[] = [];
  for (const encoder of encoders) {
    const reason = await refusalOf(runFfmpeg, encoder);
    if (reason === null) return { route: "gpu", encoder, fallbackReason: null };
    reasons.push(`${encoder}: ${reason}`);
  }
  const why = reasons.length === 0 ? "none is to be tried" : reasons.join("; ");
  return { route: "gpu", encoder: "libx264", fallbackReason: `no GPU encoder: ${why}` };
}

/** Null when it encodes. */
async function refusalOf(runFfmpeg: Ffmpeg["runFfmpeg"], encoder: HardwareEncoder): Promise<string | null> {
  const encoding = hardwareArguments(encoder, TEST_QUALITY, TEST_FPS);
  try {
    await runFfmpeg([...TEST_PICTURE, ...encoding, "-f", "null", "-"], { timeoutMs: PROBE_TIMEOUT_MS });
    return null;
  } catch (error) {
    // Killed from outside, the test encode says nothing about the encoder.
    if (appErrorOf(error)?.code === "unavailable") throw error;
    return reasonOf(error);
  }
}

/** The line of the log that says why, without ffmpeg's addresses of memory. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const telling = lines.find((line) =>
    /cannot load|no capable devices|not supported|failed loading|unknown encoder|MFX session/i.test(line),
  );
  // Options of an encoder that was not built in are strange to ffmpeg before the encoder is.
  if (telling === undefined && /unrecognized option/i.test(lines[0] ?? "")) return "not in this build of ffmpeg";
  return (telling ?? lines[0] ?? "the test encode failed").replace(/^\[[^\]]*\]\s*/, "").trim();
}
