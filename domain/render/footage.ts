/** A stretch of a shot in frames of the shot's clock. */
export interface Stretch {
  readonly fromFrame: number;
  readonly toFrame: number;
}

/** A stretch shorter than this is no segment of its own. */
const SHORTEST_FRAMES = 60;

/**
 * Cuts stretches where the footage ends, so that the still fills what is left. Where either part would be too short the
 * stretch stays whole, and shows what there is more of.
 */
export function splitWhereFootageEnds<T extends Stretch>(stretches: readonly T[], footageEndFrame: number): T[] {
  return stretches.flatMap((stretch) => {
    const shown = footageEndFrame - stretch.fromFrame;
    const missing = stretch.toFrame - footageEndFrame;
    if (shown < SHORTEST_FRAMES || missing < SHORTEST_FRAMES) return [stretch];
    return [
      { ...stretch, toFrame: footageEndFrame },
      { ...stretch, fromFrame: footageEndFrame },
    ];
  });
}

/** Whether a stretch shows the footage: all of it, or its last frame held for less than two seconds. */
export function showsFootage({ fromFrame, toFrame }: Stretch, footageEndFrame: number): boolean {
  const missing = toFrame - footageEndFrame;
  if (missing <= 0) return true;
  return missing < SHORTEST_FRAMES && footageEndFrame - fromFrame >= SHORTEST_FRAMES;
}
