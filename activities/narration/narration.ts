import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { cancellationSignal } from "@temporalio/activity";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { ProgressBus } from "../../clients/progress/progress.ts";
import type { BoughtCharacters, SpeechEngine } from "../../clients/speech/speech.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import { AppError } from "../../domain/errors.ts";
import type { NarrationInput, NarrationResult, Usage } from "../../domain/video/production.ts";
import type { Script } from "../../domain/script/script.ts";
import { scriptCharacters } from "../../domain/speech/billing.ts";
import { silentNarration } from "../../domain/speech/silent-narration.ts";
import { type NarrationTimings, OWN_RECORDING, SILENT } from "../../domain/speech/speech.ts";
import type { NarrationSettings } from "../../domain/video/video-settings.ts";
import { KEPT_SPEECH, SILENCE_LUFS, readIntegratedLufs } from "../../domain/sound/audio-filters.ts";
import { waveFile } from "../../domain/sound/wave.ts";
import { contentHash } from "../content-key.ts";
import { ownNarration } from "./own.ts";
import { type RecordedNarration, recordNarration } from "./recording.ts";
import { type ReportProgress, reportStageProgress } from "../progress.ts";
import { buying, requireReserved } from "../purchases.ts";
import { inWorkFolder } from "../work-folder.ts";

export interface NarrationDeps {
  readonly storage: ObjectStore;
  readonly speech: SpeechEngine;
  readonly ffmpeg: Ffmpeg;
  readonly progress: ProgressBus;
  /** Folder for files that live as long as one activity. */
  readonly workPath: string;
}

/** Counts up when the same recordings would be placed or written otherwise. */
const LAYOUT = 4;
const SPOKEN: NarrationSettings = { mode: "speech" };
/** Share of the work that speaking takes. */
const SPEAKING = 0.6;

export function createNarrationActivities(deps: NarrationDeps) {
  return {
    /**
     * Speaks a script into one mono recording at the voice's own rate, with the time of every word. Found again by
     * content when repeated.
     */
    async narrate(input: NarrationInput): Promise<NarrationResult> {
      const report = reportStageProgress(deps.progress, "narration");
      const signal = cancellationSignal();
      report(0, "speaking");
      const { provider, identity } = await identify(deps, input, signal);
      const version = await deps.ffmpeg.ffmpegVersion();
      const key = `narrations/${contentHash({ ...identity, version, layout: LAYOUT })}`;
      const keys = { narrationKey: `${key}.wav`, timingsKey: `${key}.json` };
      // The timings are written last: where they are, the recording is.
      if (await deps.storage.has(keys.timingsKey)) {
        const timings = await deps.storage.getJson<NarrationTimings>(keys.timingsKey);
        report(1, "already spoken");
        return { ...keys, durationMs: timings.durationMs, provider, usage: [] };
      }
      const script = await deps.storage.getJson<Script>(input.scriptKey);
      const { timings, usage } = await buying(signal, async (purchases) => {
        const recorded = await inWorkFolder(deps.workPath, async (folder) => {
          const recording = join(folder, "recording.wav");
          const narration = join(folder, "narration.wav");
          const made = await make(deps, { input, script, folder, signal, report, purchases });
          report(SPEAKING, "keeping the speech");
          await writeFile(recording, waveFile(made.samples, made.sampleRate, 1));
          const { stderr } = await deps.ffmpeg.runFfmpeg(speechArguments(recording, narration), { signal });
          await deps.storage.putFile(keys.narrationKey, narration);
          return { ...made, timings: { ...made.timings, voiceLufs: voiceLufsOf(stderr) } };
        });
        await deps.storage.putJson(keys.timingsKey, recorded.timings);
        return recorded;
      });
      report(1, "spoken");
      return { ...keys, durationMs: timings.durationMs, provider, usage };
    },
  };
}

/** Everything that decides the bytes, and who speaks in words. What is not asked for is not named: old keys hold. */
async function identify({ speech }: NarrationDeps, { scriptKey, voice, spec }: NarrationInput, signal: AbortSignal) {
  const { mode, recordingKey, pronunciations = [] } = spec?.narration ?? SPOKEN;
  const language = spec?.language === undefined ? {} : { language: spec.language };
  if (mode === "silent") return { provider: SILENT, identity: { scriptKey, mode } };
  if (mode === "own") {
    if (recordingKey === undefined) throw missingRecording();
    return { provider: OWN_RECORDING, identity: { scriptKey, mode, recordingKey, ...language } };
  }
  const provider = await speech.describe(voice, signal);
  const spokenAs = pronunciations.length === 0 ? {} : { pronunciations };
  return { provider, identity: { scriptKey, provider, ...language, ...spokenAs } };
}

interface Making {
  readonly input: NarrationInput;
  readonly script: Script;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
  readonly purchases: Usage[];
}

async function make(deps: NarrationDeps, making: Making): Promise<RecordedNarration> {
  const { input, script, folder, signal, report, purchases } = making;
  const { mode, recordingKey = "", pronunciations = [] } = input.spec?.narration ?? SPOKEN;
  const { scenes, wordsPerMinute } = script;
  const language = input.spec?.language;
  if (mode === "silent") return silence(silentNarration(scenes, wordsPerMinute));
  if (mode === "own") return ownNarration(deps, { recordingKey, scenes, language, folder, signal });
  const bill = ({ operation, characters }: BoughtCharacters): Usage => {
    return { service: "tts", operation, units: characters, unit: "character" };
  };
  const reserved = input.reservedCharacters ?? scriptCharacters(scenes, input.voice, pronunciations);
  return recordNarration(deps.speech, {
    scenes,
    voice: input.voice,
    wordsPerMinute,
    signal,
    pronunciations,
    ...(language === undefined ? {} : { language }),
    onProgress: (fraction) => report(fraction * SPEAKING, "speaking"),
    onBuying: (next) => requireReserved(purchases, bill(next), reserved),
    onBought: (bought) => void purchases.push(bill(bought)),
  });
}

const SILENT_SAMPLE_RATE = 48_000;

function silence(timings: NarrationTimings): RecordedNarration {
  const samples = new Int16Array(Math.ceil((timings.durationMs * SILENT_SAMPLE_RATE) / 1000));
  return { timings, samples, sampleRate: SILENT_SAMPLE_RATE, usage: [] };
}

function missingRecording(): AppError {
  return new AppError("invalid_input", "an own voice-over needs its recording", {
    field: "narration.recordingKey",
    remedy: "Upload the recording and name its key.",
  });
}

/** Mono at its own rate. The layout comes first: a plain recording names none, and filters refuse to guess. */
function speechArguments(recording: string, narration: string): string[] {
  const exactly = ["-c:a", "pcm_s16le", "-fflags", "+bitexact", "-map_metadata", "-1"];
  return ["-i", recording, "-filter_complex", KEPT_SPEECH, "-map", "[kept]", ...exactly, "-y", narration];
}

/** Null where there is nothing to hear. */
function voiceLufsOf(log: string): number | null {
  const lufs = readIntegratedLufs(log);
  return lufs === null || lufs < SILENCE_LUFS ? null : lufs;
}
