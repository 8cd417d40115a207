import type { VideoSpec } from "../video/video.ts";

/** Who is paid for a video follows from what it asks and from the keys that are configured. */

/** What this installation can ask beside its own machine. */
export interface InstalledProviders {
  readonly languageModel: boolean;
}

/** Names of the speech engines as the ledger has them; also the prefix of a voice, as in `openai:alloy`. */
export const PAID_SPEECH = ["openai", "elevenlabs", "google"] as const;
export type SpeechProvider = "espeak-ng" | (typeof PAID_SPEECH)[number];

/** A voice without a known prefix is one of espeak-ng, which runs on our own machine. */
export function speechProviderOf(voice: string): SpeechProvider {
  const prefix = /^([a-z]+):/.exec(voice)?.[1];
  return PAID_SPEECH.find((provider) => provider === prefix) ?? "espeak-ng";
}

/** Speech is bought only where a machine speaks: not for a recording of one's own, nor for a silent video. */
export function speaks({ narration }: Pick<VideoSpec, "narration">): boolean {
  return narration === undefined || narration.mode === "speech";
}

/** Whether speaking costs more than our own machine's time. */
export function buysSpeech(spec: Pick<VideoSpec, "narration" | "voice">): boolean {
  return speaks(spec) && speechProviderOf(spec.voice) !== "espeak-ng";
}

/** A translation asks it always, words taken over never; `auto`, and a spec that says nothing, where there is one. */
export function asksLanguageModel(spec: Pick<VideoSpec, "script" | "reuse">, installed: InstalledProviders): boolean {
  if (spec.reuse?.translateKey !== undefined) return true;
  if (spec.reuse?.scriptKey !== undefined) return false;
  const source = spec.script?.source ?? "auto";
  if (source === "model") return true;
  return source === "auto" && installed.languageModel;
}
