/** What a TrueType file says about its letters: which it has, and how wide they are. Enough to lay out a line. */
export interface FontMetrics {
  readonly family: string;
  covers(codePoint: number): boolean;
  /** Width of a text in ems; missing letters count as one em. Kerning is ignored: it only ever tightens. */
  widthEm(text: string): number;
  /** ASS sizes a font by its full line height; an em is this share of it. */
  readonly emPerLineHeight: number;
}

/** Reads the tables head, hhea, hmtx, OS/2 and cmap (formats 4 and 12), as in the OpenType specification. */
export function parseFont(family: string, file: Uint8Array): FontMetrics {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tables = tableOffsets(view);
  const unitsPerEm = view.getUint16(tables("head") + 18);
  const advanceCount = view.getUint16(tables("hhea") + 34);
  const hmtx = tables("hmtx");
  const os2 = tables("OS/2");
  const lineHeight = view.getUint16(os2 + 74) + view.getUint16(os2 + 76);
  const glyphOf = readCharacterMap(view, tables("cmap"));
  const advance = (codePoint: number): number => {
    const glyph = glyphOf.get(codePoint);
    if (glyph === undefined) return unitsPerEm;
    return view.getUint16(hmtx + Math.min(glyph, advanceCount - 1) * 4);
  };
  return {
    family,
    covers: (codePoint) => glyphOf.has(codePoint),
    widthEm: (text) =>
      Array.from(text).reduce((sum, character) => sum + advance(codePointOf(character)), 0) / unitsPerEm,
    emPerLineHeight: unitsPerEm / lineHeight,
  };
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function tableOffsets(view: DataView): (tag: string) => number {
  const offsets = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index += 1) {
    const record = 12 + index * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)));
    offsets.set(tag, view.getUint32(record + 8));
  }
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new RangeError(`font without table ${tag}`);
    return offset;
  };
}

function readCharacterMap(view: DataView, cmap: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < view.getUint16(cmap + 2); index += 1) {
    const subtable = cmap + view.getUint32(cmap + 4 + index * 8 + 4);
    const format = view.getUint16(subtable);
    if (format === 4) readSegments(view, subtable, glyphs);
    if (format === 12) readGroups(view, subtable, glyphs);
  }
  return glyphs;
}

function readSegments(view: DataView, subtable: number, glyphs: Map<number, number>): void {
  const doubledCount = view.getUint16(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + doubledCount + 2;
  const deltas = starts + doubledCount;
  const rangeOffsets = deltas + doubledCount;
  for (let offset = 0; offset < doubledCount; offset += 2) {
    const start = view.getUint16(starts + offset);
    const rangeOffset = view.getUint16(rangeOffsets + offset);
    for (let code = start; code <= view.getUint16(ends + offset) && code !== 0xffff; code += 1) {
      const direct =
        rangeOffset === 0 ? code : view.getUint16(rangeOffsets + offset + rangeOffset + (code - start) * 2);
      const glyph = direct === 0 ? 0 : (direct + view.getUint16(deltas + offset)) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
}

function readGroups(view: DataView, subtable: number, glyphs: Map<number, number>): void {
  for (let index = 0; index < view.getUint32(subtable + 12); index += 1) {
    const group = subtable + 16 + index * 12;
    const start = view.getUint32(group);
    const firstGlyph = view.getUint32(group + 8);
    for (let code = start; code <= view.getUint32(group + 4); code += 1) glyphs.set(code, firstGlyph + code - start);
  }
}

/** The same fonts with one family in front; an unknown family changes nothing. */
export function preferring(fonts: readonly FontMetrics[], family: string | undefined): readonly FontMetrics[] {
  return fonts.toSorted((left, right) => Number(right.family === family) - Number(left.family === family));
}
