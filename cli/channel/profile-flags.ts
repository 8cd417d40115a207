import { ASPECTS, PRIVACY_STATUSES, SECONDS_MAX, SECONDS_MIN } from "../../domain/video/video.ts";
import { CAPTION_STYLES, MEDIA_SOURCES, MUSIC_SOURCES, TRANSITIONS } from "../../domain/video/video-settings.ts";
import { choice, type FlagValues, integer, jsonObject, repeated, text } from "../flags.ts";
import { isYes, publishFlags } from "../setting-flags.ts";

/** What steers a channel's videos: a flag for each common setting, JSON for all of them (null takes one away). */
export const profileFlags = {
  tone: text("--tone <Text>", "How it speaks, as in curious and warm"),
  audience: text("--audience <Text>", "Whom it speaks to"),
  catchPhrase: repeated(text("--catch-phrase <Text>", "Said where it fits")),
  language: text("--language <Language>", "Language (BCP 47), as in pt-BR"),
  voice: text("--voice <YourVoice>", "Voice, as in en-us or openai:alloy"),
  seconds: integer("--seconds <Count>", "Wanted length of a video", { min: SECONDS_MIN, max: SECONDS_MAX }),
  aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
  structure: text("--structure <Name>", "How scripts are told, as in countdown"),
  keyword: repeated(text("--keyword <Text>", "For words and pictures")),
  mediaSource: repeated(
    choice("--media-source <Source>", "In order; left out: all that are set up here", MEDIA_SOURCES),
  ),
  captions: choice("--captions <Style>", "Look of the captions", CAPTION_STYLES),
  transition: choice("--transition <Transition>", "Between scenes", TRANSITIONS),
  music: choice("--music <Source>", "Music under the voice", MUSIC_SOURCES),
  privacy: choice("--privacy <Status>", "Who may see published videos", PRIVACY_STATUSES),
  captionTrack: publishFlags.captionTrack,
  tag: repeated(text("--tag <Text>", "Put on every video")),
  disclosure: text("--disclosure <Text>", "Line at the end of every description"),
  affiliateNote: text("--affiliate-note <Text>", "Another such line"),
  personality: jsonObject("--personality <Json>", "Tone, audience, voice, pronunciations …"),
  strategy: jsonObject("--strategy <Json>", "Length, shape, sources, look, publishing …"),
  monetization: jsonObject("--monetization <Json>", "Disclosure and affiliate note"),
  brand: jsonObject("--brand <Json>", "Colours, font, logo, intro, outro"),
} as const;

/** The flags as the API's personality, strategy, monetization and brand; those without a setting are left out. */
export function profileOf(flags: FlagValues<typeof profileFlags>): Readonly<Record<string, unknown>> | undefined {
  const { tone, audience, language, voice, seconds, aspect, structure, captions, transition, privacy } = flags;
  const { disclosure, affiliateNote, catchPhrase, keyword, mediaSource, tag, captionTrack, music } = flags;
  return given({
    personality: given({
      ...flags.personality,
      ...given({ tone, audience, language, voice, catchPhrases: unlessNone(catchPhrase) }),
    }),
    strategy: given({
      ...flags.strategy,
      ...given({
        ...{ seconds, aspect, structure, captions, transition, privacy },
        keywords: unlessNone(keyword),
        mediaSources: unlessNone(mediaSource),
        tags: unlessNone(tag),
        music: music === undefined ? undefined : { source: music },
        captionTrack: isYes(captionTrack),
      }),
    }),
    monetization: given({ ...flags.monetization, ...given({ disclosure, affiliateNote }) }),
    brand: flags.brand,
  });
}

function unlessNone<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** Without what is undefined; undefined itself when nothing is left. */
function given(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const found = Object.entries(values).filter(([, value]) => value !== undefined);
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
