import { setTimeout as sleep } from "node:timers/promises";

import { expect, test } from "vitest";

import { type OpenScene, choosePictures } from "../../../activities/media/choosing.ts";
import { AppError } from "../../../domain/errors.ts";
import type { MediaCandidate } from "../../../domain/media/candidate.ts";

function candidate(assetId: string): MediaCandidate {
  const file = { from: { kind: "object", objectKey: assetId }, width: 0, height: 0 } as const;
  const credit = { source: "folder", author: "a", url: null, licence: "l" };
  return { source: "folder", assetId, kind: "photo", description: "", durationMs: null, files: [file], credit };
}

function openScene(scene: number): OpenScene {
  const offered = candidate(`asset-${scene}`);
  const [file] = offered.files;
  if (file === undefined) throw new Error("a candidate has a file");
  return { scene, ranked: [{ candidate: offered, file, relevance: 1 }], upload: null };
}

test("a failure that is no file's fault stops the other fetches and is thrown when they have ended", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const scenes = Array.from({ length: 8 }, (_, scene) => openScene(scene));
  const choosing = choosePictures(
    scenes,
    async (scene, _, signal) => {
      begun.push(scene);
      if (scene === 1) throw new AppError("disk_full", "no space");
      try {
        return await sleep(60_000, null as never, { signal });
      } finally {
        ended.push(scene);
      }
    },
    { signal: new AbortController().signal, onChosen: () => undefined },
  );
  await expect(choosing).rejects.toMatchObject({ code: "disk_full" });
  expect(begun.length).toBeLessThan(scenes.length);
  expect(new Set(ended)).toEqual(new Set(begun.filter((scene) => scene !== 1)));
});
