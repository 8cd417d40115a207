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

interface LargestBox {
  readonly widthPx: number;
  readonly lines: number;
  readonly largestPx: number;
  readonly smallestPx: number;
  /** That the lines may take together, set solid; left out where `lines` at the largest size fit anyway. */
  readonly heightPx?: number;
}

/** The largest size at which the text fits the box; below the smallest it is cut with an ellipsis. */
export function fitText(fonts: readonly FontMetrics[], text: string, box: LargestBox): FittedText {
  const font = fontFor(fonts, text);
  for (
    let sizePx = Math.round(box.largestPx);
    sizePx > box.smallestPx;
    sizePx -= Math.max(1, Math.round(sizePx / 24))
  ) {
    const lines = wrapped(font, text, box.widthPx / sizePx);
    if (lines !== null && lines.length <= box.lines && lines.length * sizePx <= (box.heightPx ?? Infinity))
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

/** Words that lean on the next one: no line ends with them where another break is as even. */
const LEANING = /^(a|an|the|of|and|or|to|in|on|at|for|with|by|is|are|no|not)$/iu;
/** In square ems; a line that is this much off its share is no worse than one that leans. */
const LEANING_COST = 0.6;

/** The same number of lines, as even as they come: no lonely word, neither at the end nor between. */
function balanced(font: FontMetrics, text: string, widthEm: number, lines: readonly string[]): readonly string[] {
  const words = text.split(" ");
  const shareEm = font.widthEm(text) / lines.length;
  // Cheapest way to set the first `count` words on so many lines.
  let best = new Map([[0, { cost: 0, lines: [] as readonly string[] }]]);
  for (let line = 1; line <= lines.length; line += 1) {
    const next: typeof best = new Map();
    for (const [from, before] of best) {
      for (let to = from + 1; to <= words.length; to += 1) {
        const set = words.slice(from, to).join(" ");
        const em = font.widthEm(set);
        if (em > widthEm) break;
        const leans = to < words.length && LEANING.test(words[to - 1] ?? "") ? LEANING_COST : 0;
        const cost = before.cost + (em - shareEm) ** 2 + leans;
        if (cost < (next.get(to)?.cost ?? Number.POSITIVE_INFINITY))
          next.set(to, { cost, lines: [...before.lines, set] });
      }
    }
    best = next;
  }
  return best.get(words.length)?.lines ?? lines;
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
