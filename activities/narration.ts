import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { cancellationSignal } from "@temporalio/activity";

import type { Ffmpeg } from "../clients/ffmpeg.ts";
import type { ProgressBus } from "../clients/progress.ts";
import type { SpeechEngine } from "../clients/speech.ts";
import type { ObjectStore } from "../clients/storage.ts";
import type { NarrationInput, NarrationResult } from "../domain/production.ts";
import type { Script } from "../domain/script.ts";
import type { NarrationTimings } from "../domain/speech.ts";
import { waveFile } from "../domain/wave.ts";
import { contentHash } from "./content-key.ts";
import { recordNarration } from "./narration-recording.ts";
import { reportStageProgress } from "./progress.ts";
import { inWorkFolder } from "./work-folder.ts";

/** Counts up when the same recordings would be placed otherwise. */
const LAYOUT = 2;

export interface NarrationDeps {
  readonly storage: ObjectStore;
  readonly speech: SpeechEngine;
  readonly ffmpeg: Ffmpeg;
  readonly progress: ProgressBus;
  /** Folder for files that live as long as one activity. */
  readonly workPath: string;
}

export function createNarrationActivities(deps: NarrationDeps) {
  return {
    /** Speaks a script into one master track, with the time of every word. Found again by content when repeated. */
    async narrate({ scriptKey, voice }: NarrationInput): Promise<NarrationResult> {
      const report = reportStageProgress(deps.progress, "narration");
      const signal = cancellationSignal();
      report(0, "speaking");
      const provider = await deps.speech.describe(voice, signal);
      const version = await deps.ffmpeg.ffmpegVersion();
      const key = `narrations/${contentHash({ scriptKey, provider, version, layout: LAYOUT })}`;
      const keys = { narrationKey: `${key}.wav`, timingsKey: `${key}.json` };
      // The timings are written last: where they are, the recording is.
      if (await deps.storage.has(keys.timingsKey)) {
        const timings = await deps.storage.getJson<NarrationTimings>(keys.timingsKey);
        report(1, "already spoken");
        return { ...keys, durationMs: timings.durationMs, provider, usage: [] };
      }
      const script = await deps.storage.getJson<Script>(scriptKey);
      const { scenes, wordsPerMinute } = script;
      const recorded = await recordNarration(deps.speech, { scenes, voice, wordsPerMinute, signal });
      report(0.6, "preparing the master track");
      await inWorkFolder(deps.workPath, async (folder) => {
        const recording = join(folder, "recording.wav");
        const master = join(folder, "narration.wav");
        await writeFile(recording, waveFile(recorded.samples, recorded.sampleRate, 1));
        await deps.ffmpeg.runFfmpeg(masterTrackArguments(recording, master), { signal });
        await deps.storage.putFile(keys.narrationKey, master);
      });
      await deps.storage.putJson(keys.timingsKey, recorded.timings);
      report(1, "spoken");
      return { ...keys, durationMs: recorded.timings.durationMs, provider, usage: recorded.usage };
    },
  };
}

/** 48 kHz stereo. The layout comes first: espeak's recordings have none, and later filters refuse to guess. */
function masterTrackArguments(recording: string, master: string): string[] {
  const filter = "aformat=sample_rates=48000:channel_layouts=stereo,highpass=f=70";
  return [
    "-i",
    recording,
    "-af",
    filter,
    "-c:a",
    "pcm_s16le",
    "-fflags",
    "+bitexact",
    "-map_metadata",
    "-1",
    "-y",
    master,
  ];
}
