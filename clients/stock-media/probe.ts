import { execa } from "execa";
import { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import { LARGEST_PIXELS, type ProbedMedia } from "../../domain/media/facts.ts";
import { dyingWithParent } from "../ffmpeg/parent-death.ts";

/** Looks into a foreign file with the one reader named. Throws AppError `media_failed` when nothing can be read. */
export type ProbeMedia = (path: string, demuxer: string, signal: AbortSignal) => Promise<ProbedMedia>;

const PROBE_LIMIT_MS = 20_000;
const ANSWER_BYTES_AT_MOST = 2 ** 20;
const ENTRIES =
  "format=duration:stream=codec_type,codec_name,width,height,duration,color_transfer,color_primaries:stream_disposition=attached_pic:stream_tags=rotate:stream_side_data=rotation";

const Answer = z.object({
  format: z.object({ duration: z.string().optional() }).optional(),
  streams: z.array(
    z.object({
      codec_type: z.string().optional(),
      codec_name: z.string().optional(),
      width: z.number().optional(),
      height: z.number().optional(),
      duration: z.string().optional(),
      color_transfer: z.string().optional(),
      color_primaries: z.string().optional(),
      disposition: z.object({ attached_pic: z.number().optional() }).optional(),
      tags: z.object({ rotate: z.string().optional() }).optional(),
      side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
    }),
  ),
});

export const probeMedia: ProbeMedia = async (path, demuxer, signal) => {
  const limits = ["-protocol_whitelist", "file", "-max_pixels", String(LARGEST_PIXELS), "-threads", "1"];
  const reading = ["-probesize", "20000000", "-analyzeduration", "10000000", "-f", demuxer];
  const shown = ["-v", "error", "-show_entries", ENTRIES, "-of", "json", path];
  const [program = "", ...line] = dyingWithParent(["ffprobe", ...limits, ...reading, ...shown]);
  const result = await execa(program, line, {
    reject: false,
    stdin: "ignore",
    timeout: PROBE_LIMIT_MS,
    killSignal: "SIGKILL",
    maxBuffer: ANSWER_BYTES_AT_MOST,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  const answer = Answer.safeParse(jsonOf(result.stdout));
  if (result.failed || !answer.success) {
    const why = result.timedOut ? `looking into it took ${PROBE_LIMIT_MS / 1000} s` : firstLine(result.stderr);
    throw new AppError("media_failed", why === "" ? "it cannot be read" : why);
  }
  const { format, streams } = answer.data;
  return {
    durationMs: milliseconds(format?.duration ?? streams.find(({ codec_type }) => codec_type === "video")?.duration),
    streams: streams.map((stream) => ({
      type: stream.codec_type ?? "",
      codec: stream.codec_name ?? "",
      width: stream.width ?? 0,
      height: stream.height ?? 0,
      transfer: stream.color_transfer ?? "",
      primaries: stream.color_primaries ?? "",
      rotation:
        stream.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ??
        Number(stream.tags?.rotate ?? 0),
      isCover: stream.disposition?.attached_pic === 1,
    })),
  };
};

function milliseconds(seconds: string | undefined): number | null {
  const value = Number(seconds ?? Number.NaN);
  return Number.isFinite(value) ? Math.round(value * 1000) : null;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    // ffprobe's own words, on its error output, say more than half a JSON text does.
    return null;
  }
}

/** Without the machine's path, which ffprobe puts in front. */
function firstLine(stderr: string): string {
  const [first = ""] = stderr.trim().split("\n", 1);
  return first
    .replace(/^\[[^\]]*\]\s*/, "")
    .replace(/^\/\S+:\s*/, "")
    .slice(0, 200);
}
