import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { CheckSource, Observation, QualityPolicy } from "../../domain/inspection/inspection.ts";
import { observed, unknown, unmakeable } from "../../domain/inspection/inspection.ts";
import { checkCaptions } from "../../domain/inspection/captions.ts";
import { checkContent, checkVariety } from "../../domain/inspection/editorial.ts";
import { checkPicture, momentsToSee } from "../../domain/inspection/picture.ts";
import type { FrameTable } from "../../domain/inspection/score.ts";
import { checkSignal } from "../../domain/inspection/signal.ts";
import type { FileFacts } from "../../domain/inspection/streams.ts";
import { checkDuration, checkGeometry, checkStreams, UNREADABLE } from "../../domain/inspection/streams.ts";
import type { Pcm } from "../../domain/inspection/sync.ts";
import { checkSync } from "../../domain/inspection/sync.ts";
import { checkSpeechOverMusic } from "../../domain/inspection/voice.ts";
import type { MediaManifest } from "../../domain/media/media.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import type { NarrationTimings, SpokenWord } from "../../domain/speech/speech.ts";
import { bundledFonts } from "../rendering/fonts.ts";
import { decodeOnce } from "./decode.ts";
import { checkFidelity } from "./fidelity.ts";
import { readFileFacts } from "./file.ts";
import { readPcm, readSounds } from "./sound.ts";
import type { ReportProgress } from "../progress.ts";
import { together } from "../together.ts";

/** Everything but the file and the policy may be missing: its checks are then `unknown`. */
export interface InspectedFile {
  readonly path: string;
  readonly plan: RenderPlan | null;
  readonly masterPath: string | null;
  readonly narrationPath: string | null;
  /** Rendered segments in order; empty when they are not at hand. */
  readonly segmentPaths: readonly string[];
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
  /** The plan's frames, or without a plan the file's own. */
  readonly frames: FrameTable;
  readonly cpuSeconds: number;
}

/** Makes every check that the inputs allow. Nothing about the file itself is thrown: a broken one fails its checks. */
export async function inspectFile(ffmpeg: Ffmpeg, input: InspectedFile): Promise<Inspected> {
  const file = await readFileFacts(ffmpeg, input.path, input.signal);
  const expected = input.plan ?? expectedOf(file.readable ? file.facts : null);
  const makeable = [
    ...(await checkPlan(input)),
    ...(file.readable ? [] : [unreadable(file.reason, expected)]),
    ...unmakeable(missingSources(input, file.readable)),
  ];
  if (!file.readable) return { observations: makeable, frames: expected, cpuSeconds: 0 };
  const measured = await measureFile(ffmpeg, { ...input, expected }, file.facts);
  return { ...measured, observations: [...makeable, ...measured.observations], frames: expected };
}

function missingSources(input: InspectedFile, readable: boolean): Set<CheckSource> {
  const missing: [CheckSource, boolean][] = [
    ["file", !readable],
    ["plan", input.plan === null],
    ["master", input.masterPath === null],
    ["narration", input.narrationPath === null],
    ["segments", input.segmentPaths.length === 0],
  ];
  return new Set(missing.filter(([, isMissing]) => isMissing).map(([source]) => source));
}

/** What the plan alone decides: captions are burned in as planned. */
async function checkPlan(input: InspectedFile): Promise<Observation[]> {
  const { plan, timings, media, containsSyntheticMedia, policy } = input;
  if (plan === null) return [];
  const { fonts } = await bundledFonts();
  return [
    checkCaptions(plan, { words: timings === null ? null : heardWords(timings, plan), fonts }, policy.captions),
    checkVariety(plan, media, policy.variety),
    checkContent(plan, { media, speaker: timings?.provider ?? null, containsSyntheticMedia }, policy.content),
  ];
}

/** The narration's words on the video's clock: a brand's card may come first. */
function heardWords({ words }: NarrationTimings, { audio: { narrationStartMs = 0 } }: RenderPlan): SpokenWord[] {
  return words.map((word) => {
    return { ...word, startMs: word.startMs + narrationStartMs, endMs: word.endMs + narrationStartMs };
  });
}

/** What the measurements are held against. */
type Expected = Pick<
  RenderPlan,
  "canvas" | "fps" | "frameCount" | "durationMs" | "intended" | "segments" | "captions" | "captionStyle"
> & {
  readonly audio: Pick<RenderPlan["audio"], "targetLufs" | "music">;
};

/** YouTube's loudness, which every plan aims at. */
const TARGET_LUFS = -14;

/** A file without a plan is measured against its own frames; nothing of it is known to be intended. */
function expectedOf(file: FileFacts | null): Expected {
  const video = file?.video ?? null;
  return {
    canvas: { width: video?.width ?? 0, height: video?.height ?? 0 },
    fps: video?.fps ?? 1,
    frameCount: video?.frameCount ?? 0,
    durationMs: file?.durationMs ?? 0,
    audio: { targetLufs: TARGET_LUFS },
    intended: { gaps: [], fades: [], stills: [], blacks: [], wipes: [] },
    segments: [],
    captions: [],
  };
}

interface Measured extends InspectedFile {
  readonly expected: Expected;
}

async function measureFile(ffmpeg: Ffmpeg, input: Measured, file: FileFacts) {
  const { plan, path, expected, policy, folder, report } = input;
  const moments = momentsToSee(expected, policy);
  const onProgress = (fraction: number): void => report(0.05 + 0.9 * fraction, "decoding");
  const [pass, { master, narration, cpuSeconds }, fidelity] = await together(
    input.signal,
    (signal) =>
      decodeOnce(ffmpeg, { path, file, durationMs: expected.durationMs, moments, folder, policy, signal, onProgress }),
    (signal) => readOwnSounds(ffmpeg, { ...input, signal }),
    async (signal) => (plan === null ? null : checkFidelity(ffmpeg, { ...input, plan, signal })),
  );
  const actual = pass.pcmPath === null ? null : await readPcm(pass.pcmPath);
  const signals = checkSignal(pass.signal, expected, policy);
  const observations = [
    checkStreams(file, pass.decode, expected),
    ...(plan === null ? signals.map(withoutIntentions) : signals),
    checkPicture(file, expected, pass.pictures, policy),
    ...(plan === null
      ? []
      : [
          checkGeometry(file, pass.decode, plan),
          checkDuration(file, plan, master === null ? null : durationOf(master), policy.checks.duration),
        ]),
    ...(fidelity?.observation ? [fidelity.observation] : []),
    ...checkSound({ actual, master, narration, startMs: plan?.audio.narrationStartMs ?? 0, file, policy }),
  ];
  report(1, "judged");
  return { observations, cpuSeconds: cpuSeconds + pass.cpuSeconds + (fidelity?.cpuSeconds ?? 0) };
}

async function readOwnSounds(ffmpeg: Ffmpeg, { masterPath, narrationPath, folder, signal }: Measured) {
  const paths = [masterPath, narrationPath].filter((path) => path !== null);
  if (paths.length === 0) return { master: null, narration: null, cpuSeconds: 0 };
  const { sounds, cpuSeconds } = await readSounds(ffmpeg, { paths, folder, signal });
  const master = masterPath === null ? null : (sounds[0] ?? null);
  const narration = narrationPath === null ? null : (sounds.at(-1) ?? null);
  return { master, narration, cpuSeconds };
}

/** Black, frozen and silent stretches are found all the same; whether somebody wanted them is not known. */
function withoutIntentions(observation: Observation): Observation {
  const { check, unmade } = observation;
  if (check !== "black" && check !== "freeze" && check !== "silence") return observation;
  return { ...observation, unmade: [...unmade, "what of it was planned: no plan given"] };
}

interface Sounds {
  readonly actual: Pcm | null;
  readonly master: Pcm | null;
  readonly narration: Pcm | null;
  /** Where the narration begins in the master. */
  readonly startMs: number;
  readonly file: FileFacts;
  readonly policy: QualityPolicy;
}

function checkSound({ actual, master, narration, startMs, file, policy }: Sounds): Observation[] {
  const videoStartMs = file.video?.startMs ?? 0;
  const silent = file.audio === null ? "no audio stream" : "decoding stopped before the end";
  const checks: Observation[] = [];
  if (master !== null) {
    const sync = actual === null ? unknown("sync", silent) : checkSync({ file: actual, master, videoStartMs }, policy);
    checks.push(sync);
  }
  if (master !== null && narration !== null) {
    checks.push(checkSpeechOverMusic({ narration, master, startMs }, policy.checks.speech_over_music));
  }
  return checks;
}

function unreadable(reason: string, { durationMs }: Expected): Observation {
  const message = `${UNREADABLE}: ${reason}`;
  const fault = { fromMs: 0, toMs: durationMs, message, mend: "assembly" as const, share: 1 };
  return observed("streams", 1, "unreadable", [fault]);
}

function durationOf({ samples, sampleRateHz }: Pcm): number {
  return (samples.length * 1000) / sampleRateHz;
}
