/**
 * What a video may be asked beyond topic, length and shape. Every part may be left out; a spec that leaves all out gives
 * the same bytes as ever. Files come by object key: `uploads/<sha256>.<extension>`.
 */

/** `auto` asks the language model where one is configured, and falls back to the grammar. */
export const SCRIPT_SOURCES = ["auto", "template", "model", "own"] as const;
export type ScriptSource = (typeof SCRIPT_SOURCES)[number];

export interface ScriptSettings {
  readonly source: ScriptSource;
  /** Name of a structure of the grammar, as in `countdown`; left out the seed chooses. */
  readonly structure?: string;
  /** The person's own script as text or JSON; wanted by `own`. */
  readonly ownKey?: string;
  /** How the channel speaks, as in "curious and warm"; for the language model. */
  readonly tone?: string;
  readonly audience?: string;
  /** Said where they fit, each once at most. */
  readonly catchPhrases?: readonly string[];
  readonly keywords?: readonly string[];
}

export const NARRATION_MODES = ["speech", "own", "silent"] as const;
export type NarrationMode = (typeof NARRATION_MODES)[number];

/** A written word and how it is to be spoken. */
export interface Pronunciation {
  readonly word: string;
  readonly say: string;
}

export interface NarrationSettings {
  readonly mode: NarrationMode;
  /** The person's own recording; wanted by `own`. */
  readonly recordingKey?: string;
  readonly pronunciations?: readonly Pronunciation[];
}

export const MEDIA_SOURCES = ["upload", "folder", "pexels", "pixabay", "generated"] as const;
export type MediaSource = (typeof MEDIA_SOURCES)[number];

/** A picture or clip of the person's own; without a scene it goes where it fits best. */
export interface UploadedMedia {
  readonly objectKey: string;
  readonly scene?: number;
  readonly credit?: string;
}

export interface MediaSettings {
  /** In order of preference; `generated` stands behind all of them. */
  readonly sources: readonly MediaSource[];
  readonly uploads?: readonly UploadedMedia[];
  /** Pictures that a person turned down: for scene n (from 0) the one `times` places further down the ranking is taken. */
  readonly skips?: readonly { readonly scene: number; readonly times: number }[];
}

export const CAPTION_STYLES = ["highlight", "karaoke", "box", "plain", "none"] as const;
export type CaptionStyle = (typeof CAPTION_STYLES)[number];

export const TRANSITIONS = ["wipe", "fade", "slide", "cut"] as const;
export type Transition = (typeof TRANSITIONS)[number];

/** A channel's look. Colours are `rrggbb`; what is left out follows the topic's own palette. */
export interface BrandKit {
  readonly deep?: string;
  readonly base?: string;
  readonly accent?: string;
  readonly text?: string;
  /** Name of a bundled font. */
  readonly font?: string;
  /** PNG, shown small in a corner. */
  readonly logoKey?: string;
  /** Shown on a card of its own before and after the video. */
  readonly intro?: string;
  readonly outro?: string;
}

export interface LookSettings {
  readonly captions?: CaptionStyle;
  readonly transition?: Transition;
  readonly brand?: BrandKit;
}

/** A brand to lay over another: null takes a part away. */
export interface BrandChange extends Omit<BrandKit, "logoKey" | "intro" | "outro"> {
  readonly logoKey?: string | null;
  readonly intro?: string | null;
  readonly outro?: string | null;
}

export interface LookChange extends Omit<LookSettings, "brand"> {
  readonly brand?: BrandChange;
}

/** A look without the parts of its brand that were taken away. */
export function wholeLook({ brand = {}, ...look }: LookChange): LookSettings {
  const parts = Object.entries(brand).filter(([, part]) => part !== null);
  return parts.length === 0 ? look : { ...look, brand: Object.fromEntries(parts) };
}

export const MUSIC_SOURCES = ["synthesised", "licensed", "none"] as const;
export type MusicSource = (typeof MUSIC_SOURCES)[number];

export interface MusicSettings {
  readonly source: MusicSource;
  /** The licensed recording; wanted by `licensed`. */
  readonly objectKey?: string;
  readonly licence?: string;
  readonly author?: string;
  /** Varies the synthesised bed; left out the video's seed does. */
  readonly seed?: number;
}

/** What is taken over from another video, by content key; what is left out is made anew. */
export interface ReuseSettings {
  /** Its words, as they are. */
  readonly scriptKey?: string;
  /** Its words, translated into the video's language. */
  readonly translateKey?: string;
  /** Its pictures. */
  readonly mediaKey?: string;
  /** For each scene (from 0) the scene of those pictures that it shows, null for one chosen anew; left out: all in order. */
  readonly mediaScenes?: readonly (number | null)[];
  /** The thumbnail that a person gave it. */
  readonly thumbnailKey?: string;
}

export interface VideoSettings {
  /** BCP 47; left out it is English. */
  readonly language?: string;
  readonly script?: ScriptSettings;
  readonly narration?: NarrationSettings;
  readonly media?: MediaSettings;
  readonly look?: LookSettings;
  readonly music?: MusicSettings;
  readonly reuse?: ReuseSettings;
}
