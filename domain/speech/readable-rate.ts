/** What can be read along: a little below the 17 of the Netflix Timed Text Style Guide, which are judged by caption. */
const READABLE_CHARACTERS_PER_SECOND = 16.4;
/** About the shortest caption; a quicker stretch inside one does not show. */
const STRETCH_MS = 1_300;
/** Slower than this share of the pace of its neighbours, a sentence would stand out. */
const SLOWEST_SHARE = 0.75;

interface SaidWord {
  readonly text: string;
  readonly startMs: number;
}

/** The rate, in words a minute, at which each stretch of a sentence can be read along, from how it was said at another. */
export function readableRate(said: {
  readonly words: readonly SaidWord[];
  readonly endMs: number;
  readonly wordsPerMinute: number;
  /** The rate that its neighbours are said at. */
  readonly asked: number;
}): number {
  const { wordsPerMinute, asked } = said;
  const share = READABLE_CHARACTERS_PER_SECOND / quickestStretch(said);
  return share >= 1 ? wordsPerMinute : Math.round(Math.max(asked * SLOWEST_SHARE, wordsPerMinute * share));
}

/** Characters a second of the quickest stretch that is as long as a caption; of all of it where that is shorter. */
function quickestStretch({ words, endMs }: { readonly words: readonly SaidWord[]; readonly endMs: number }): number {
  let quickest = 0;
  for (const [from, { startMs }] of words.entries()) {
    let characters = -1;
    for (let to = from; to < words.length; to += 1) {
      characters += 1 + Array.from(words[to]?.text ?? "").length;
      const lastsMs = (words[to + 1]?.startMs ?? endMs) - startMs;
      if (lastsMs < STRETCH_MS && !(from === 0 && to === words.length - 1)) continue;
      quickest = Math.max(quickest, (characters * 1000) / Math.max(1, lastsMs));
      break;
    }
  }
  return quickest;
}
