import { expect, test } from "vitest";
import { creditLines } from "../../../domain/media/credits.ts";
import type { MediaCredit, Still } from "../../../domain/media/media.ts";
import { PALETTES } from "../../../domain/look/palette.ts";

const [palette] = PALETTES;
const drawn: MediaCredit = { source: "generated", author: "Longtake", url: null, licence: "CC0-1.0" };
const found: MediaCredit = { source: "pexels", author: "Ada", url: "https://p.example/1", licence: "Pexels" };
const given: MediaCredit = { source: "upload", author: "Grace", url: null, licence: "operator" };

const still = (scene: number, credit: MediaCredit): Still => ({
  ...{ scene, kind: "points", objectKey: `stills/${scene}.jpg`, sha256: "", width: 1, height: 1 },
  credit,
});

test("everyone is named once, in order, and drawings name nobody", () => {
  if (palette === undefined) throw new Error("no palette");
  const clip = { scene: 1, objectKey: "clips/1.mp4", sha256: "", width: 1, height: 1, frameCount: 1, credit: found };
  const media = {
    version: 1,
    palette,
    stills: [still(2, given), still(0, drawn), still(1, found)],
    clips: [clip],
  } as const;
  const music = { source: "licensed", objectKey: "uploads/m.mp3", licence: "CC-BY-4.0", author: "Clara" } as const;
  expect(creditLines(media, music)).toEqual([
    "Picture: Ada (Pexels) https://p.example/1",
    "Picture: Grace (operator)",
    "Music: Clara (CC-BY-4.0)",
  ]);
  expect(creditLines(null, undefined)).toEqual([]);
});
