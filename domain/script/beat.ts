/**
 * What one scene of a template script can say. Sentences stand as `Label: sentence`; the label appears on the card.
 * Slots: `{about}` follows a preposition ("about how tides work"), `{thing}` is a noun phrase and never governs a verb
 * but a modal one ("tides can"), so that singular, plural and "-ing" topics all read well. `[a|b]` is one or the other.
 */
export interface Beat {
  readonly heading: string;
  /** The heading as a question. */
  readonly question?: string;
  /** A short saying, shown large and spoken. */
  readonly quote?: string;
  /** Numeral or word that can stand alone on a card; true of what the sentences ask for. */
  readonly figure?: string;
  /** One of them begins the scene and names the topic. */
  readonly opens: readonly string[];
  /** In any order, each for itself. */
  readonly lines: readonly string[];
}

export interface BeatLine {
  readonly label: string;
  readonly sentence: string;
}

export function beatLine(text: string): BeatLine {
  const colon = text.indexOf(": ");
  return { label: text.slice(0, colon), sentence: text.slice(colon + 2) };
}
