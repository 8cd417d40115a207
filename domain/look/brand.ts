import type { Canvas } from "../video/video.ts";

/** Families that a brand may name; their files are in `assets/fonts`. */
export const BRAND_FONTS = ["Inter", "Noto Sans", "Roboto Slab"] as const;

/** A mark larger than this in either direction is refused before anything decodes it. */
export const LOGO_MAX_PIXELS = 4096;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Size that a PNG file claims in its first 24 bytes; null for anything else. */
export function pngSize(head: Uint8Array): Canvas | null {
  if (head.length < 24 || PNG_SIGNATURE.some((byte, index) => head[index] !== byte)) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  return size.width === 0 || size.height === 0 ? null : size;
}

/** The mark in the upper right corner, inside the 90 % safe area: at most 8 % of the short edge high, 22 % of the width wide. */
export function placeLogo(size: Canvas, canvas: Canvas) {
  const highest = Math.min(canvas.width, canvas.height) * 0.08;
  const scale = Math.min(highest / size.height, (canvas.width * 0.22) / size.width);
  const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);
  const [width, height] = [even(size.width * scale), even(size.height * scale)];
  return { x: even(canvas.width * 0.95 - width), y: even(canvas.height * 0.05), width, height };
}
