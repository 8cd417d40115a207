import { type SceneQuery, relevanceOf } from "./query.ts";

/** Gives every uploaded file its scene: pinned ones first, then the best match of words, then the free scenes in order. */
export function placeUploads(
  uploads: readonly { readonly scene?: number; readonly description: string }[],
  queries: readonly SceneQuery[],
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
  const pairs = free.flatMap(({ description, upload }) =>
    queries.map((query, scene) => ({ scene, upload, relevance: relevanceOf(query, description) })),
  );
  const matches = pairs.filter(({ relevance }) => relevance > 0);
  for (const { scene, upload } of matches.toSorted((left, right) => right.relevance - left.relevance)) {
    place(scene, upload);
  }
  for (const { upload } of free) {
    const scene = queries.findIndex((_, index) => !uploadOf.has(index));
    if (scene !== -1) place(scene, upload);
  }
  return uploadOf;
}
