/** A sentence at this pace has captions below 17 characters a second: its parts are up to a tenth quicker than its whole. */
const READABLE_CHARACTERS_PER_SECOND = 14.6;
/** Slower than this share of the pace of its neighbours, a sentence would stand out. */
const SLOWEST_SHARE = 0.8;

/** The rate at which a sentence can be read along, from how long it took at another one. */
export function readableRate(spoken: {
  readonly sentence: string;
  readonly spokenMs: number;
  readonly wordsPerMinute: number;
}): number {
  const { sentence, spokenMs, wordsPerMinute } = spoken;
  const charactersPerSecond = (Array.from(sentence).length * 1000) / Math.max(1, spokenMs);
  const share = READABLE_CHARACTERS_PER_SECOND / charactersPerSecond;
  return share >= 1 ? wordsPerMinute : Math.round(wordsPerMinute * Math.max(SLOWEST_SHARE, share));
}
