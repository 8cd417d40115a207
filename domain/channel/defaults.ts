import { espeakVoiceOf } from "../speech/voices.ts";
import type { Complexity, PublishSettings, VideoSpec } from "../video/video.ts";
import {
  type BrandChange,
  type LookChange,
  type LookSettings,
  type MediaSettings,
  type MusicSettings,
  type NarrationSettings,
  type Pronunciation,
  type ScriptSettings,
  wholeLook,
} from "../video/video-settings.ts";

/** A part of a spec as a request, a schedule, a channel or the installation gives it; the rest is left to the next below. */
export interface SpecLayer {
  readonly seconds?: number;
  readonly aspect?: VideoSpec["aspect"];
  readonly size?: VideoSpec["size"];
  readonly voice?: string;
  readonly seed?: number;
  readonly complexity?: Complexity;
  readonly language?: string;
  readonly publish?: Partial<PublishSettings>;
  readonly script?: Partial<ScriptSettings>;
  readonly narration?: Partial<NarrationSettings>;
  readonly media?: Partial<MediaSettings>;
  readonly look?: LookChange;
  readonly music?: MusicSettings;
}

const PUBLISH: PublishSettings = {
  privacy: "private",
  publishAt: null,
  containsSyntheticMedia: true,
  selfDeclaredMadeForKids: false,
};

/**
 * The whole spec, so that a video says of itself what it was made from: each field from the first layer that has it,
 * highest first (request, schedule, channel, installation), else what is built in. Without layers it is what it always was.
 */
export function completeSpec(topic: string, layers: readonly SpecLayer[]): VideoSpec {
  const language = first(layers, "language");
  const script = scriptOf(layers);
  const narration = narrationOf(layers);
  const media = mediaOf(layers);
  const look = lookOf(layers);
  const music = first(layers, "music");
  return {
    topic: topic.trim().normalize("NFC"),
    seconds: first(layers, "seconds") ?? 60,
    aspect: first(layers, "aspect") ?? "16:9",
    size: first(layers, "size") ?? "1080p",
    voice: voiceIn(layers),
    seed: first(layers, "seed") ?? 1,
    complexity: first(layers, "complexity") ?? "simple",
    publish: publishOf(layers),
    ...(language === undefined ? {} : { language }),
    ...(script === undefined ? {} : { script }),
    ...(narration === undefined ? {} : { narration }),
    ...(media === undefined ? {} : { media }),
    ...(look === undefined ? {} : { look }),
    ...(music === undefined ? {} : { music }),
  };
}

/** A voice that was chosen for another language than the one asked for above it is passed over, unless it speaks all. */
function voiceIn(layers: readonly SpecLayer[]): string {
  let wanted: string | undefined;
  for (const [index, { voice, language }] of layers.entries()) {
    if (voice !== undefined) {
      const chosenFor = first(layers.slice(index), "language") ?? voice.replace(/^[a-z-]+:/, "");
      const speaks = wanted === undefined || primaryOf(wanted) === primaryOf(chosenFor);
      if (speaks || /^(openai|elevenlabs):/.test(voice)) return voice;
    }
    wanted ??= language;
  }
  return espeakVoiceOf(wanted);
}

function primaryOf(language: string): string {
  return language.toLowerCase().split(/[-+]/)[0] ?? language;
}

function first<Key extends keyof SpecLayer>(layers: readonly SpecLayer[], key: Key): SpecLayer[Key] | undefined {
  return layers.find((layer) => layer[key] !== undefined)?.[key];
}

/** Field by field; undefined when no layer has any. */
function merged<Part extends object>(parts: readonly (Part | undefined)[]): Part | undefined {
  const given = parts.filter((part) => part !== undefined).toReversed();
  const entries = given.flatMap((part) => Object.entries(part)).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries of parts of this very shape
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Part);
}

function publishOf(layers: readonly SpecLayer[]): PublishSettings {
  const { publishAt = null, ...asked } = merged(layers.map((layer) => layer.publish)) ?? {};
  const publish = { ...PUBLISH, ...asked, publishAt };
  // Until the hour comes a video can only be private, whatever the channel's videos are otherwise.
  return publishAt === null ? publish : { ...publish, privacy: "private" };
}

function scriptOf(layers: readonly SpecLayer[]): ScriptSettings | undefined {
  const asked = merged(layers.map((layer) => layer.script));
  return asked && { ...asked, source: asked.source ?? (asked.ownKey === undefined ? "auto" : "own") };
}

function narrationOf(layers: readonly SpecLayer[]): NarrationSettings | undefined {
  const asked = merged(layers.map((layer) => layer.narration));
  if (asked === undefined) return undefined;
  const pronunciations = pronunciationsOf(layers);
  return {
    ...asked,
    mode: asked.mode ?? (asked.recordingKey === undefined ? "speech" : "own"),
    ...(pronunciations.length === 0 ? {} : { pronunciations }),
  };
}

/** All of them: a channel's list is added to, and a word said otherwise in a higher layer is said so. */
function pronunciationsOf(layers: readonly SpecLayer[]): readonly Pronunciation[] {
  const known = new Map<string, Pronunciation>();
  for (const layer of layers.toReversed()) {
    for (const each of layer.narration?.pronunciations ?? []) known.set(each.word.toLowerCase(), each);
  }
  return [...known.values()];
}

function mediaOf(layers: readonly SpecLayer[]): MediaSettings | undefined {
  const asked = merged(layers.map((layer) => layer.media));
  if (asked === undefined) return undefined;
  const { uploads = [], sources = [] } = asked;
  const named = sources.includes("upload") || uploads.length === 0 ? sources : (["upload", ...sources] as const);
  return { ...asked, sources: named };
}

function lookOf(layers: readonly SpecLayer[]): LookSettings | undefined {
  const brand = merged<BrandChange>(layers.map((layer) => layer.look?.brand));
  const asked = merged(layers.map((layer) => layer.look));
  return asked && wholeLook({ ...asked, ...(brand === undefined ? {} : { brand }) });
}
