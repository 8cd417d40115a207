import { contrastOf, mixColours } from "./palette.ts";

const LIGHT = "ffffff";
const DARK = "101010";

/** What letters need on their ground: 4.5:1 (WCAG 2.2, AA). */
export const READABLE_RATIO = 4.5;

/** The colour itself where it can be read on its ground, else moved towards white or near-black until it can. */
export function readableOn(ground: string, colour: string, ratio: number = READABLE_RATIO): string {
  const end = contrastOf(LIGHT, ground) >= contrastOf(DARK, ground) ? LIGHT : DARK;
  for (let share = 0; share < 1; share += 0.1) {
    const candidate = mixColours(colour, end, share);
    if (contrastOf(candidate, ground) >= ratio) return candidate;
  }
  return end;
}
