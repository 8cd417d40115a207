import { expect, test } from "vitest";

import type { MediaCandidate } from "../../../domain/media/candidate.ts";
import { queryOf, relevanceOf } from "../../../domain/media/query.ts";
import { type MediaNeed, rankCandidates } from "../../../domain/media/ranking.ts";
import { sourceOrder } from "../../../domain/media/sources.ts";
import { placeUploads } from "../../../domain/media/uploads.ts";
import { stemOf, tellingWords } from "../../../domain/media/words.ts";

const scene = { heading: "The Moon pulls the sea", points: [], sentences: ["Twice a day the sea rises."] };
const query = queryOf(scene, { topic: "How tides work" });
const need: MediaNeed = { scene: 0, canvas: { width: 1920, height: 1080 }, durationMs: 6_000, prefers: "clip" };

function candidate(assetId: string, changes: Partial<MediaCandidate> = {}): MediaCandidate {
  const from = { kind: "url", url: `https://example.test/${assetId}` } as const;
  return {
    ...{ source: "pexels", assetId, kind: "clip", description: "moon over the sea", durationMs: 12_000 },
    files: [{ from, width: 1920, height: 1080 }],
    credit: { source: "Pexels", author: "A", url: null, licence: "Pexels" },
    ...changes,
  };
}

function sized(width: number, height: number): Pick<MediaCandidate, "files"> {
  return { files: [{ from: { kind: "url", url: `https://example.test/${width}` }, width, height }] };
}

const ranked = (candidates: readonly MediaCandidate[], barred: readonly string[] = [], seed = 7) =>
  rankCandidates({ candidates, query, need, barred: new Set(barred), seed }).map((one) => one.candidate.assetId);

test("words that say nothing about a picture are left out, and accents with them", () => {
  expect(tellingWords("How the Café’s 3 new machines work, explained")).toEqual(["cafe", "machines"]);
  expect(["tides", "studies", "glass", "buses", "gas"].map(stemOf)).toEqual(["tide", "study", "glass", "bus", "gas"]);
});

test("a scene is searched by its heaviest words, then by the topic", () => {
  expect(query.searches).toEqual(["sea moon pulls", "tides"]);
  expect(query.terms[0]).toMatchObject({ word: "sea", weight: 4 });
  expect(queryOf({ heading: "It is what it is", points: [], sentences: [] }, { topic: "Why?" }).searches).toEqual([]);
});

test("what the writer says is shown is searched for in English, and fits as well as the scene's own words", () => {
  const german = { heading: "Der Hafen am Morgen", points: [], sentences: ["Die Boote fahren hinaus."] };
  const shown = queryOf({ ...german, shows: "fishing boats, harbour" }, { topic: "Wie ein Hafen erwacht" });
  expect(shown.searches).toEqual(["fishing boats harbour", "fishing boats"]);
  expect(relevanceOf(shown, "boats leaving a harbour")).toBeCloseTo(2 / 3);
  expect(relevanceOf(shown, "hafen morgen")).toBeGreaterThan(0.5);
  expect(relevanceOf(queryOf(german, { topic: "Wie ein Hafen erwacht" }), "boats leaving a harbour")).toBe(0);
});

test("relevance is the share of the heaviest words that a description holds", () => {
  expect(relevanceOf(query, "sea-moon-pulls")).toBe(1);
  expect(relevanceOf(query, "full moons at night")).toBeCloseTo(0.3);
  expect(relevanceOf(query, "a dog on a skateboard")).toBe(0);
});

test("relevance comes before length, length before kind", () => {
  const short = candidate("short", { durationMs: 6_400 });
  const photo = candidate("photo", { kind: "photo", durationMs: null, ...sized(2560, 1440) });
  const loose = candidate("loose", { description: "the sea in summer" });
  expect(ranked([loose, short, photo, candidate("best")])).toEqual(["best", "photo", "short", "loose"]);
});

test("too small, much too short, unrelated and lately used ones are never shown", () => {
  const small = candidate("small", sized(1280, 720));
  const nearly = candidate("nearly", sized(1904, 1071));
  const brief = candidate("brief", { durationMs: 2_900 });
  const dog = candidate("dog", { description: "a dog on a skateboard" });
  const used = candidate("used");
  expect(ranked([small, nearly, brief, dog, used], ["pexels/used"])).toEqual(["nearly"]);
});

test("a photo as Pixabay gives it to most keys is enlarged to 1080p, after sharper ones; half as large is too small", () => {
  const photo = (id: string, width: number, height: number) =>
    candidate(id, { kind: "photo", durationMs: null, ...sized(width, height) });
  const [large, upright, small] = [photo("large", 1280, 853), photo("upright", 853, 1280), photo("small", 640, 426)];
  expect(ranked([large, upright, small, photo("sharp", 2560, 1707)])).toEqual(["sharp", "large"]);
});

test("an upright clip is cropped as far as it stays sharp enough, after those of the right shape", () => {
  const tower = candidate("tower", sized(1080, 1920));
  const tall = candidate("tall", sized(700, 3000));
  expect(ranked([tower, tall, candidate("wide")])).toEqual(["wide", "tower"]);
});

test("the smallest file that covers the canvas is taken; a photo has to cover the room that the camera pans in", () => {
  const files = [640, 1920, 2560, 3840]
    .map((width) => sized(width, (width * 9) / 16).files[0])
    .filter((file) => !!file);
  const fileOf = (one: MediaCandidate) =>
    rankCandidates({ candidates: [one], query, need, barred: new Set(), seed: 7 })[0]?.file.width;
  expect(fileOf(candidate("clip", { files }))).toBe(1920);
  expect(fileOf(candidate("photo", { kind: "photo", durationMs: null, files }))).toBe(2560);
});

test("equals are ordered by the seed, the same for the same seed", () => {
  const equals = Array.from({ length: 12 }, (_, index) => candidate(`clip-${index}`));
  expect(ranked(equals, [], 1)).toEqual(ranked(equals.toReversed(), [], 1));
  expect(ranked(equals, [], 1)).not.toEqual(ranked(equals, [], 2));
});

test("sources are tried in the order given, nothing behind a card, and stock alone is worth a wait", () => {
  expect(sourceOrder(undefined)).toEqual({ sources: [], cardsInsteadOfWaiting: true });
  const mixed = sourceOrder({ sources: ["pixabay", "folder", "generated", "pexels"] });
  expect(mixed).toEqual({ sources: ["pixabay", "folder"], cardsInsteadOfWaiting: true });
  expect(sourceOrder({ sources: ["pexels", "pixabay"] }).cardsInsteadOfWaiting).toBe(false);
  expect(sourceOrder({ sources: ["folder"] }).cardsInsteadOfWaiting).toBe(true);
  const uploads = [{ objectKey: "uploads/a.jpg" }];
  expect(sourceOrder({ sources: ["pexels", "generated"], uploads }).sources).toEqual(["upload", "pexels"]);
});

test("uploads go to the scene that is named, else where their words fit, else to the first free one", () => {
  const queries = ["Moon", "Bread", "Bridge"].map((heading) =>
    queryOf({ heading, points: [], sentences: [] }, { topic: "x" }),
  );
  const uploads = [{ description: "IMG 1" }, { description: "old bridge" }, { description: "anything", scene: 0 }];
  const placed = (drawn: readonly number[]) =>
    [...placeUploads(uploads, { queries, drawn: new Set(drawn) })].toSorted(([left], [right]) => left - right);
  expect(placed([])).toEqual([
    [0, 2],
    [1, 0],
    [2, 1],
  ]);
  // A chart gives way to the file that is meant for it, and to no other.
  expect(placed([0, 2])).toEqual([
    [0, 2],
    [1, 0],
  ]);
});
