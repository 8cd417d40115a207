import { open } from "node:fs/promises";

import { BRAND_FONTS, LOGO_MAX_PIXELS, placeLogo, pngSize } from "../../domain/look/brand.ts";
import { AppError } from "../../domain/errors.ts";
import { LETTERS } from "../../domain/look/glyphs.ts";
import type { PlannedLogo } from "../../domain/render/plan.ts";
import type { Canvas } from "../../domain/video/video.ts";
import type { BrandKit } from "../../domain/video/video-settings.ts";
import { fileSha256 } from "../content-key.ts";
import { requireGlyphs } from "./fonts.ts";
import type { RenderingDeps } from "./rendering.ts";

/**
 * Refuses what of a brand cannot be drawn, and places its mark. Throws AppError `invalid_input` naming the field; a file
 * is opened by nothing but this before its size is known.
 */
export async function plannedBrand(
  deps: Pick<RenderingDeps, "storage">,
  brand: BrandKit,
  canvas: Canvas,
): Promise<PlannedLogo | null> {
  if (brand.font !== undefined && !BRAND_FONTS.some((family) => family === brand.font)) {
    const remedy = `Use one of ${BRAND_FONTS.join(", ")}.`;
    throw new AppError("invalid_input", `"${brand.font}" is no bundled font`, { field: "look.brand.font", remedy });
  }
  const remedy = `Write it in ${LETTERS}.`;
  await requireGlyphs(brand.intro ?? "", { field: "look.brand.intro", remedy });
  await requireGlyphs(brand.outro ?? "", { field: "look.brand.outro", remedy });
  if (brand.logoKey === undefined) return null;
  const path = await deps.storage.getFile(brand.logoKey);
  const size = pngSize(await headOf(path));
  if (size === null || Math.max(size.width, size.height) > LOGO_MAX_PIXELS) {
    const found = size === null ? "is no PNG picture" : `has ${size.width}×${size.height} pixels`;
    throw new AppError("invalid_input", `the brand's logo ${found}`, {
      field: "look.brand.logoKey",
      remedy: `Upload a PNG of at most ${LOGO_MAX_PIXELS} pixels a side.`,
    });
  }
  return { objectKey: brand.logoKey, sha256: await fileSha256(path), ...placeLogo(size, canvas) };
}

const HEAD_BYTES = 24;

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
