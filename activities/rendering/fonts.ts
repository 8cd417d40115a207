import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { AppError } from "../../domain/errors.ts";
import { type FontMetrics, parseFont } from "../../domain/look/font-metrics.ts";
import { fileSha256 } from "../content-key.ts";

/** Folder handed to libass: pictures must not depend on the fonts of the machine. */
export const FONTS_PATH = fileURLToPath(new URL("../../assets/fonts/", import.meta.url));

/** In order of preference; a text takes the first that covers it. */
const FONT_FILES = [
  { family: "Inter", file: "Inter-Bold.otf" },
  { family: "Noto Sans", file: "NotoSans-Bold.ttf" },
  { family: "DejaVu Sans", file: "DejaVuSans-Bold.ttf" },
  { family: "Roboto Slab", file: "RobotoSlab-Bold.otf" },
] as const;

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
  const paths = FONT_FILES.map(({ file }) => FONTS_PATH + file);
  const fonts = await Promise.all(
    FONT_FILES.map(async ({ family }, index) => parseFont(family, await readFile(paths[index] ?? ""))),
  );
  const hashes = await Promise.all(paths.map((path) => fileSha256(path)));
  return { fonts, sha256: hashes.join(".") };
}

const NAMED_AT_MOST = 12;

/** Refuses a text that would come out as empty boxes. Pictographs are left out of pictures, so they may be missing. */
export async function requireGlyphs(text: string, field = "topic"): Promise<void> {
  const { fonts } = await bundledFonts();
  const missing = new Set<string>();
  for (const character of text.normalize("NFC")) {
    if (/[\p{Extended_Pictographic}\p{C}\p{Z}\p{Variation_Selector}\p{Emoji_Modifier}]/u.test(character)) continue;
    if (!fonts.some((font) => font.covers(character.codePointAt(0) ?? 0))) missing.add(character);
  }
  if (missing.size === 0) return;
  const shown = Array.from(missing).slice(0, NAMED_AT_MOST).join(" ");
  const more = missing.size > NAMED_AT_MOST ? ` and ${missing.size - NAMED_AT_MOST} more` : "";
  throw new AppError("invalid_input", `the bundled fonts cannot draw: ${shown}${more}`, {
    field,
    remedy: "Cancel this video and queue it again with a topic in Latin, Greek, Cyrillic or Arabic letters.",
  });
}
