import type { Palette } from "./media.ts";
import { seedOf, seededRandom } from "./seeded-random.ts";

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

export function paletteOf(topic: string, seed: number): Palette {
  return seededRandom(seedOf(`palette ${topic}`, seed)).pick(PALETTES);
}
