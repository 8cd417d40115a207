import { AppError } from "../errors.ts";
import { espeakVoiceOf, languageOfVoice, serviceVoiceOf } from "../speech/voices.ts";
import type { PublishSettings, VideoSpec } from "./video.ts";

export interface Localisation {
  /** BCP 47. */
  readonly language: string;
  /** Left out, one that speaks the language. */
  readonly voice?: string;
  /** A translation of one's own in place of the made one. */
  readonly scriptKey?: string;
}

const ENGLISH = "en";

/**
 * The spec of a video in another language: the same pictures, other words and another voice. Description and tags of the
 * old language give way to the new script's; what must be disclosed stays, and so do the cards of the brand.
 * Throws AppError `invalid_input` when it is the language that the video has.
 */
export function localised(
  spec: VideoSpec,
  made: { readonly scriptKey: string; readonly mediaKey: string },
  { language, voice = voiceIn(language, spec.voice), scriptKey }: Localisation,
): VideoSpec {
  if (baseOf(language) === baseOf(spec.language ?? ENGLISH)) {
    throw new AppError("invalid_input", `the video is in ${spec.language ?? ENGLISH} already`, {
      field: "language",
      remedy: "Name another language.",
    });
  }
  const { mediaKey } = made;
  // A recording and its pronunciations belong to the language they were made in.
  const { narration, script: _, reuse: __, ...shared } = spec;
  const silent = narration?.mode === "silent" ? { narration: { mode: "silent" as const } } : {};
  const { description: ___, tags: ____, ...publish } = unpublished(spec);
  const whole = { ...shared, ...silent, language, voice, publish };
  if (scriptKey === undefined) return { ...whole, reuse: { translateKey: made.scriptKey, mediaKey } };
  return { ...whole, script: { source: "own", ownKey: scriptKey }, reuse: { mediaKey } };
}

/** A copy is shown to nobody until a person says so: its original may be public already. */
export function unpublished({ publish }: VideoSpec): PublishSettings {
  return { ...publish, privacy: "private", publishAt: null };
}

/** A voice that speaks every language stays; one that is of a language gives way to the offline voice of the new one. */
function voiceIn(language: string, voice: string): string {
  const speaker = serviceVoiceOf(voice);
  const speaksAll = speaker !== null && speaker.service !== "espeak" && languageOfVoice(speaker) === undefined;
  return speaksAll ? voice : espeakVoiceOf(language);
}

function baseOf(language: string): string {
  return language.toLowerCase().split("-")[0] ?? language;
}
