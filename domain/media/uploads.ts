import { type SceneQuery, relevanceOf } from "./query.ts";
import type { MediaSettings } from "../video/video-settings.ts";

/**
 * Gives every uploaded file its scene: pinned ones first, then the best match of words, then the free scenes in order.
 * A scene that draws its own figure takes a pinned file only.
 */
export function placeUploads(
  uploads: readonly { readonly scene?: number; readonly description: string }[],
  { queries, drawn }: { readonly queries: readonly SceneQuery[]; readonly drawn: ReadonlySet<number> },
): ReadonlyMap<number, number> {
  const uploadOf = new Map<number, number>();
  const placed = new Set<number>();
  const place = (scene: number, upload: number): void => {
    if (uploadOf.has(scene) || placed.has(upload)) return;
    uploadOf.set(scene, upload);
    placed.add(upload);
  };
  for (const [index, { scene }] of uploads.entries()) {
    if (scene !== undefined && scene < queries.length) place(scene, index);
  }
  const free = uploads.flatMap(({ scene, description }, upload) =>
    scene === undefined ? [{ description, upload }] : [],
  );
  const open = queries.flatMap((query, scene) => (drawn.has(scene) ? [] : [{ query, scene }]));
  const pairs = free.flatMap(({ description, upload }) =>
    open.map(({ query, scene }) => ({ scene, upload, relevance: relevanceOf(query, description) })),
  );
  const matches = pairs.filter(({ relevance }) => relevance > 0);
  for (const { scene, upload } of matches.toSorted((left, right) => right.relevance - left.relevance)) {
    place(scene, upload);
  }
  for (const { upload } of free) {
    const next = open.find(({ scene }) => !uploadOf.has(scene));
    if (next !== undefined) place(next.scene, upload);
  }
  return uploadOf;
}

/** Scenes for which a person gave a picture, or turned down what was there: their chart or map gives way. */
export function scenesWithOwnWish(media: MediaSettings | undefined): ReadonlySet<number> {
  const { uploads = [], skips = [] } = media ?? {};
  return new Set([...uploads, ...skips].flatMap(({ scene }) => (scene === undefined ? [] : [scene])));
}
