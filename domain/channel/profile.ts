import type { SpecLayer } from "./defaults.ts";
import { camelCase } from "../spelling.ts";
import { ASPECTS, COMPLEXITIES, PRIVACY_STATUSES, SECONDS_MAX, SECONDS_MIN, SIZES } from "../video/video.ts";
import {
  type BrandKit,
  CAPTION_STYLES,
  MEDIA_SOURCES,
  MUSIC_SOURCES,
  type MusicSettings,
  type Pronunciation,
  TRANSITIONS,
} from "../video/video-settings.ts";

type Stored = Readonly<Record<string, unknown>>;

/** A channel's settings as they are kept: what is known here counts, whatever else was kept before stays readable. */
export interface ChannelProfile {
  /** tone, audience, catchPhrases, language, voice, pronunciations. */
  readonly personality: Stored;
  /** seconds, aspect, size, complexity, structure, keywords, mediaSources, captions, transition, music, privacy, … */
  readonly strategy: Stored;
  /** affiliateNote, disclosure. */
  readonly monetization: Stored;
  /** A `BrandKit`. */
  readonly brand: Stored;
}

/** What a channel asks of each of its videos; a value of another shape than the one expected asks for nothing. */
export function layerOfChannel(profile: ChannelProfile): SpecLayer {
  const { tone, audience, catchPhrases, language, voice, pronunciations } = camelCase(profile.personality);
  const strategy = camelCase(profile.strategy);
  const { disclosure, affiliateNote } = camelCase(profile.monetization);
  return given({
    seconds: wholeNumber(strategy["seconds"], SECONDS_MIN, SECONDS_MAX),
    aspect: word(strategy["aspect"], ASPECTS),
    size: word(strategy["size"], SIZES),
    complexity: word(strategy["complexity"], COMPLEXITIES),
    language: text(language),
    voice: text(voice),
    script: part({
      structure: text(strategy["structure"]),
      tone: text(tone),
      audience: text(audience),
      catchPhrases: list(catchPhrases, text),
      keywords: list(strategy["keywords"], text),
    }),
    narration: part({ pronunciations: list(pronunciations, pronunciation) }),
    media: part({ sources: list(strategy["mediaSources"], (each) => word(each, MEDIA_SOURCES)) }),
    look: part({
      captions: word(strategy["captions"], CAPTION_STYLES),
      transition: word(strategy["transition"], TRANSITIONS),
      brand: brandOf(profile.brand),
    }),
    music: music(strategy["music"]),
    publish: part({
      privacy: word(strategy["privacy"], PRIVACY_STATUSES),
      selfDeclaredMadeForKids: flag(strategy["madeForKids"]),
      captionTrack: flag(strategy["captionTrack"]),
      tags: list(strategy["tags"], text),
      notes: list([disclosure, affiliateNote], text),
    }),
  });
}

export function brandOf(stored: Stored): BrandKit | undefined {
  const { deep, base, accent, text: letters, font, logoKey, intro, outro } = camelCase(stored);
  const kit = { deep, base, accent, text: letters, font, logoKey, intro, outro };
  return part(Object.fromEntries(Object.entries(kit).map(([name, value]) => [name, text(value)])));
}

/** The settings with changes laid over them: null takes a setting away (RFC 7396, one level). */
export function changedSettings(stored: Stored, changes: Stored): Stored {
  const changed = new Map(Object.entries(camelCase(stored)));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) changed.delete(name);
    else changed.set(name, value);
  }
  return Object.fromEntries(changed);
}

type Given<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

function given<Values extends object>(values: Values): Given<Values> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is undefined is left out
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<Values>;
}

/** Undefined when nothing in it is given. */
function part<Values extends object>(values: Values): Given<Values> | undefined {
  const found = given(values);
  return Object.keys(found).length === 0 ? undefined : found;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

function wholeNumber(value: unknown, min: number, max: number): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
}

function word<Word extends string>(value: unknown, words: readonly Word[]): Word | undefined {
  return words.find((each) => each === value);
}

/** Undefined for what is no list, and for one without any value of the right shape. */
function list<Item>(value: unknown, read: (item: unknown) => Item | undefined): readonly Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map((each: unknown) => read(each)).filter((each) => each !== undefined);
  return items.length === 0 ? undefined : items;
}

function pronunciation(value: unknown): Pronunciation | undefined {
  const [spoken, say] = [text(valueAt(value, "word")), text(valueAt(value, "say"))];
  return spoken === undefined || say === undefined ? undefined : { word: spoken, say };
}

function music(value: unknown): MusicSettings | undefined {
  const source = word(valueAt(value, "source"), MUSIC_SOURCES);
  if (source === undefined) return undefined;
  return {
    source,
    ...given({
      objectKey: text(valueAt(value, "objectKey")),
      licence: text(valueAt(value, "licence")),
      author: text(valueAt(value, "author")),
      seed: wholeNumber(valueAt(value, "seed"), 0, 2 ** 31 - 1),
    }),
  };
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}
