import { AppError } from "../errors.ts";
import { contrastOf, PALETTES } from "../look/palette.ts";
import type { BrandKit } from "../video/video-settings.ts";

/** WCAG 2.2, 1.4.3 and 1.4.11: what letters of ordinary size need, and marks beside them. */
const CONTRAST_MIN = { text: 4.5, accent: 3 } as const;

type Colours = Pick<BrandKit, "text" | "accent" | "base" | "deep">;

export interface BrandFault {
  readonly field: "text" | "accent";
  readonly message: string;
}

/** The first colour of a kit that could not be read on its ground; a ground that is left out is that of any palette. */
export function brandFault(kit: Colours): BrandFault | null {
  const ground = kit.base ?? kit.deep;
  const grounds = ground === undefined ? PALETTES.map(({ base }) => base) : [ground];
  for (const field of ["text", "accent"] as const) {
    const colour = kit[field];
    if (colour === undefined) continue;
    const contrast = Math.min(...grounds.map((each) => contrastOf(colour, each)));
    const least = CONTRAST_MIN[field];
    if (contrast >= least) continue;
    return { field, message: `has a contrast of ${contrast.toFixed(1)} on its ground, at least ${least} is needed` };
  }
  return null;
}

/** Throws invalid_input, naming the field of the channel's brand. */
export function requireReadable(kit: Colours): void {
  const fault = brandFault(kit);
  if (fault === null) return;
  throw new AppError("invalid_input", `the brand's ${fault.field} colour ${fault.message}`, {
    field: `brand.${fault.field}`,
    remedy: "Choose a lighter colour or a darker ground.",
  });
}
