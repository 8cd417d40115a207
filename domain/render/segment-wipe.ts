import { type AssEvent, assColour, assDocument, polygonPath } from "../captions/ass.ts";
import type { Look } from "./segment-overlay.ts";
import { PAST_END_MS } from "./segment-card.ts";
import type { PlannedSegment } from "./plan.ts";
import type { Canvas } from "../video/video.ts";

/** A slanted panel with an edge on each side; x is measured from the left foot of the panel. */
interface Panel {
  readonly slant: number;
  readonly edge: number;
  /** Where it stands, outside the picture, before it enters and after it has left. */
  readonly entersAt: number;
  readonly covers: number;
  readonly leftAt: number;
}

function panelOf({ width }: Canvas): Panel {
  const slant = Math.round(width * 0.12);
  const edge = Math.round(width * 0.035);
  return { slant, edge, entersAt: width + edge, covers: -slant, leftAt: -(width + 2 * slant + edge) };
}

function panelEvents(
  { canvas: { width, height }, palette }: Look,
  { startMs, endMs, place }: { startMs: number; endMs: number; place: string },
): AssEvent[] {
  const { slant, edge } = panelOf({ width, height });
  const panel = polygonPath(slantedBand(0, width + slant, slant, height));
  const edges = [slantedBand(-edge, 0, slant, height), slantedBand(width + slant, width + slant + edge, slant, height)];
  const layers = [
    { colour: palette.base, path: panel },
    { colour: palette.accent, path: edges.map(polygonPath).join(" ") },
  ];
  return layers.map(({ colour, path }) => ({
    layer: 0,
    startMs,
    endMs,
    body: `{\\an7${place}\\bord0\\shad0\\1c${assColour(colour)}\\p1}${path}`,
  }));
}

/**
 * The panel that covers the picture before a cut between scenes and uncovers the next one after it: a picture of its own,
 * drawn once and moved over the segment; null where the segment has no wipe.
 */
export function wipePicture(segment: PlannedSegment, fps: number, look: Look) {
  const { wipeInFrames, wipeOutFrames, frameCount } = segment;
  if (wipeInFrames === 0 && wipeOutFrames === 0) return null;
  const { slant, edge, entersAt, covers, leftAt } = panelOf(look.canvas);
  const width = Math.ceil((look.canvas.width + 2 * slant + 2 * edge) / 2) * 2;
  const place = `\\pos(${edge},0)`;
  const script = assDocument(
    { width, height: look.canvas.height },
    panelEvents(look, { startMs: 0, endMs: look.durationMs + PAST_END_MS, place }),
  );
  const frame = `t*${fps}`;
  const outFrom = frameCount - wipeOutFrames;
  const along = (fromX: number, toX: number, since: number, frames: number): string =>
    `${fromX - edge}+${toX - fromX}*(${frame}-${since})/${frames}`;
  // Beside the picture nothing is blended.
  const beside = String(look.canvas.width);
  const leaving =
    wipeOutFrames === 0
      ? beside
      : `if(lt(${frame},${outFrom}-0.5),${beside},${along(entersAt, covers, outFrom, wipeOutFrames)})`;
  const x =
    wipeInFrames === 0
      ? leaving
      : `if(lt(${frame},${wipeInFrames}-0.5),${along(covers, leftAt, 0, wipeInFrames)},${leaving})`;
  return { script, width, height: look.canvas.height, x };
}

/** A band leaning to the right; x at its foot. */
function slantedBand(left: number, right: number, slant: number, height: number): [number, number][] {
  return [
    [left + slant, 0],
    [right + slant, 0],
    [right, height],
    [left, height],
  ];
}
