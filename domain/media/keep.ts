import type { Clip, MediaCredit, MediaManifest, Still } from "./media.ts";

/** Pictures that stay when a video's pictures are chosen again after an edit. */
export interface KeptPicture {
  readonly still: Still;
  readonly clip: Clip | null;
}

/** By scene of the new script; a scene that `scenes` does not name had its number before. */
export function keptPictures(
  { stills, clips = [] }: MediaManifest,
  scenes: readonly (number | null)[],
  sceneCount: number,
): Map<number, KeptPicture> {
  const kept = new Map<number, KeptPicture>();
  for (let scene = 0; scene < sceneCount; scene += 1) {
    const from = scenes[scene] === undefined ? scene : scenes[scene];
    const still = stills.find((each) => each.scene === from);
    if (still === undefined) continue;
    const clip = clips.find((each) => each.scene === from);
    kept.set(scene, { still: { ...still, scene }, clip: clip === undefined ? null : { ...clip, scene } });
  }
  return kept;
}

/**
 * Candidates for a scene that is chosen for anew, without what the video has shown: the person wants another picture.
 * `times` is how often one was turned down before, so that the same two do not take turns.
 */
export function withoutShown<T extends { readonly candidate: { readonly credit: MediaCredit } }>(
  ranked: readonly T[],
  shown: MediaManifest | null,
  times: number,
): readonly T[] {
  if (shown === null) return ranked;
  const urls = new Set(shown.stills.map(({ credit }) => credit.url).filter((url) => url !== null));
  const others = ranked.filter(({ candidate: { credit } }) => credit.url === null || !urls.has(credit.url));
  // At the end of the list any picture is better than none.
  const skipped = others.slice(Math.max(0, times - 1));
  return skipped.length > 0 ? skipped : others;
}
