import { PALETTES } from "./palette.ts";
import type { BrandKit } from "./video-settings.ts";

/** WCAG 2.2, 1.4.3: what letters of ordinary size need. */
export const CONTRAST_MIN = 4.5;

/** Contrast of two `rrggbb` colours, 1–21 (WCAG 2.2, relative luminance in sRGB). */
export function contrastRatio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The lowest contrast between letters and ground that a kit leads to; what it leaves out comes from any palette. */
export function brandContrast({ text, base }: Pick<BrandKit, "text" | "base">): number {
  if (text === undefined && base === undefined) return 21;
  const texts = text === undefined ? PALETTES.map((palette) => palette.text) : [text];
  const bases = base === undefined ? PALETTES.map((palette) => palette.base) : [base];
  return Math.min(...texts.flatMap((each) => bases.map((ground) => contrastRatio(each, ground))));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
