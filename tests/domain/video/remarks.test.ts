import { expect, test } from "vitest";

import type { MediaCredit, Still } from "../../../domain/media/media.ts";
import { remarksOf } from "../../../domain/video/remarks.ts";

const ADA = { source: "pexels", author: "Ada", url: "https://pexels.example/1", licence: "Pexels" };

function still(scene: number, credit: MediaCredit): Still {
  return { scene, kind: "points", objectKey: `stills/${scene}.jpg`, sha256: "", width: 1, height: 1, credit };
}

test("nothing made yet leaves nothing to remark", () => {
  expect(remarksOf(null, null, undefined)).toEqual({
    scriptNotes: [],
    mediaFindings: [],
    credits: [],
    musicCredit: null,
  });
});

test("scenes count from 1, each maker is named once with every scene, and only web addresses are links", () => {
  const clip = { ...still(2, { ...ADA }), frameCount: 30 };
  const script = { notes: ["Scene 2: no source."] };
  const ofFolder = { scene: null, source: "folder", assetId: null, reason: "none fits" };
  const findings = [{ scene: 1, source: "pixabay", assetId: "7", reason: "no picture" }, ofFolder];
  const music = { source: "licensed", objectKey: "uploads/m.mp3", licence: "CC-BY-4.0", author: "Cy" } as const;
  const stills = [still(0, ADA), still(1, { ...ADA, author: "Bo", url: "javascript:alert(1)" }), still(2, ADA)];
  expect(remarksOf(script, { stills, clips: [clip], findings }, music)).toEqual({
    scriptNotes: ["Scene 2: no source."],
    mediaFindings: [{ scene: 2, source: "pixabay", assetId: "7", reason: "no picture" }, ofFolder],
    credits: [
      { ...ADA, scenes: [1, 3] },
      { ...ADA, author: "Bo", url: null, scenes: [2] },
    ],
    musicCredit: { author: "Cy", licence: "CC-BY-4.0" },
  });
});
