import {
  type AssEvent,
  assColour,
  assDocument,
  assFilter,
  assText,
  polygonPath,
  roundedPath,
} from "../captions/ass.ts";
import { isRightToLeft } from "../captions/direction.ts";
import { readableOn } from "./colour-contrast.ts";
import { type FontMetrics, preferring } from "./font-metrics.ts";
import { jpegArguments } from "../media/commands.ts";
import type { RenderPlan } from "../render/plan.ts";
import { fontTags } from "../render/segment-card.ts";
import { fitText, fontFor } from "./text-layout.ts";

/** As YouTube wants it, whatever the video's shape; a file may have 2 MB. */
export const THUMBNAIL = { width: 1280, height: 720 } as const;

export interface ThumbnailCandidate {
  readonly layout: "title" | "figure" | "centred" | "panel";
  /** Object key of the still behind the words. */
  readonly stillKey: string;
  readonly overlay: string;
  /** Part of the picture that letters take. */
  readonly textShare: number;
}

interface Drawn {
  readonly events: readonly AssEvent[];
  readonly textShare: number;
}

interface Sheet {
  readonly plan: RenderPlan;
  readonly fonts: readonly FontMetrics[];
  readonly title: string;
}

/** Three thumbnails that differ in picture, layout and colours. */
export function thumbnailCandidates(plan: RenderPlan, fonts: readonly FontMetrics[]): ThumbnailCandidate[] {
  const sheet: Sheet = { plan, fonts: preferring(fonts, plan.font), title: headline(plan.title) };
  const pictures = differentPictures(plan);
  const figure = figureOf(plan);
  const made = [
    { layout: "title" as const, drawn: titleLayout(sheet), stillKey: pictures[0] },
    figure === null
      ? { layout: "centred" as const, drawn: centredLayout(sheet), stillKey: pictures[1] ?? pictures[0] }
      : { layout: "figure" as const, drawn: figureLayout(sheet, figure.text), stillKey: figure.stillKey },
    { layout: "panel" as const, drawn: panelLayout(sheet), stillKey: pictures.at(-1) },
  ];
  return made.map(({ layout, drawn, stillKey }) => ({
    layout,
    stillKey: stillKey ?? "",
    overlay: assDocument(THUMBNAIL, drawn.events),
    textShare: drawn.textShare,
  }));
}

/** First, middle and last picture of the video, without repetition. */
function differentPictures({ segments }: RenderPlan): string[] {
  const keys = [...new Set(segments.map(({ still }) => still.objectKey))];
  return [...new Set([0, Math.floor(keys.length / 2), keys.length - 1].map((index) => keys[index] ?? ""))];
}

function figureOf({ segments }: RenderPlan): { text: string; stillKey: string } | null {
  for (const { kind, card, still } of segments) {
    const item = kind === "figure" ? card.find(({ role }) => role === "figure") : undefined;
    // The number of a scene says nothing of the video.
    if (item !== undefined && item.text.length <= 8 && !/^\d$/u.test(item.text))
      return { text: item.text, stillKey: still.objectKey };
  }
  return null;
}

/** What stands before a colon says it shortest, if it says anything. */
function headline(title: string): string {
  const [first = ""] = title.split(/[:–—|]|(?<=\?) /u);
  return first.trim().split(/\s+/u).length >= 2 ? first.trim() : title;
}

const MARGIN = 64;
const LINE_HEIGHT = 1.14;

interface TextBox {
  readonly x: number;
  readonly middle: number;
  readonly width: number;
  readonly lines: number;
  readonly largest: number;
  readonly smallest: number;
  readonly colour: string;
  readonly lastLineColour?: string;
  readonly outline?: string;
  readonly isCentred?: boolean;
}

function textIn({ fonts }: Sheet, text: string, box: TextBox): Drawn & { top: number; bottom: number } {
  const { lines, sizePx } = fitText(fonts, text, {
    widthPx: box.width,
    lines: box.lines,
    largestPx: box.largest,
    smallestPx: box.smallest,
    heightPx: tallest(box.middle) / LINE_HEIGHT,
  });
  const height = lines.length * sizePx * LINE_HEIGHT;
  const top = box.middle - height / 2;
  const look =
    box.outline === undefined ? "\\bord0" : `\\bord${Math.round(sizePx * 0.09)}\\3c${assColour(box.outline)}`;
  const font = fontFor(fonts, text);
  const widest = sizePx * Math.max(...lines.map((line) => font.widthEm(line)));
  const isFromRight = isRightToLeft(text);
  const events = lines.map((line, index): AssEvent => {
    const y = Math.round(top + (index + 0.5) * sizePx * LINE_HEIGHT);
    const isLast = index === lines.length - 1 && lines.length > 1;
    const colour = isLast ? (box.lastLineColour ?? box.colour) : box.colour;
    const place =
      isFromRight && !box.isCentred
        ? `\\an6\\pos(${Math.round(box.x + widest)},${y})`
        : `\\an${box.isCentred ? 5 : 4}\\pos(${Math.round(box.x)},${y})`;
    return event(
      3,
      `{${place}${fontTags(fonts, text, sizePx)}\\b1\\1c${assColour(colour)}${look}\\shad0}${assText(line, isFromRight)}`,
    );
  });
  const inked = lines.reduce((sum, line) => sum + font.widthEm(line) * sizePx * sizePx, 0);
  return { events, textShare: inked / (THUMBNAIL.width * THUMBNAIL.height), top, bottom: top + height };
}

/** In pixels, of all lines together: above and below them stays the margin. */
function tallest(middle: number): number {
  return 2 * (Math.min(middle, THUMBNAIL.height - middle) - MARGIN);
}

function event(layer: number, body: string): AssEvent {
  return { layer, startMs: 0, endMs: 2_000, body };
}

function filled(layer: number, colour: string, hidden: string, path: string): AssEvent {
  return event(layer, `{\\an7\\pos(0,0)\\bord0\\shad0\\1c${assColour(colour)}\\1a&H${hidden}&\\p1}${path}`);
}

/** Large words on the left, the last line in the accent. */
function titleLayout(sheet: Sheet): Drawn {
  const { palette } = sheet.plan;
  const text = textIn(sheet, sheet.title, {
    x: MARGIN,
    middle: 340,
    width: 800,
    lines: 4,
    largest: 132,
    smallest: 54,
    colour: palette.text,
    lastLineColour: palette.accent,
  });
  const bottom = Math.round(text.bottom + 26);
  const bar = polygonPath([
    [MARGIN, bottom],
    [MARGIN + 190, bottom],
    [MARGIN + 190, bottom + 14],
    [MARGIN, bottom + 14],
  ]);
  const shade = polygonPath([
    [0, 0],
    [980, 0],
    [760, THUMBNAIL.height],
    [0, THUMBNAIL.height],
  ]);
  return {
    events: [filled(0, palette.deep, "60", shade), ...text.events, filled(2, palette.accent, "00", bar)],
    textShare: text.textShare,
  };
}

/** The figure of the video as large as it can be, the title under it. */
function figureLayout(sheet: Sheet, figure: string): Drawn {
  const { palette } = sheet.plan;
  const big = { x: MARGIN, middle: 250, width: 1_100, lines: 1, largest: 380, smallest: 120, colour: palette.accent };
  const small = { x: MARGIN, middle: 560, width: 1_000, lines: 2, largest: 88, smallest: 44, colour: palette.text };
  const [number, title] = [textIn(sheet, figure, big), textIn(sheet, sheet.title, small)];
  const shade = roundedPath(0, 0, THUMBNAIL.width, THUMBNAIL.height, 0);
  return {
    events: [filled(0, palette.deep, "90", shade), ...number.events, ...title.events],
    textShare: number.textShare + title.textShare,
  };
}

/** Words across the middle, outlined so that the picture may be anything. */
function centredLayout(sheet: Sheet): Drawn {
  const { palette } = sheet.plan;
  const text = textIn(sheet, sheet.title, {
    x: THUMBNAIL.width / 2,
    middle: THUMBNAIL.height / 2,
    width: 1_120,
    lines: 3,
    largest: 170,
    smallest: 60,
    colour: palette.text,
    lastLineColour: palette.accent,
    outline: palette.deep,
    isCentred: true,
  });
  const frame = `${roundedPath(0, 0, THUMBNAIL.width, THUMBNAIL.height, 0)} ${innerFrame(18)}`;
  return { events: [filled(1, palette.accent, "00", frame), ...text.events], textShare: text.textShare };
}

/** Drawn the other way round, so that it is a hole. */
function innerFrame(width: number): string {
  const [right, bottom] = [THUMBNAIL.width - width, THUMBNAIL.height - width];
  return polygonPath([
    [width, width],
    [width, bottom],
    [right, bottom],
    [right, width],
  ]);
}

/** Dark words on a slanted panel in the accent's colour. */
function panelLayout(sheet: Sheet): Drawn {
  const { palette } = sheet.plan;
  const panel = polygonPath([
    [0, 0],
    [860, 0],
    [700, THUMBNAIL.height],
    [0, THUMBNAIL.height],
  ]);
  const edge = polygonPath([
    [860, 0],
    [892, 0],
    [732, THUMBNAIL.height],
    [700, THUMBNAIL.height],
  ]);
  const text = textIn(sheet, sheet.title, {
    x: MARGIN,
    middle: THUMBNAIL.height / 2,
    width: 640,
    lines: 4,
    largest: 168,
    smallest: 52,
    colour: readableOn(palette.accent, palette.deep),
  });
  return {
    events: [filled(1, palette.accent, "00", panel), filled(1, palette.text, "00", edge), ...text.events],
    textShare: text.textShare,
  };
}

/** Draws a candidate, and lets the filters say in the log how sharp and how rich in contrast it is. */
export function thumbnailArguments(files: { still: string; overlay: string; fonts: string; output: string }): string[] {
  const { width, height } = THUMBNAIL;
  const filters = [
    `scale=${width}:${height}:force_original_aspect_ratio=increase`,
    `crop=${width}:${height}`,
    "eq=saturation=1.1:contrast=1.04",
    assFilter(files.overlay, files.fonts),
    "scale=out_range=pc,format=yuvj420p",
    "blurdetect,signalstats,metadata=mode=print",
  ];
  return ["-filter_threads", "1", "-i", files.still, "-vf", filters.join(","), ...jpegArguments(files.output)];
}

export interface ThumbnailFacts {
  /** Mean width of edges in pixels: 2 is crisp, 10 is soft. */
  readonly blur: number;
  /** Luma below and above which a tenth of the pixels lie, 0 to 255. */
  readonly dark: number;
  readonly light: number;
  readonly saturation: number;
}

/** Reads what `metadata=print` left in ffmpeg's log; null where a figure is missing. */
export function readThumbnailFacts(log: string): ThumbnailFacts | null {
  const figure = (name: string): number => Number(new RegExp(`lavfi\\.${name}=([\\d.]+)`).exec(log)?.[1] ?? NaN);
  const facts = {
    blur: figure("blur"),
    dark: figure("signalstats\\.YLOW"),
    light: figure("signalstats\\.YHIGH"),
    saturation: figure("signalstats\\.SATAVG"),
  };
  return Object.values(facts).some(Number.isNaN) ? null : facts;
}

/** Letters take this part of a picture that is read at a glance and still shows something. */
const TEXT_SHARE = { least: 0.1, most: 0.32 } as const;

/** 0 to 1: contrast first, then words that can be read small, edges and colour. */
export function thumbnailScore({ blur, dark, light, saturation }: ThumbnailFacts, textShare: number): number {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  const contrast = within((light - dark) / 190);
  const sharpness = within((10 - blur) / 7);
  const words = within(Math.min(textShare / TEXT_SHARE.least, (0.6 - textShare) / (0.6 - TEXT_SHARE.most)));
  return 0.35 * contrast + 0.3 * words + 0.2 * sharpness + 0.15 * within(saturation / 60);
}
