/** `[pause 800 ms]`, `[pause 1.5 s]`, `[pause]`: silence that the writer of a script asks for. */
const MARK = /\[pause(?:\s+(\d+(?:\.\d+)?)\s*(ms|s)?)?\s*\]/giu;
const UNSAID_MS = 500;
const LONGEST_MS = 10_000;
/** A bare number up to this is seconds, above it milliseconds. */
const MOST_BARE_SECONDS = 10;

export interface PausedSentence {
  /** Silence before the first part. */
  readonly beforeMs: number;
  /** What is spoken in one go, and the silence after it. Joined by spaces they are the sentence as a caption shows it. */
  readonly parts: readonly SpokenPart[];
}

export interface SpokenPart {
  readonly text: string;
  readonly afterMs: number;
}

/** Takes the pause marks out of a sentence and keeps what they ask for. */
export function splitAtPauses(sentence: string): PausedSentence {
  const parts: SpokenPart[] = [];
  let beforeMs = 0;
  let position = 0;
  const add = (text: string, afterMs: number): void => {
    const last = parts.at(-1);
    // Punctuation that a mark was written in front of belongs to the words before the mark.
    if (last !== undefined && !isSpeakable(text)) {
      parts[parts.length - 1] = { text: `${last.text}${text}`, afterMs: last.afterMs + afterMs };
    } else if (text === "") beforeMs += afterMs;
    else parts.push({ text, afterMs });
  };
  for (const mark of sentence.matchAll(MARK)) {
    add(tidy(sentence.slice(position, mark.index)), markMs(mark[1], mark[2]));
    position = mark.index + mark[0].length;
  }
  add(tidy(sentence.slice(position)), 0);
  return { beforeMs, parts };
}

/** The sentence as it is read and shown. */
export function withoutPauses(sentence: string): string {
  return splitAtPauses(sentence)
    .parts.map(({ text }) => text)
    .join(" ");
}

/** Whether there is anything to say in a text. */
export function isSpeakable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function markMs(amount: string | undefined, unit: string | undefined): number {
  if (amount === undefined) return UNSAID_MS;
  const value = Number(amount);
  const isSeconds = unit === undefined ? value <= MOST_BARE_SECONDS : unit.toLowerCase() === "s";
  return Math.min(LONGEST_MS, Math.round(isSeconds ? value * 1000 : value));
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}
