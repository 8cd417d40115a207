import { AppError } from "../errors.ts";
import { ownNameOf } from "../script/prompt.ts";
import { type FontMetrics, parseFont } from "./font-metrics.ts";

/** In order of preference; a text takes the first that covers it. */
export const FONT_FILES = [
  { family: "Inter", file: "Inter-Bold.otf" },
  { family: "Noto Sans", file: "NotoSans-Bold.ttf" },
  { family: "DejaVu Sans", file: "DejaVuSans-Bold.ttf" },
  { family: "Roboto Slab", file: "RobotoSlab-Bold.otf" },
] as const;

/** The bundled fonts, from whoever reads the files of assets/fonts. */
export function fontsOf(read: (file: string) => Promise<Uint8Array>): Promise<readonly FontMetrics[]> {
  return Promise.all(FONT_FILES.map(async ({ family, file }) => parseFont(family, await read(file))));
}

export const LETTERS = "Latin, Greek, Cyrillic or Arabic letters";
const NAMED_AT_MOST = 12;

/**
 * The letters of a text that no font has, a few of them named; empty where all can be drawn. Pictographs are left out of
 * pictures, so they may be missing.
 */
export function missingGlyphs(fonts: readonly FontMetrics[], text: string): string {
  const missing = new Set<string>();
  for (const character of text.normalize("NFC")) {
    if (/[\p{Extended_Pictographic}\p{C}\p{Z}\p{Variation_Selector}\p{Emoji_Modifier}]/u.test(character)) continue;
    if (!fonts.some((font) => font.covers(character.codePointAt(0) ?? 0))) missing.add(character);
  }
  const shown = Array.from(missing).slice(0, NAMED_AT_MOST).join(" ");
  return missing.size > NAMED_AT_MOST ? `${shown} and ${missing.size - NAMED_AT_MOST} more` : shown;
}

/** Refuses a text that would come out as empty boxes, as `invalid_input` of the field. */
export function requireGlyphsIn(
  fonts: readonly FontMetrics[],
  text: string,
  { field, remedy }: { readonly field: string; readonly remedy: string },
): void {
  const missing = missingGlyphs(fonts, text);
  if (missing === "") return;
  throw new AppError("invalid_input", `the bundled fonts cannot draw: ${missing}`, { field, remedy });
}

/** Refuses a language whose own name the fonts cannot draw, as Japanese is 日本語: so it is with its words. */
export function requireLettersOf(fonts: readonly FontMetrics[], language: string, field: string): void {
  requireGlyphsIn(fonts, ownNameOf(language), { field, remedy: `Name a language that is written in ${LETTERS}.` });
}
