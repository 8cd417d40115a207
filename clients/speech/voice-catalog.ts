import { AppError } from "../../domain/errors.ts";
import { type ListedVoice, SPEECH_SERVICES, type SpeechService, serviceVoiceOf } from "../../domain/speech/voices.ts";
import type { VoiceSource } from "./voice-lists.ts";

/** How much a list is worth: `fixed_list` is written down here, and the service may have other voices. */
export const LIST_STATES = ["asked", "fixed_list", "no_key", "unavailable"] as const;

export interface ProviderVoices {
  readonly provider: SpeechService;
  readonly state: (typeof LIST_STATES)[number];
  /** Why there are none; null where there are. */
  readonly reason: string | null;
  readonly voices: readonly ListedVoice[];
}

/** Which voices there are, as far as the services tell. */
export interface VoiceCatalog {
  /** By service, in the order of `SPEECH_SERVICES`; one that is away says so and spoils nothing. */
  list(): Promise<readonly ProviderVoices[]>;
  /**
   * Throws invalid_input (field `voice`), naming a few that exist, for a voice that its service does not have. A service
   * that cannot be asked now is left to the stage that speaks, which says the same later.
   */
  requireVoice(voice: string): Promise<void>;
}

const KEPT_MS = 10 * 60_000;
/** A request waits for it. */
const ANSWER_MS = 3_000;
const NAMED = 6;

export function createVoiceCatalog(sources: readonly VoiceSource[], nowMs: () => number = Date.now): VoiceCatalog {
  const kept = new Map<SpeechService, { readonly untilMs: number; readonly voices: Promise<readonly ListedVoice[]> }>();

  const voicesOf = (source: VoiceSource): Promise<readonly ListedVoice[]> => {
    const known = kept.get(source.service);
    if (known !== undefined && nowMs() < known.untilMs) return known.voices;
    const voices = source.list(AbortSignal.timeout(ANSWER_MS));
    kept.set(source.service, { untilMs: nowMs() + KEPT_MS, voices });
    // A failure is not kept: the next one asks again.
    voices.catch(() => kept.delete(source.service));
    return voices;
  };

  const listed = async (provider: SpeechService): Promise<ProviderVoices> => {
    const source = sources.find(({ service }) => service === provider);
    if (source === undefined) return { provider, state: "no_key", reason: "its key is not set here", voices: [] };
    try {
      const state = source.isAsked ? "asked" : "fixed_list";
      return { provider, state, reason: null, voices: await voicesOf(source) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { provider, state: "unavailable", reason, voices: [] };
    }
  };

  return {
    list: () => Promise.all(SPEECH_SERVICES.map(listed)),
    requireVoice: async (voice) => {
      const known = serviceVoiceOf(voice);
      if (known === null) throw unknownVoice(`there is no voice "${voice}"`, []);
      const { service, name } = known;
      const { state, voices } = await listed(service);
      if (state !== "asked" || voices.some((each) => isNamed(each, service, name))) return;
      const source = sources.find((each) => each.service === service);
      if (await source?.has?.(name, AbortSignal.timeout(ANSWER_MS))) return;
      throw unknownVoice(`${service} has no voice "${name}"`, voices);
    },
  };
}

/** espeak-ng takes its names in any case, and adds a variant to each, as in `en-us+f3`. */
function isNamed({ voice }: ListedVoice, service: SpeechService, name: string): boolean {
  if (service === "espeak") return voice === name.toLowerCase().split("+")[0];
  return voice === `${service}:${name}`;
}

function unknownVoice(message: string, voices: readonly ListedVoice[]): AppError {
  const some = voices.length === 0 ? ["en-us", "openai:alloy"] : namedFew(voices);
  return new AppError("invalid_input", message, {
    field: "voice",
    remedy: `Choose another, such as ${some.join(", ")}; GET /voices and longtake voice list show all.`,
  });
}

/** What most people would try, before a dialect of few. */
const FAMILIAR = ["en-us", "en-gb", "de", "es", "fr-fr", "it"];

function namedFew(voices: readonly ListedVoice[]): string[] {
  const rank = ({ voice, languages }: ListedVoice) => {
    if (FAMILIAR.includes(voice)) return 0;
    return languages.some((each) => /^en\b/i.test(each)) ? 1 : 2;
  };
  return voices
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, NAMED)
    .map(({ voice }) => voice);
}
