import type { VideoSpec } from "../../domain/video/video.ts";
import { silentNarration } from "../../domain/speech/silent-narration.ts";
import { SILENT_ENDS_MS } from "../../domain/script/estimate.ts";
import { RATE_PROBES } from "../../domain/script/probe.ts";
import { DRAFT_WORDS_PER_MINUTE } from "../../domain/script/template.ts";
import { type Scene, wordCount } from "../../domain/script/script.ts";
import type { NarrationTimings } from "../../domain/speech/speech.ts";
import { contentHash } from "../content-key.ts";
import { recordNarration } from "../narration/recording.ts";
import type { ScriptDeps } from "./script.ts";

type Voiced = Pick<VideoSpec, "voice" | "language" | "narration">;

/** Words a second that this voice speaks at the draft's pace, the pauses between sentences and scenes included. */
export async function voiceRate(deps: Pick<ScriptDeps, "storage" | "speech">, spec: Voiced, signal: AbortSignal) {
  const language = spec.language?.toLowerCase().split("-")[0] ?? "en";
  const scenes = RATE_PROBES[language] ?? RATE_PROBES["en"] ?? [];
  const isSilent = spec.narration?.mode === "silent";
  const provider = isSilent ? "silent" : await deps.speech.describe(spec.voice, signal, spec.language);
  const key = `voices/${contentHash({ provider, scenes, wordsPerMinute: DRAFT_WORDS_PER_MINUTE })}.json`;
  if (await deps.storage.has(key)) return (await deps.storage.getJson<{ wordsPerSecond: number }>(key)).wordsPerSecond;
  const { durationMs } = await rehearsed(deps.speech, scenes, spec, signal);
  const words = wordCount(scenes.flatMap(({ sentences }) => sentences).join(" "));
  const wordsPerSecond = (words * 1000) / (durationMs - SILENT_ENDS_MS);
  await deps.storage.putJson(key, { wordsPerSecond });
  return wordsPerSecond;
}

/** The scenes as they will be heard, or read, at a pace. */
export async function rehearsed(
  speech: ScriptDeps["speech"],
  scenes: readonly Pick<Scene, "sentences">[],
  { voice, language, narration }: Voiced,
  signal: AbortSignal,
  wordsPerMinute = DRAFT_WORDS_PER_MINUTE,
): Promise<NarrationTimings> {
  // A silent video is one planned silence; its length still follows the pace, so none of it counts as a pause.
  if (narration?.mode === "silent") return { ...silentNarration(scenes, wordsPerMinute), gaps: [] };
  const { timings } = await recordNarration(speech, {
    scenes,
    voice,
    wordsPerMinute,
    signal,
    ...(language === undefined ? {} : { language }),
    ...(narration?.pronunciations === undefined ? {} : { pronunciations: narration.pronunciations }),
  });
  return timings;
}
