import type { CheckPolicy, Fault, Observation } from "./inspection.ts";
import { observed, unknown } from "./inspection.ts";
import type { Mend } from "../video/production.ts";
import { ramp } from "./score.ts";
import type { RenderPlan } from "../render/plan.ts";
import type { TimeRange } from "../speech/speech.ts";

/** What the container says of itself, read without decoding. */
export interface FileFacts {
  readonly formatName: string;
  readonly bytes: number;
  readonly durationMs: number;
  /** The index stands before the media data, so a player can start while it downloads. */
  readonly indexFirst: boolean;
  /** Bytes that the boxes announce and the file does not have. */
  readonly missingBytes: number;
  readonly video: VideoFacts | null;
  readonly audio: AudioFacts | null;
}

export interface VideoFacts {
  readonly codec: string;
  readonly pixelFormat: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frameCount: number;
  /** Where frames last longer or shorter than the others; null when the index does not tell. */
  readonly uneven: readonly TimeRange[] | null;
  /** Width over height of one pixel, `1:1` when square. */
  readonly pixelAspect: string;
  /** Degrees by which a player turns the picture. */
  readonly rotation: number;
  /** When frames are shown that decode by themselves. */
  readonly keyframesMs: readonly number[];
  readonly startMs: number;
  readonly durationMs: number;
  /** Of the picture alone, without sound and container; null when not even counting its packets tells. */
  readonly bitsPerSecond: number | null;
  readonly colour: {
    readonly primaries: string;
    readonly transfer: string;
    readonly space: string;
    readonly range: string;
  };
}

export interface AudioFacts {
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** What the one pass over the decoded file brought. */
export interface DecodeFacts {
  /** False when the decoder met an error; `broken` then names the ranges that did not decode. */
  readonly complete: boolean;
  readonly error: string | null;
  readonly broken: readonly TimeRange[];
  readonly frameCount: number | null;
}

type StreamPlan = Pick<RenderPlan, "canvas" | "fps" | "frameCount" | "durationMs">;

/** How findings begin of a file that cannot be shown. */
export const UNREADABLE = "the file cannot be read";
const NO_DECODE = "does not decode";
const NO_PICTURE = "no video stream";

/** Check 1: h264 yuv420p in BT.709, AAC 48 kHz stereo, index first, no decoding error. Counts what is wrong. */
export function checkStreams(file: FileFacts, decode: DecodeFacts, plan: StreamPlan): Observation {
  const faults: Fault[] = [];
  const fault = (wrong: boolean, message: string, mend: Mend, range: TimeRange = wholeOf(plan)): void => {
    if (wrong) faults.push({ fromMs: range.fromMs, toMs: range.toMs, message, mend, share: 1 });
  };
  const { video, audio } = file;
  fault(!/\bmp4\b/.test(file.formatName), `container is ${file.formatName}, not mp4`, "assembly");
  fault(!file.indexFirst, "the index (moov) stands after the media data", "assembly");
  fault(file.missingBytes > 0, `${file.missingBytes} bytes are missing at the end`, "assembly");
  fault(video === null, NO_PICTURE, "segments");
  fault(audio === null, "no audio stream", "assembly");
  if (video !== null) {
    fault(video.codec !== "h264", `video is ${video.codec}, not h264`, "segments");
    fault(video.pixelFormat !== "yuv420p", `pixel format is ${video.pixelFormat}, not yuv420p`, "segments");
    const { primaries, transfer, space, range } = video.colour;
    const tagged = primaries === "bt709" && transfer === "bt709" && space === "bt709" && range === "tv";
    fault(
      !tagged,
      `colour tags are ${[primaries, transfer, space, range].join("/")}, not bt709/bt709/bt709/tv`,
      "segments",
    );
  }
  if (audio !== null) {
    fault(audio.codec !== "aac", `audio is ${audio.codec}, not aac`, "assembly");
    const format = `${audio.sampleRateHz} Hz, ${audio.channels} channels`;
    fault(audio.sampleRateHz !== 48_000 || audio.channels !== 2, `audio is ${format}, not 48000 Hz stereo`, "assembly");
  }
  for (const range of decode.broken)
    fault(true, `${NO_DECODE}: ${decode.error ?? "frames missing"}`, "segments", range);
  fault(!decode.complete && decode.broken.length === 0, `${NO_DECODE}: ${decode.error ?? "unknown error"}`, "assembly");
  const measured =
    faults.length === 0 ? "h264 yuv420p BT.709, AAC 48 kHz stereo, index first" : `${faults.length} defects`;
  return observed("streams", faults.length, measured, faults);
}

/** What no player shows: neither taste nor a rule of the house. */
const UNPLAYABLE = [UNREADABLE, NO_DECODE, NO_PICTURE];

/** Whether a file cannot be read, shows nothing, or does not decode to its end. */
export function isUnplayable(findings: readonly { readonly check: string; readonly message: string }[]): boolean {
  return findings.some(
    ({ check, message }) => check === "streams" && UNPLAYABLE.some((start) => message.startsWith(start)),
  );
}

/** Check 2: the planned size, frame rate and number of frames, exactly. Counts mismatches. */
export function checkGeometry(file: FileFacts, decode: DecodeFacts, plan: StreamPlan): Observation {
  const { video } = file;
  if (video === null) return unknown("geometry", "no video stream");
  const wrong: { readonly message: string; readonly range?: TimeRange }[] = [];
  const { width, height } = plan.canvas;
  if (video.width !== width || video.height !== height) {
    wrong.push({ message: `${video.width}×${video.height} instead of ${width}×${height}` });
  }
  if (video.pixelAspect !== "1:1") wrong.push({ message: `pixels of ${video.pixelAspect} instead of square ones` });
  if (video.rotation !== 0) wrong.push({ message: `players turn the picture by ${video.rotation} degrees` });
  if (Math.abs(video.fps - plan.fps) > 1e-3) wrong.push({ message: `${video.fps} instead of ${plan.fps} frames/s` });
  if (video.uneven === null) wrong.push({ message: "the lengths of the frames are not known" });
  for (const range of video.uneven ?? []) wrong.push({ message: "frames of unequal length", range });
  const places = video.uneven?.length ?? 0;
  if (video.frameCount !== plan.frameCount) {
    const message = `${video.frameCount} instead of ${plan.frameCount} frames`;
    // The place of the missing frames is named above, when they left a hole.
    if (places === 0) wrong.push({ message });
  }
  const decoded = decode.complete ? decode.frameCount : null;
  if (decoded !== null && decoded !== video.frameCount) {
    wrong.push({ message: `${decoded} of ${video.frameCount} frames decode` });
  }
  const measured = `${video.width}×${video.height}, ${video.fps} frames/s, ${video.frameCount} frames`;
  const faults = wrong.map(({ message, range = wholeOf(plan) }) => {
    return { fromMs: range.fromMs, toMs: range.toMs, message, mend: "segments" as const, share: 1 };
  });
  const unmade = decoded === null ? ["count of decoded frames: decoding stopped"] : [];
  return observed("geometry", wrong.length, measured, faults, unmade);
}

/** Check 3: container and video against the plan, sound against its master. The largest difference, ms. */
export function checkDuration(
  file: FileFacts,
  plan: StreamPlan,
  masterMs: number | null,
  policy: CheckPolicy,
): Observation {
  const parts = [{ name: "file", actualMs: file.durationMs, plannedMs: plan.durationMs }];
  const { video, audio } = file;
  if (video !== null) parts.push({ name: "picture", actualMs: video.durationMs, plannedMs: plan.durationMs });
  if (audio !== null && masterMs !== null) {
    // The mix may end before the last planned frame, or be cut at it.
    parts.push({ name: "sound", actualMs: audio.durationMs, plannedMs: Math.min(masterMs, plan.durationMs) });
  }
  const offsets = parts.map((part) => ({ ...part, offMs: Math.abs(part.actualMs - part.plannedMs) }));
  const faults = offsets
    .filter(({ offMs }) => ramp(offMs, policy) < 1)
    .map(({ name, actualMs, plannedMs, offMs }) => ({
      fromMs: Math.min(actualMs, plannedMs),
      toMs: Math.max(actualMs, plannedMs),
      message: `${name} lasts ${Math.round(actualMs)} ms instead of ${Math.round(plannedMs)} ms`,
      mend: name === "sound" ? ("audio" as const) : ("assembly" as const),
      share: offMs,
    }));
  const worstMs = Math.max(...offsets.map(({ offMs }) => offMs));
  return observed("duration", worstMs, `${Math.round(worstMs)} ms off the plan`, faults);
}

function wholeOf(plan: Pick<RenderPlan, "durationMs">): TimeRange {
  return { fromMs: 0, toMs: plan.durationMs };
}
