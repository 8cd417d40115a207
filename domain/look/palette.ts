import { AppError } from "../errors.ts";
import type { Palette } from "../media/media.ts";
import { seedOf, seededRandom } from "../seeded-random.ts";
import type { BrandKit } from "../video/video-settings.ts";

/** Dark grounds, so that light letters keep a contrast of at least 7:1 anywhere on the picture. */
export const PALETTES: readonly Palette[] = [
  { name: "harbour", deep: "071a2e", base: "12405f", shape: "2b7a9e", accent: "ffd166", text: "ffffff" },
  { name: "orchard", deep: "0c2419", base: "1d4d33", shape: "3f8f5f", accent: "f9c74f", text: "ffffff" },
  { name: "dusk", deep: "1a1036", base: "432371", shape: "7a4fb5", accent: "ffb4a2", text: "ffffff" },
  { name: "ember", deep: "2a0f12", base: "5f1f2a", shape: "a8434a", accent: "ffd6a5", text: "ffffff" },
  { name: "slate", deep: "12171f", base: "2b3a4a", shape: "56718c", accent: "8ee3c8", text: "ffffff" },
  { name: "lagoon", deep: "04282b", base: "0d5257", shape: "26929a", accent: "ffe08a", text: "ffffff" },
  { name: "plum", deep: "250f2b", base: "531f55", shape: "94408f", accent: "9be7ff", text: "ffffff" },
  { name: "cobalt", deep: "0b1440", base: "1f2f86", shape: "4a63d0", accent: "ffdf6b", text: "ffffff" },
];

/** The topic's own colours, or the channel's where its brand kit names them. */
export function paletteOf(topic: string, seed: number, brand?: BrandKit): Palette {
  const random = seededRandom(seedOf(`palette ${topic}`, seed));
  if (brand === undefined) return random.pick(PALETTES);
  // A brand that names no ground gets one on which its letters and marks can be read, where there is one.
  const grounds = PALETTES.filter((ground) => carries(ground, brand));
  return brandedPalette(random.pick(grounds.length === 0 ? PALETTES : grounds), brand);
}

function carries({ base, deep }: Palette, brand: BrandKit): boolean {
  if (brand.base !== undefined || brand.deep !== undefined) return true;
  const marks = [brand.text, brand.accent].filter((colour) => colour !== undefined);
  return marks.every((colour) => worstContrast(colour, base, deep) >= LOWEST_CONTRAST);
}

/** WCAG 2.2: large letters, and marks beside them. */
const LOWEST_CONTRAST = 3;

/** Throws AppError `invalid_input` for letters that nobody could read on the brand's own ground. */
function brandedPalette(own: Palette, { deep, base, accent, text }: BrandKit): Palette {
  if (deep === undefined && base === undefined && accent === undefined && text === undefined) return own;
  const ground = base ?? (deep === undefined ? own.base : mixColours(deep, "ffffff", 0.16));
  const dark = deep ?? (base === undefined ? own.deep : mixColours(base, "000000", 0.5));
  const letters = text ?? readable(ground, dark);
  for (const [name, colour] of [
    ["text", text],
    ["accent", accent],
  ] as const) {
    if (colour === undefined || worstContrast(colour, ground, dark) >= LOWEST_CONTRAST) continue;
    throw new AppError("invalid_input", `the brand's ${name} colour ${colour} cannot be read on its ground ${ground}`, {
      field: `look.brand.${name}`,
      remedy: "Choose a lighter letter or a darker ground.",
    });
  }
  const mark = accent ?? (worstContrast(own.accent, ground, dark) >= LOWEST_CONTRAST ? own.accent : letters);
  const shape = base === undefined && deep === undefined ? own.shape : mixColours(ground, letters, 0.28);
  return { name: "brand", deep: dark, base: ground, shape, accent: mark, text: letters };
}

function readable(ground: string, dark: string): string {
  return worstContrast("ffffff", ground, dark) >= worstContrast("101418", ground, dark) ? "ffffff" : "101418";
}

function worstContrast(colour: string, ...grounds: readonly string[]): number {
  return Math.min(...grounds.map((ground) => contrastOf(colour, ground)));
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrastOf(left: string, right: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(left), luminanceOf(right)].toSorted((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(rgb: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(rgb).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `share` of the second colour in the first. */
export function mixColours(first: string, second: string, share: number): string {
  const [from, to] = [channelsOf(first), channelsOf(second)];
  return from
    .map((channel, index) => Math.round(channel + ((to[index] ?? 0) - channel) * share))
    .map((channel) => channel.toString(16).padStart(2, "0"))
    .join("");
}

function channelsOf(rgb: string): number[] {
  return [0, 2, 4].map((at) => Number.parseInt(rgb.slice(at, at + 2), 16));
}
