import type { Ffmpeg } from "../clients/ffmpeg.ts";
import type { CheckId, Observation, QualityPolicy } from "../domain/inspection.ts";
import { observed, unknown } from "../domain/inspection.ts";
import { checkCaptions } from "../domain/inspection-captions.ts";
import { checkContent, checkVariety } from "../domain/inspection-editorial.ts";
import { checkSignal } from "../domain/inspection-signal.ts";
import type { FileFacts } from "../domain/inspection-streams.ts";
import { checkBitrate, checkDuration, checkGeometry, checkStreams } from "../domain/inspection-streams.ts";
import type { Pcm } from "../domain/inspection-sync.ts";
import { checkSync } from "../domain/inspection-sync.ts";
import { checkSpeechOverMusic } from "../domain/inspection-voice.ts";
import type { MediaManifest } from "../domain/media.ts";
import type { RenderPlan } from "../domain/render-plan.ts";
import type { NarrationTimings } from "../domain/speech.ts";
import { decodeOnce } from "./inspection-decode.ts";
import { checkFidelity } from "./inspection-fidelity.ts";
import { readFileFacts } from "./inspection-file.ts";
import { readPcm, readSounds } from "./inspection-sound.ts";
import type { ReportProgress } from "./progress.ts";

export interface InspectedFile {
  readonly path: string;
  readonly masterPath: string;
  readonly narrationPath: string;
  readonly segmentPaths: ReadonlyMap<number, string>;
  readonly plan: RenderPlan;
  readonly timings: NarrationTimings | null;
  readonly media: MediaManifest | null;
  readonly containsSyntheticMedia: boolean | null;
  /** For samples; the caller removes it. */
  readonly folder: string;
  readonly policy: QualityPolicy;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
}

interface Inspected {
  readonly observations: Observation[];
  readonly cpuSeconds: number;
}

/** Makes every check that the inputs allow. Nothing about the file itself is thrown: a broken one fails its checks. */
export async function inspectFile(ffmpeg: Ffmpeg, input: InspectedFile): Promise<Inspected> {
  const planned = checkPlan(input);
  const file = await readFileFacts(ffmpeg, input.path);
  if (!file.readable) return { observations: [...unreadable(file.reason, input.plan), ...planned], cpuSeconds: 0 };
  const measured = await measureFile(ffmpeg, input, file.facts);
  return { observations: [...measured.observations, ...planned], cpuSeconds: measured.cpuSeconds };
}

/** What the plan alone decides: captions are burned in as planned. */
function checkPlan({ plan, timings, media, containsSyntheticMedia, policy }: InspectedFile): Observation[] {
  return [
    checkCaptions(plan, timings?.words ?? null, policy.captions),
    checkVariety(plan, media, policy.variety),
    checkContent(plan, { media, containsSyntheticMedia }, policy.content),
  ];
}

async function measureFile(ffmpeg: Ffmpeg, input: InspectedFile, file: FileFacts): Promise<Inspected> {
  const { plan, policy, folder, signal, report } = input;
  report(0.05, "decoding");
  const paths = [input.masterPath, input.narrationPath];
  const { sounds, cpuSeconds } = await readSounds(ffmpeg, { paths, folder, signal });
  const [master, narration] = sounds;
  const pass = await decodeOnce(ffmpeg, {
    path: input.path,
    file,
    durationMs: plan.durationMs,
    folder,
    detection: policy.detection,
    signal,
    onProgress: (fraction) => report(0.05 + 0.85 * fraction, "decoding"),
  });
  report(0.92, "comparing with the segments");
  const fidelity = await checkFidelity(ffmpeg, { ...input, plan });
  const actual = pass.pcmPath === null ? null : await readPcm(pass.pcmPath);
  const observations = [
    checkStreams(file, pass.decode, plan),
    checkGeometry(file, pass.decode, plan),
    checkDuration(file, plan, master === undefined ? null : durationOf(master), policy.checks.duration),
    ...checkSignal(pass.signal, plan, policy),
    checkBitrate(file, plan, policy),
    fidelity.observation,
    ...checkSound({ actual, master, narration, file, policy }),
  ];
  report(1, "judged");
  return { observations, cpuSeconds: cpuSeconds + pass.cpuSeconds + fidelity.cpuSeconds };
}

interface Sounds {
  readonly actual: Pcm | null;
  readonly master: Pcm | undefined;
  readonly narration: Pcm | undefined;
  readonly file: FileFacts;
  readonly policy: QualityPolicy;
}

function checkSound({ actual, master, narration, file, policy }: Sounds): Observation[] {
  const videoStartMs = file.video?.startMs ?? 0;
  const missing = file.audio === null ? "no audio stream" : "decoding stopped before the end";
  const sync =
    actual === null || master === undefined
      ? unknown("sync", missing)
      : checkSync({ file: actual, master, videoStartMs }, policy);
  const speech =
    narration === undefined || master === undefined
      ? unknown("speech_over_music", "no narration or master")
      : checkSpeechOverMusic(narration, master, policy.checks.speech_over_music);
  return [sync, speech];
}

const NEEDS_THE_FILE: readonly CheckId[] = [
  "geometry",
  "duration",
  "sync",
  "loudness",
  "true_peak",
  "black",
  "freeze",
  "silence",
  "speech_over_music",
  "fidelity",
  "bitrate",
];

function unreadable(reason: string, plan: RenderPlan): Observation[] {
  const message = `the file cannot be read: ${reason}`;
  const fault = { fromMs: 0, toMs: plan.durationMs, message, mend: "assembly" as const, share: 1 };
  const rest = NEEDS_THE_FILE.map((check) => unknown(check, "the file cannot be read"));
  return [observed("streams", 1, "unreadable", [fault]), ...rest];
}

function durationOf({ samples, sampleRateHz }: Pcm): number {
  return (samples.length * 1000) / sampleRateHz;
}
