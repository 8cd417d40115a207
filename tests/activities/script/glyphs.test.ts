import { expect, test } from "vitest";

import { requireDrawable, withDrawableFigures } from "../../../activities/script/glyphs.ts";
import { sceneOf, scriptOf } from "../../domain/render/planned-video.ts";

const chart = { kind: "bar", labels: ["Ebb", "潮"], values: [1, 2], unit: "", source: "the port" } as const;
const map = { places: [{ name: "Lisboa", lat: 38.7, lon: -9.1 }] };
const scenes = [{ ...sceneOf(1, ["The ebb is 1 metre, the flood 2."]), chart, map }];

test("a model's chart in letters that no font has is left out and named, and its map stays", async () => {
  const script = await withDrawableFigures({ ...scriptOf(scenes), provider: "gpt", notes: ["Seen."] });
  expect(script.scenes[0]).toMatchObject({ map });
  expect(script.scenes[0]).not.toHaveProperty("chart");
  expect(script.notes).toEqual(["Seen.", expect.stringMatching(/Scene 1: its chart is left out: .*潮/u)]);
  await expect(requireDrawable(script)).resolves.toBeUndefined();
});

test("a person's own chart in such letters is refused by name, not changed", async () => {
  const own = { ...scriptOf(scenes), provider: "own" };
  expect(await withDrawableFigures(own)).toBe(own);
  await expect(requireDrawable(own)).rejects.toMatchObject({
    field: "spec.script.ownKey",
    message: expect.stringContaining("潮"),
  });
});
