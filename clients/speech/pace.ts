import { createHash } from "node:crypto";

import { canonicalJson } from "../../domain/audit.ts";
import type { ObjectStore } from "../storage/storage.ts";
import type { SpokenRecording } from "./speech.ts";

/** A bought voice, and the offline one that rehearses for it. */
export interface PacedVoice {
  /** Service, model and voice. */
  readonly described: string;
  readonly beside: string;
}

/** How many times as quickly bought voices speak as those that rehearse for them, as far as they were heard. */
export interface VoicePaces {
  /** 1 for a voice that was not heard yet. */
  of(voice: PacedVoice): Promise<number>;
  /** From the same sentences said by both. */
  learn(voice: PacedVoice, said: SaidByBoth): Promise<void>;
}

interface SaidByBoth {
  readonly bought: readonly SpokenRecording[];
  readonly rehearsed: readonly SpokenRecording[];
}

/** Less than this says little about a voice. */
const SHORTEST_MS = 5_000;
/** A smaller change is the text's, not the voice's: what is kept stays, and with it the length of the next script. */
const SAME_PACE = 0.05;

export function createVoicePaces(storage: Pick<ObjectStore, "has" | "getJson" | "putJson">): VoicePaces {
  const kept = async (key: string): Promise<number | null> =>
    (await storage.has(key)) ? (await storage.getJson<{ pace: number }>(key)).pace : null;
  return {
    of: async (voice) => (await kept(keyOf(voice))) ?? 1,
    learn: async (voice, { bought, rehearsed }) => {
      const boughtMs = lengthMs(bought);
      if (boughtMs < SHORTEST_MS) return;
      const pace = Math.round((100 * lengthMs(rehearsed)) / boughtMs) / 100;
      const before = await kept(keyOf(voice));
      if (before !== null && Math.abs(pace / before - 1) <= SAME_PACE) return;
      await storage.putJson(keyOf(voice), { pace });
    },
  };
}

/** The same sound played so many times as quickly: higher too, but nobody listens to a rehearsal. */
export function quickened({ samples, sampleRate, words }: SpokenRecording, pace: number): SpokenRecording {
  return {
    samples,
    sampleRate: Math.round(sampleRate * pace),
    words: words.map(({ text, startMs }) => ({ text, startMs: Math.round(startMs / pace) })),
  };
}

function keyOf(voice: PacedVoice): string {
  return `voices/paces/${createHash("sha256").update(canonicalJson(voice)).digest("hex")}.json`;
}

function lengthMs(recordings: readonly SpokenRecording[]): number {
  return recordings.reduce((sum, { samples, sampleRate }) => sum + (samples.length * 1000) / sampleRate, 0);
}
