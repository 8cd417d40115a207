/** Families that a brand may name; their files are in `assets/fonts`. */
export const BRAND_FONTS = ["Noto Sans", "Inter", "Roboto Slab"] as const;
