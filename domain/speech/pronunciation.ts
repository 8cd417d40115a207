import type { Pronunciation } from "../video/video-settings.ts";

/** A text as the engine reads it, and the way back to the text as written. */
export interface SpokenForm {
  readonly text: string;
  readonly written: readonly string[];
  /** For every word of `text` the written word that it stands for, never decreasing. */
  readonly writtenIndexes: readonly number[];
}

interface Entry {
  readonly words: readonly string[];
  readonly say: readonly string[];
}

/** Replaces the words of the list; the longest entry wins, then the one in the same case. */
export function spokenForm(text: string, pronunciations: readonly Pronunciation[] = []): SpokenForm {
  const written = wordsOf(text);
  const entries = pronunciations
    .map(({ word, say }): Entry => ({ words: wordsOf(word), say: wordsOf(say) }))
    .filter(({ words }) => words.length > 0);
  const spoken: { word: string; index: number }[] = [];
  for (let index = 0; index < written.length;) {
    const entry = entryAt(entries, written, index);
    if (entry === null) spoken.push({ word: written[index] ?? "", index });
    else spoken.push(...replaced(entry, written, index));
    index += entry?.words.length ?? 1;
  }
  return {
    text: spoken.map(({ word }) => word).join(" "),
    written,
    writtenIndexes: spoken.map(({ index }) => index),
  };
}

/** Times of the written words from those of the spoken ones; words that are not spoken share the time around them. */
export function writtenTimes(
  form: SpokenForm,
  spoken: readonly { readonly startMs: number }[],
  durationMs: number,
): { readonly text: string; readonly startMs: number }[] {
  const starts: (number | null)[] = form.written.map(() => null);
  let latestMs = 0;
  for (const [position, index] of form.writtenIndexes.entries()) {
    const word = spoken[position];
    if (word === undefined) break;
    latestMs = Math.min(Math.round(durationMs), Math.max(latestMs, Math.round(word.startMs)));
    starts[index] ??= latestMs;
  }
  return form.written.map((text, index) => ({ text, startMs: starts[index] ?? between(starts, index, durationMs) }));
}

/** An even share of the time between the nearest timed words. */
function between(starts: readonly (number | null)[], index: number, durationMs: number): number {
  const before = starts.findLastIndex((ms, position) => position < index && ms !== null);
  const found = starts.findIndex((ms, position) => position > index && ms !== null);
  const after = found === -1 ? starts.length : found;
  const fromMs = before === -1 ? 0 : (starts[before] ?? 0);
  const toMs = starts[after] ?? Math.round(durationMs);
  const share = (index - Math.max(0, before)) / (after - Math.max(0, before));
  return Math.round(fromMs + (toMs - fromMs) * share);
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}

function entryAt(entries: readonly Entry[], written: readonly string[], index: number): Entry | null {
  const fitting = entries.flatMap((entry) => {
    const exact = fits(entry, written, index, (word) => word);
    if (!exact && !fits(entry, written, index, (word) => word.toLowerCase())) return [];
    return [{ entry, weight: entry.words.length * 2 + (exact ? 1 : 0) }];
  });
  return fitting.toSorted((left, right) => right.weight - left.weight)[0]?.entry ?? null;
}

function fits(entry: Entry, written: readonly string[], index: number, fold: (word: string) => string): boolean {
  return entry.words.every((word, offset) => {
    const candidate = written[index + offset];
    if (candidate === undefined) return false;
    const { core, after } = dissected(candidate);
    // Only the last word of an entry may carry a genitive or a comma.
    return fold(core) === fold(dissected(word).core) && (offset === entry.words.length - 1 || after === "");
  });
}

/** The entry's words spread over the written ones, with the punctuation and the genitive that these carry. */
function replaced(entry: Entry, written: readonly string[], index: number): { word: string; index: number }[] {
  const { before } = dissected(written[index] ?? "");
  const { after } = dissected(written[index + entry.words.length - 1] ?? "");
  return entry.say.map((word, position) => ({
    word: `${position === 0 ? before : ""}${word}${position === entry.say.length - 1 ? after : ""}`,
    index: index + Math.floor((position * entry.words.length) / entry.say.length),
  }));
}

/** `(“GIF’s,` is `(“`, `GIF` and `’s,`. */
function dissected(word: string): { before: string; core: string; after: string } {
  const [, before = "", core = "", after = ""] =
    /^([^\p{L}\p{N}]*)(.*?)((?:['’][sS])?[^\p{L}\p{N}]*)$/u.exec(word) ?? [];
  return core === "" ? { before: "", core: word, after: "" } : { before, core, after };
}
