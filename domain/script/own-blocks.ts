/** Lines of Markdown, or of plain text, as what they are for a script. */
export interface OwnBlock {
  readonly kind: "heading" | "item" | "quote" | "paragraph" | "table" | "break";
  readonly text: string;
}

const RULE = /^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/u;
const UNDERLINE = /^\s{0,3}(?:=+|-{2,})\s*$/u;
const HEADING = /^\s{0,3}#{1,6}\s*(.*?)\s*#*\s*$/u;
const ITEM = /^\s*(?:[-*+•–]|\d{1,3}[.)])\s+(.*)$/u;
const QUOTE = /^\s{0,3}>\s?(.*)$/u;

/** Between two bars, with a bar inside; what holds the cells apart is decided later. */
const ROW = /^\s*\|.+\|\s*$/u;

/** Where a table's numbers come from: a line of its own, also without an empty line around it. */
export const SOURCE = /^(?:source|quelle|fuente|fonte)s?:\s/iu;

/** Never throws: what is no Markdown is a paragraph. Paragraphs end at empty lines. */
export function ownBlocks(text: string): OwnBlock[] {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r\n|[\n\r\u2028\u2029\u0085]/u);
  const blocks: OwnBlock[] = [];
  let isOpen = false;
  const add = (kind: OwnBlock["kind"], words: string): void => {
    blocks.push({ kind, text: words });
    isOpen = kind !== "heading" && kind !== "break";
  };
  const extend = (words: string, join = " "): void => {
    const last = blocks.at(-1);
    if (last !== undefined) blocks[blocks.length - 1] = { ...last, text: last.text + join + words };
  };
  for (const line of lines) {
    const last = blocks.at(-1);
    const isUnderlined = isOpen && last?.kind === "paragraph" && UNDERLINE.test(line);
    const heading = HEADING.exec(line);
    const item = ITEM.exec(line);
    const quote = QUOTE.exec(line);
    if (line.trim() === "" || /^\s*(?:```|~~~)/u.test(line)) isOpen = false;
    else if (isUnderlined && last !== undefined) {
      blocks.pop();
      add("heading", last.text);
    } else if (RULE.test(line)) add("break", "");
    else if (heading !== null) add("heading", heading[1] ?? "");
    else if (quote !== null && isOpen && last?.kind === "quote") extend(quote[1] ?? "");
    else if (quote !== null) add("quote", quote[1] ?? "");
    else if (item !== null) add("item", item[1] ?? "");
    else if (ROW.test(line) && isOpen && last?.kind === "table") extend(line, "\n");
    else if (ROW.test(line)) add("table", line);
    else if (isOpen && last?.kind !== "table" && ![line.trim(), last?.text ?? ""].some((words) => SOURCE.test(words)))
      extend(line.trim());
    else add("paragraph", line.trim());
  }
  return blocks;
}
