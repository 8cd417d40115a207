import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { FontMetrics } from "../../domain/look/font-metrics.ts";
import { FONT_FILES, fontsOf, LETTERS, requireGlyphsIn } from "../../domain/look/glyphs.ts";
import { fileSha256 } from "../content-key.ts";

/** Folder handed to libass: pictures must not depend on the fonts of the machine. */
export const FONTS_PATH = fileURLToPath(new URL("../../assets/fonts/", import.meta.url));

export interface BundledFonts {
  readonly fonts: readonly FontMetrics[];
  /** Hash over the font files: part of content keys. */
  readonly sha256: string;
}

let loaded: Promise<BundledFonts> | undefined;

export function bundledFonts(): Promise<BundledFonts> {
  return (loaded ??= loadFonts());
}

async function loadFonts(): Promise<BundledFonts> {
  const fonts = await fontsOf((file) => readFile(FONTS_PATH + file));
  const hashes = await Promise.all(FONT_FILES.map(({ file }) => fileSha256(FONTS_PATH + file)));
  return { fonts, sha256: hashes.join(".") };
}

const TOPIC = {
  field: "topic",
  remedy: `Cancel this video and queue it again with a topic in ${LETTERS}.`,
};

/** Refuses a text that would come out as empty boxes. */
export async function requireGlyphs(text: string, blamed = TOPIC): Promise<void> {
  const { fonts } = await bundledFonts();
  requireGlyphsIn(fonts, text, blamed);
}
