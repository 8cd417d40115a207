import type { SpeechEngine, SpokenRecording } from "../clients/speech.ts";
import type { Scene } from "../domain/script.ts";
import { type NarrationTimings, timeNarration } from "../domain/speech.ts";

export interface RecordedNarration {
  readonly timings: NarrationTimings;
  /** Mono, the whole narration with its pauses. */
  readonly samples: Int16Array;
  readonly sampleRate: number;
  /** Characters spoken: what a paid voice would bill. */
  readonly characters: number;
}

/** Speaks every sentence of the scenes and lays the recordings on one time line. */
export async function recordNarration(
  speech: SpeechEngine,
  input: { scenes: readonly Pick<Scene, "sentences">[]; voice: string; wordsPerMinute: number; signal: AbortSignal },
): Promise<RecordedNarration> {
  const { voice, wordsPerMinute, signal } = input;
  const lines = input.scenes.flatMap(({ sentences }, scene) => sentences.map((text) => ({ text, scene })));
  const provider = await speech.describe(voice, signal);
  const sentences = lines.map(({ text }) => text);
  const recordings = await speech.speak({ sentences, voice, wordsPerMinute, signal });
  const timings = timeNarration(
    lines.map((line, index) => ({
      ...line,
      words: recordings[index]?.words ?? [],
      durationMs: durationMs(recordings[index]),
    })),
    provider,
  );
  const sampleRate = recordings[0]?.sampleRate ?? 22_050;
  const samples = new Int16Array(Math.ceil((timings.durationMs * sampleRate) / 1000));
  for (const [index, recording] of recordings.entries()) {
    const offset = Math.round(((timings.sentences[index]?.startMs ?? 0) * sampleRate) / 1000);
    samples.set(recording.samples.subarray(0, samples.length - offset), offset);
  }
  return { timings, samples, sampleRate, characters: sentences.join(" ").length };
}

function durationMs(recording: SpokenRecording | undefined): number {
  return recording === undefined ? 0 : (recording.samples.length * 1000) / recording.sampleRate;
}
