const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** East Asian wide and fullwidth blocks (Unicode TR 11), and pictures that terminals draw two columns wide. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|\ufe0f/u;
const INVISIBLE = /^[\p{Mark}\p{Cf}]+$/u;

function graphemeColumns(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Columns that the text takes in a terminal. */
export function textColumns(text: string): number {
  let columns = 0;
  for (const { segment } of GRAPHEMES.segment(text)) columns += graphemeColumns(segment);
  return columns;
}

/** The text cut to at most `columns`, ending in an ellipsis when something was left out. */
export function truncateText(text: string, columns: number): string {
  if (textColumns(text) <= columns) return text;
  if (columns < 1) return "";
  let kept = "";
  let used = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    const width = graphemeColumns(segment);
    if (used + width > columns - 1) break;
    kept += segment;
    used += width;
  }
  return `${kept}…`;
}

export function padText(text: string, columns: number, align: "left" | "right" = "left"): string {
  const gap = " ".repeat(Math.max(0, columns - textColumns(text)));
  return align === "left" ? text + gap : gap + text;
}

/** One line without control characters: a title from outside must not steer the reader's terminal. */
export function plainLine(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, " ").replaceAll(/\p{Cc}/gu, "�");
}
