import { expect, test } from "vitest";

import type { Clip } from "../../../domain/media/media.ts";
import { planOf, sceneOf, scriptOf, specWith } from "./planned-video.ts";

const chart = { kind: "bar", labels: ["A", "B"], values: [1, 2], unit: "", source: "NASA" } as const;
const plain = sceneOf(1, ["The first one says this and that."], "A heading that is long enough to need its room");
const clip = (source: string): Clip => ({
  ...{ scene: 0, objectKey: "clips/a.mp4", sha256: "a", width: 1920, height: 1080, frameCount: 300 },
  credit: { source, author: "test", url: null, licence: "CC0-1.0" },
});
const cardOf = (scene: typeof plain, clips: readonly Clip[]) =>
  planOf(specWith(), scriptOf([scene]), { clips }).plan.segments[0]?.card;

test("words leave room for a chart that is drawn, and take it back where another picture is shown", () => {
  const drawn = cardOf({ ...plain, chart }, [clip("generated")]);
  expect(drawn).not.toEqual(cardOf(plain, [clip("generated")]));
  expect(cardOf({ ...plain, chart }, [clip("upload")])).toEqual(cardOf(plain, [clip("upload")]));
  expect(cardOf({ ...plain, chart }, [])).toEqual(cardOf(plain, []));
});
