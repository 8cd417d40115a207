import type { Chapter, RenderPlan } from "../render/plan.ts";
import type { Script } from "../script/script.ts";
import type { Niche, PrivacyStatus, VideoSpec } from "./video.ts";

const TITLE_MAX_CHARACTERS = 100;
const DESCRIPTION_MAX_BYTES = 5000;
const TAGS_MAX_CHARACTERS = 500;
/** YouTube drops all chapters unless there are three of ten seconds, the first at 0:00. */
const CHAPTERS_MIN = 3;
const CHAPTER_MIN_MS = 10_000;
/** Vertical and square videos up to three minutes are Shorts, which show no chapters. */
const SHORT_MAX_MS = 180_000;

/** Categories of the United States list (videoCategories.list, regionCode US). */
const CATEGORY_OF_NICHE: Readonly<Record<Niche, string>> = {
  tech: "28",
  education: "27",
  entertainment: "24",
  lifestyle: "26",
  gaming: "20",
  other: "22",
};

/** The video resource of `videos.insert`, in the platform's own names. */
export interface VideoMetadata {
  readonly snippet: {
    readonly title: string;
    readonly description: string;
    readonly tags: string[];
    readonly categoryId: string;
    readonly defaultLanguage: string;
    readonly defaultAudioLanguage: string;
  };
  readonly status: {
    readonly privacyStatus: PrivacyStatus;
    readonly publishAt?: string;
    readonly containsSyntheticMedia: boolean;
    readonly selfDeclaredMadeForKids: boolean;
    readonly license: string;
    readonly embeddable: boolean;
  };
}

export interface MetadataInput {
  readonly videoId: string;
  readonly spec: VideoSpec;
  readonly script: Pick<Script, "title" | "hook" | "description" | "tags">;
  readonly plan: Pick<RenderPlan, "title" | "durationMs" | "chapters">;
  readonly niche: Niche;
  /** Lines that name whose pictures and music are in it. */
  readonly credits?: readonly string[];
  /** Set when a person edited it. */
  readonly title?: string;
}

/** The tag by which a video is found again after the answer to its upload was lost. */
export function markerTag(videoId: string): string {
  return `longtake:${videoId}`;
}

/** The video resource of `videos.insert`, inside YouTube's limits whatever the script says. */
export function videoMetadata({ videoId, spec, script, plan, niche, credits, title }: MetadataInput): VideoMetadata {
  const { privacy, publishAt, containsSyntheticMedia, selfDeclaredMadeForKids } = spec.publish;
  const words = spec.publish.description === undefined ? script : { hook: "", description: spec.publish.description };
  const language = captionLanguage(spec);
  return {
    snippet: {
      title: clippedTitle(title ?? (plan.title || script.title)),
      description: description(words, [chapterLines(spec, plan), spec.publish.notes ?? [], credits ?? []]),
      tags: fittingTags([markerTag(videoId), ...[...(spec.publish.tags ?? []), ...script.tags].map(tagText)]),
      categoryId: CATEGORY_OF_NICHE[niche],
      defaultLanguage: language,
      defaultAudioLanguage: language,
    },
    status: {
      // Explicit always: an omitted status means public since 2026-11-02.
      privacyStatus: publishAt === null ? privacy : "private",
      ...(publishAt === null ? {} : { publishAt: new Date(publishAt).toISOString() }),
      containsSyntheticMedia,
      selfDeclaredMadeForKids,
      license: "youtube",
      embeddable: true,
    },
  };
}

export interface PublicationFault {
  readonly field: "title" | "description" | "tags" | "publishAt";
  readonly message: string;
}

/** Everything that the platform would refuse, or quietly drop, of what would be sent at `nowMs`. */
export function publicationFaults({ snippet, status }: VideoMetadata, nowMs: number): readonly PublicationFault[] {
  const { title, description: text, tags } = snippet;
  const faults: (PublicationFault | null)[] = [
    title === "" ? { field: "title", message: "is empty" } : null,
    Array.from(title).length > TITLE_MAX_CHARACTERS ? { field: "title", message: "has over 100 characters" } : null,
    byteLength(text) > DESCRIPTION_MAX_BYTES ? { field: "description", message: "has over 5,000 bytes" } : null,
    /[<>]/.test(title + text) ? { field: "description", message: "title or description holds < or >" } : null,
    tagCharacters(tags) > TAGS_MAX_CHARACTERS ? { field: "tags", message: "have over 500 characters" } : null,
    chapterFault(text),
    status.publishAt !== undefined && Date.parse(status.publishAt) <= nowMs
      ? { field: "publishAt", message: "is past: the video would be public at once" }
      : null,
  ];
  return faults.filter((fault) => fault !== null);
}

/** One line that breaks the rules takes all chapters away, so a description has good ones or none. */
function chapterFault(text: string): PublicationFault | null {
  const starts = [...text.matchAll(/^(?:(\d+):)?(\d{1,2}):(\d\d) \S/gm)].map(
    ([, hours = "0", minutes = "0", seconds = "0"]) => (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds),
  );
  if (starts.length === 0) return null;
  const isSpaced = starts.every(
    (start, index) => index === 0 || start - (starts[index - 1] ?? 0) >= CHAPTER_MIN_MS / 1000,
  );
  if (starts[0] === 0 && starts.length >= CHAPTERS_MIN && isSpaced) return null;
  return { field: "description", message: "chapters need 0:00 first, three or more, ten seconds each" };
}

/** A title as the platform takes it. */
export function clippedTitle(title: string): string {
  return clipWords(plainText(title), TITLE_MAX_CHARACTERS);
}

/** A description as the platform takes it; line breaks stay. */
export function clippedDescription(text: string): string {
  return clipBytes(plainText(text), DESCRIPTION_MAX_BYTES);
}

/** The language that is spoken, as YouTube names caption tracks: the spec's own, else the voice's, `en-us` → `en`. */
export function captionLanguage({ language, voice }: Pick<VideoSpec, "language" | "voice">): string {
  if (language !== undefined) return language;
  const name = voice.replace(/^[a-z-]+:/, "");
  return /^[a-z]{2,3}(?=$|[-_])/i.exec(name)?.[0].toLowerCase() ?? "en";
}

/** Half of the room is for the words, however many chapters, notes and credits there are. */
const LINES_MAX_BYTES = DESCRIPTION_MAX_BYTES / 2;

/** Chapters, notes and credits stay whole: a cut one would say something else, or nothing. */
function description(script: Pick<Script, "hook" | "description">, blocks: readonly (readonly string[])[]): string {
  const lined = blocks.map((block) => block.map(plainText).filter((line) => line !== ""));
  const chapterText = lined
    .map((lines) => (lines.length === 0 ? "" : `\n\n${lines.join("\n")}`))
    .reduce((whole, block) => (byteLength(whole + block) > LINES_MAX_BYTES ? whole : whole + block), "");
  const text = [script.hook, script.description].map(plainText).filter((part) => part !== "");
  const words = text.filter((part, index) => text.indexOf(part) === index).join("\n\n");
  return clipBytes(words, DESCRIPTION_MAX_BYTES - byteLength(chapterText)) + chapterText;
}

function chapterLines(spec: VideoSpec, plan: MetadataInput["plan"]): readonly string[] {
  if (spec.aspect !== "16:9" && plan.durationMs <= SHORT_MAX_MS) return [];
  const chapters = mergeShortChapters(plan.chapters, plan.durationMs);
  if (chapters.length < CHAPTERS_MIN) return [];
  return chapters.map(
    ({ startMs, title }) => `${timestamp(startMs, plan.durationMs)} ${clipWords(plainText(title), 80)}`,
  );
}

/** Starts at zero, and folds every chapter that is too short into the one before it. */
function mergeShortChapters(chapters: readonly Chapter[], durationMs: number): readonly Chapter[] {
  const kept: Chapter[] = [];
  for (const [index, chapter] of chapters.entries()) {
    const startMs = index === 0 ? 0 : chapter.startMs;
    const previous = kept.at(-1);
    if (previous !== undefined && startMs - previous.startMs < CHAPTER_MIN_MS) continue;
    if (durationMs - startMs < CHAPTER_MIN_MS) continue;
    kept.push({ ...chapter, startMs });
  }
  return kept;
}

/** `1:05`, or `0:01:05` in a video of an hour and more. Rounded up: a chapter never starts in the one before. */
function timestamp(startMs: number, durationMs: number): string {
  const seconds = Math.ceil(startMs / 1000);
  const minutes = Math.floor(seconds / 60);
  if (durationMs < 3_600_000) return `${minutes}:${twoDigits(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function tagCharacters(tags: readonly string[]): number {
  return tags.map((tag) => (tag.includes(" ") ? `"${tag}"` : tag)).join(",").length;
}

/** Of UTF-8. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}

/** As many tags, in order, as fit; the limit counts commas, and quotation marks around tags with a space. */
function fittingTags(tags: readonly string[]): string[] {
  const fitting: string[] = [];
  let characters = 0;
  for (const tag of new Set(tags.map((each) => each.trim()))) {
    const cost = tag.length + (tag.includes(" ") ? 2 : 0) + (fitting.length === 0 ? 0 : 1);
    if (tag === "" || characters + cost > TAGS_MAX_CHARACTERS) continue;
    fitting.push(tag);
    characters += cost;
  }
  return fitting;
}

function tagText(tag: string): string {
  return plainText(tag).replaceAll(",", " ");
}

/** YouTube refuses angle brackets in every text. */
function plainText(text: string): string {
  return text.replaceAll(/[<>]/g, "").trim();
}

function clipWords(text: string, maxCharacters: number): string {
  const characters = Array.from(text);
  if (characters.length <= maxCharacters) return text;
  const clipped = characters.slice(0, maxCharacters - 1).join("");
  return `${clipped.replace(/\s+\S*$/u, "")}…`;
}

function clipBytes(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text;
  let clipped = clipWords(text, maxBytes);
  while (byteLength(clipped) > maxBytes) clipped = clipWords(clipped, Array.from(clipped).length - 1);
  return clipped;
}
