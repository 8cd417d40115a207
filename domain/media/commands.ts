import type { Palette } from "./media.ts";
import { LARGEST_PIXELS, type WideRange } from "./facts.ts";
import { type Canvas, FRAMES_PER_SECOND } from "../video/video.ts";

/** ffmpeg's arguments for foreign files. Every input names its reader and may open nothing but itself. */
export interface SourceFile {
  readonly path: string;
  readonly demuxer: string;
  readonly range?: WideRange;
}

/** Where a clip is cut: milliseconds into it, and frames of the result. */
export interface ClipCut {
  readonly inMs: number;
  readonly frameCount: number;
}

/** Damage is an error: half a picture must not reach a video. */
function contained({ path, demuxer }: SourceFile): string[] {
  const limits = ["-protocol_whitelist", "file", "-max_pixels", String(LARGEST_PIXELS), "-threads", "1"];
  return [...limits, "-xerror", "-err_detect", "explode", "-f", demuxer, "-i", path];
}

/** A photo, or one frame of a clip, cropped to the still's shape and laid under the scrim. */
export function foreignStillArguments(input: {
  readonly source: SourceFile;
  readonly atMs: number | null;
  readonly size: Canvas;
  readonly palette: Palette;
  readonly output: string;
}): string[] {
  const { source, atMs, size, palette, output } = input;
  const { range } = source;
  const span = atMs === null ? [] : ["-ss", seconds(atMs)];
  const graph = [
    `[0:v:0]${covering(size)}${range === undefined ? "" : `,${narrowed(range)}`},format=yuv444p[picture]`,
    `[picture][1:v]overlay=format=yuv444:eof_action=repeat,scale=out_range=pc:out_color_matrix=bt601,format=yuvj420p`,
  ];
  return [
    ...["-filter_threads", "1", ...span, ...contained(source), "-f", "lavfi", "-i", scrim(size, palette)],
    ...["-filter_complex", graph.join(";"), ...jpegArguments(output)],
  ];
}

/** The part of a clip that is shown: cropped, scaled, at the plan's frame rate, darkened, without sound. */
export function clipArguments(input: {
  readonly source: SourceFile;
  readonly cut: ClipCut;
  readonly canvas: Canvas;
  readonly palette: Palette;
  readonly output: string;
}): string[] {
  const { source, cut, canvas, palette, output } = input;
  const { range } = source;
  const inRange = range === undefined ? ":out_range=tv:out_color_matrix=bt709" : `,${narrowed(range)}`;
  const graph = [
    `[0:v:0]fps=${FRAMES_PER_SECOND},${covering(canvas)}${inRange},format=yuv420p[picture]`,
    "[picture][1:v]overlay=eof_action=repeat,format=yuv420p,setsar=1",
  ];
  return [
    ...["-filter_threads", "1", "-ss", seconds(cut.inMs), "-t", seconds(lengthMs(cut) + 500), ...contained(source)],
    ...["-f", "lavfi", "-i", scrim(canvas, palette), "-filter_complex", graph.join(";"), "-an"],
    ...clipEncoding(cut.frameCount, output),
  ];
}

/** Shared by cut and drawn clips: an intermediate that render opens once, so a little better than the final quality. */
export function clipEncoding(frameCount: number, output: string): string[] {
  return [
    ...["-frames:v", String(frameCount), "-r", String(FRAMES_PER_SECOND)],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", String(FRAMES_PER_SECOND), "-bf", "0"],
    ...["-pix_fmt", "yuv420p", "-threads", "1", "-color_primaries", "bt709", "-color_trc", "bt709"],
    ...["-colorspace", "bt709", "-color_range", "tv", "-video_track_timescale", String(FRAMES_PER_SECOND * 1000)],
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1"],
    ...["-f", "mp4", "-y", output],
  ];
}

/** `quality` from 2, the best, to 31. */
export function jpegArguments(output: string, quality = 2): string[] {
  return [
    ...["-frames:v", "1", "-c:v", "mjpeg", "-q:v", String(quality), "-threads", "1"],
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-f", "image2", "-update", "1"],
    ...["-y", output],
  ];
}

/** zscale's names of the curves; the light of a wide gamut alone is that of any video. */
const CURVES: Readonly<Record<WideRange, string>> = { pq: "smpte2084", hlg: "arib-std-b67", "wide-gamut": "2020_10" };

/** From wider light and colours to BT.709's, worked out in linear light after scaling; 1.0 there is 100 cd/m². */
function narrowed(range: WideRange): string {
  const tonemap = range === "wide-gamut" ? [] : ["tonemap=hable:desat=0"];
  return [
    `zscale=tin=${CURVES[range]}:pin=2020:min=2020_ncl:t=linear:p=709:npl=100`,
    ...["format=gbrpf32le", ...tonemap, "zscale=t=709:p=709:m=709:r=limited"],
  ].join(",");
}

/** Crops to the shape first, then scales: only what is shown is worked on. Without options at the end, to be added to. */
function covering({ width, height }: Canvas): string {
  const shape = `${width}/${height}`;
  const crop = `crop=w='min(iw,ih*${shape})':h='min(ih,iw/(${shape}))'`;
  return `${crop},setsar=1,scale=${width}:${height}:flags=bicubic`;
}

/**
 * The palette's darkest colour over the picture, densest where the words stand: on white below it, white letters keep a
 * contrast of 4.5:1 (large text needs 3:1).
 */
function scrim(canvas: Canvas, palette: Palette): string {
  const { width, height } = canvas;
  const isWide = width > height;
  const [dense, thin] = isWide ? ["d8", "80"] : ["c8", "90"];
  const way = isWide
    ? `x0=${Math.round(width * 0.35)}:y0=0:x1=${width - 1}:y1=0`
    : `x0=0:y0=${Math.round(height * 0.55)}:x1=0:y1=${height - 1}`;
  const colours = `c0=0x${palette.deep}${dense}:c1=0x${palette.deep}${thin}:nb_colors=2`;
  return `gradients=s=${width}x${height}:${colours}:${way}:seed=1:d=1:r=1`;
}

function lengthMs({ frameCount }: ClipCut): number {
  return (frameCount * 1000) / FRAMES_PER_SECOND;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/** The part of a clip to show: not its very start, where many fade in, as far as its length allows. */
export function cutOf(clipMs: number, wantedMs: number): ClipCut {
  const spareMs = Math.max(0, clipMs - wantedMs);
  const inMs = Math.round(Math.min(1_000, spareMs / 3));
  // One frame less than the file claims: many end a frame early.
  const usableMs = Math.min(wantedMs, clipMs - inMs - 1000 / FRAMES_PER_SECOND);
  return { inMs, frameCount: Math.max(1, Math.floor((usableMs * FRAMES_PER_SECOND) / 1000)) };
}
