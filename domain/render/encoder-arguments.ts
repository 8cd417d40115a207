/**
 * Encoders of graphics chips that take pictures from memory. VA-API is not one: it takes them from the chip's own, so its
 * filters and its device would have to be named with the picture's.
 */
export const HARDWARE_ENCODERS = ["h264_nvenc", "h264_qsv", "h264_amf", "h264_videotoolbox"] as const;
export type HardwareEncoder = (typeof HARDWARE_ENCODERS)[number];

export function isHardwareEncoder(encoder: string): encoder is HardwareEncoder {
  return HARDWARE_ENCODERS.some((each) => each === encoder);
}

/** Closed groups of two seconds without B-frames, as libx264's, at the quality that its rate factor `quality` has. */
export function hardwareArguments(encoder: HardwareEncoder, quality: number, fps: number): string[] {
  const own = OWN[encoder];
  const group = ["-r", String(fps), "-g", String(fps * 2), "-bf", "0", "-flags", "+cgop"];
  return ["-c:v", encoder, "-pix_fmt", own.pixels, ...group, ...own.rate(quality)];
}

/** Each has its own scale of quality; NVENC's is seven steps above libx264's for the same look. */
const OWN: Readonly<Record<HardwareEncoder, { readonly pixels: string; rate(quality: number): string[] }>> = {
  h264_nvenc: {
    pixels: "yuv420p",
    rate: (quality) => `-preset p4 -rc vbr -cq ${quality + 7} -b:v 0 -spatial-aq 1 -no-scenecut 1`.split(" "),
  },
  // Intelligent constant quality; every key frame begins a group of its own, also where a scene changes.
  h264_qsv: {
    pixels: "nv12",
    rate: (quality) =>
      `-preset medium -global_quality ${quality + 2} -look_ahead 0 -idr_interval 0 -adaptive_i 0`.split(" "),
  },
  h264_amf: {
    pixels: "nv12",
    rate: (quality) => `-usage transcoding -quality balanced -rc cqp -qp_i ${quality} -qp_p ${quality + 2}`.split(" "),
  },
  // From 1 (worst) to 100; 65 looks like a rate factor of 21. Only chips of its maker's own have it.
  h264_videotoolbox: {
    pixels: "nv12",
    rate: (quality) => ["-q:v", String(Math.max(1, Math.round(100 - (quality * 5) / 3))), "-allow_sw", "0"],
  },
};
