import type { FontMetrics } from "./font-metrics.ts";

export interface FittedText {
  readonly lines: readonly string[];
  readonly sizePx: number;
}

/** The first font that has every letter of the text, else the first of all. */
export function fontFor(fonts: readonly FontMetrics[], text: string): FontMetrics {
  const letters = Array.from(text.replace(/[\s\p{C}]/gu, ""));
  const font = fonts.find((candidate) => letters.every((letter) => candidate.covers(letter.codePointAt(0) ?? 0)));
  const chosen = font ?? fonts[0];
  if (chosen === undefined) throw new RangeError("text needs a font");
  return chosen;
}

/** The largest size at which the text fits the box; below the smallest it is cut with an ellipsis. */
export function fitText(
  fonts: readonly FontMetrics[],
  text: string,
  box: { widthPx: number; lines: number; largestPx: number; smallestPx: number },
): FittedText {
  const font = fontFor(fonts, text);
  for (
    let sizePx = Math.round(box.largestPx);
    sizePx > box.smallestPx;
    sizePx -= Math.max(1, Math.round(sizePx / 24))
  ) {
    const lines = wrapped(font, text, box.widthPx / sizePx);
    if (lines !== null && lines.length <= box.lines)
      return { lines: balanced(font, text, box.widthPx / sizePx, lines), sizePx };
  }
  return { lines: cut(font, text, box.widthPx / box.smallestPx, box.lines), sizePx: Math.round(box.smallestPx) };
}

/** Lines no wider than the given ems; null when a single word is wider. */
function wrapped(font: FontMetrics, text: string, widthEm: number): string[] | null {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    if (font.widthEm(word) > widthEm) return null;
    const current = lines.at(-1);
    if (current !== undefined && font.widthEm(`${current} ${word}`) <= widthEm)
      lines[lines.length - 1] = `${current} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The same number of lines in the narrowest box: no lonely word at the end. */
function balanced(font: FontMetrics, text: string, widthEm: number, lines: readonly string[]): readonly string[] {
  let best = lines;
  for (let width = widthEm * 0.96; width > widthEm * 0.4; width *= 0.96) {
    const narrower = wrapped(font, text, width);
    if (narrower === null || narrower.length > lines.length) return best;
    best = narrower;
  }
  return best;
}

function cut(font: FontMetrics, text: string, widthEm: number, maxLines: number): string[] {
  const lines: string[] = [""];
  for (const character of text) {
    const current = lines.at(-1) ?? "";
    const isFull = font.widthEm(`${current}${character}…`) > widthEm;
    if (isFull && lines.length === maxLines) return [...lines.slice(0, -1), `${current.trimEnd()}…`];
    if (isFull) lines.push(character.trimStart());
    else lines[lines.length - 1] = current + character;
  }
  return lines;
}
