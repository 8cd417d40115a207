import { expect, test } from "vitest";
import { keptPictures, withoutShown } from "../../../domain/media/keep.ts";
import type { Clip, MediaManifest, Still } from "../../../domain/media/media.ts";

const credit = (name: string) => ({
  source: "pexels",
  author: "a",
  url: `https://pexels.test/${name}`,
  licence: "Pexels",
});
const still = (scene: number): Still => ({
  ...{ scene, kind: "points", objectKey: `stills/${scene}.jpg`, sha256: "0", width: 10, height: 10 },
  credit: credit(String(scene)),
});
const clip: Clip = {
  scene: 1,
  objectKey: "clips/1.mp4",
  sha256: "0",
  width: 10,
  height: 10,
  frameCount: 30,
  credit: credit("1"),
};
const palette = { name: "p", deep: "0", base: "0", shape: "0", accent: "0", text: "0" };
const manifest: MediaManifest = { version: 1, palette, stills: [still(0), still(1), still(2)], clips: [clip] };

test("pictures go with their scenes; a new scene has none yet", () => {
  const kept = keptPictures(manifest, [0, null, 1, 2], 4);
  expect([...kept.keys()]).toEqual([0, 2, 3]);
  expect(kept.get(2)).toEqual({ still: { ...still(1), scene: 2 }, clip: { ...clip, scene: 2 } });
});

test("without a list every scene keeps its own, and one beyond the end has none", () => {
  expect([...keptPictures(manifest, [], 4).keys()]).toEqual([0, 1, 2]);
});

test("another picture is none that the video shows, and not the one before it either", () => {
  const ranked = ["1", "x", "y", "z"].map((name) => ({ candidate: { credit: credit(name) }, name }));
  const names = (times: number, shown: MediaManifest | null = manifest) =>
    withoutShown(ranked, shown, times).map(({ name }) => name);
  expect(names(0)).toEqual(["x", "y", "z"]);
  expect(names(1)).toEqual(["x", "y", "z"]);
  expect(names(2)).toEqual(["y", "z"]);
  expect(names(9)).toEqual(["x", "y", "z"]);
  expect(names(2, null)).toEqual(["1", "x", "y", "z"]);
});
