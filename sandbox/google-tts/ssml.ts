export interface MarkedText {
  readonly text: string;
  /** Each mark with the index of the character that follows it, counted in code points. */
  readonly marks: readonly { readonly name: string; readonly character: number }[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** `<speak>` with text, `<mark name="…"/>` and the five entities; null for what is not well-formed or not known here. */
export function markedTextOf(ssml: string): MarkedText | null {
  const inside = /^\s*<speak>([\s\S]*)<\/speak>\s*$/.exec(ssml)?.[1];
  if (inside === undefined) return null;
  const marks: { name: string; character: number }[] = [];
  let text = "";
  let isKnown = true;
  for (const [, tag, entity, plain] of inside.matchAll(/<([^<>]*)>|&([^;\s]*);?|([^<&]+)/g)) {
    if (plain !== undefined) text += plain;
    else if (entity !== undefined) {
      const character = ENTITIES[entity];
      if (character === undefined) isKnown = false;
      else text += character;
    } else {
      const name = /^mark name="([^"]*)"\s*\/$/.exec(tag ?? "")?.[1];
      if (name === undefined) isKnown = false;
      else marks.push({ name, character: Array.from(text).length });
    }
  }
  return isKnown ? { text, marks } : null;
}
