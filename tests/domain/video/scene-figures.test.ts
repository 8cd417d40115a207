import { describe, expect, test } from "vitest";
import { scenesWithOwnWish } from "../../../domain/media/uploads.ts";
import type { Scene, SceneChart, SceneMap, Script } from "../../../domain/script/script.ts";
import { applyEdit, type VideoEdit } from "../../../domain/video/video-edits.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";

const spec: VideoSpec = {
  ...{ topic: "Rain", seconds: 60, aspect: "16:9", size: "1080p", voice: "en-us", seed: 1, complexity: "simple" },
  publish: { privacy: "private", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
};
const chart: SceneChart = { kind: "bar", labels: ["A", "B"], values: [1, 2], unit: "%", source: "NASA" };
const map: SceneMap = { places: [{ name: "Oslo", lat: 59.9, lon: 10.7 }] };
const scene: Scene = {
  ...{ kind: "points", kicker: null, heading: "Rain", sentences: ["It rains."], points: ["One"], pointSentences: [0] },
  figure: null,
};
const script: Script = {
  ...{ version: 1, title: "Rain", hook: "", tags: [], description: "", wordsPerMinute: 150, provider: "own" },
  scenes: [scene, { ...scene, chart }, { ...scene, map }],
};
const edited = (edit: VideoEdit) => {
  const { script: changed, redo, pictures } = applyEdit(spec, script, edit);
  const drawn = changed?.scenes.map((each) => each.chart ?? each.map ?? null);
  return { drawn, redo, pictures };
};

test("what a picture is of leaves with the sentences that it was for, and stays under another heading", () => {
  const shown = { ...script, scenes: [{ ...scene, shows: "rain on a window" }] };
  const showsAfter = (change: object) =>
    applyEdit(spec, shown, { kind: "replace_scene", scene: 1, ...change }).script?.scenes[0]?.shows;
  expect(showsAfter({ heading: "Drizzle" })).toBe("rain on a window");
  expect(showsAfter({ sentences: ["It snows."] })).toBeUndefined();
});

describe("a chart or a map", () => {
  test("leaves with the sentences that it belongs to", () => {
    const spoken = edited({ kind: "replace_scene", scene: 2, sentences: ["It snows."] });
    expect(spoken).toEqual({
      drawn: [null, null, map],
      redo: ["narration", "media", "render", "qa"],
      pictures: [0, null, 2],
    });
    expect(edited({ kind: "replace_scene", scene: 3, sentences: ["It snows."] }).drawn).toEqual([null, chart, null]);
  });

  test("stays under another heading and where one line is said otherwise", () => {
    expect(edited({ kind: "replace_scene", scene: 2, heading: "Snow" }).drawn).toEqual([null, chart, map]);
    expect(edited({ kind: "rewrite_line", scene: 2, line: 1, text: "It snows." }).drawn).toEqual([null, chart, map]);
  });

  test("is brought, changed and taken away by an edit, and only the picture is made again", () => {
    const other = { ...chart, values: [3, 4] };
    const redo = ["media", "render", "qa"];
    const changed = edited({ kind: "replace_scene", scene: 2, chart: other });
    expect(changed).toEqual({ drawn: [null, other, map], redo, pictures: [0, null, 2] });
    const gone = edited({ kind: "replace_scene", scene: 2, chart: null });
    expect(gone).toEqual({ drawn: [null, null, map], redo, pictures: [0, null, 2] });
    expect(edited({ kind: "replace_scene", scene: 3, chart }).drawn).toEqual([null, chart, chart]);
    expect(edited({ kind: "replace_scene", scene: 1, sentences: ["It snows."], map }).drawn).toEqual([map, chart, map]);
    const words = { heading: "New", sentences: ["It snows."] };
    expect(edited({ kind: "insert_scene", scene: 1, ...words, chart }).drawn).toEqual([chart, null, chart, map]);
  });

  test.each([
    [{ chart: { ...chart, values: [1] } }, "edit.chart"],
    [{ map: { places: [] } }, "edit.map"],
    [{ chart, map }, "edit.map"],
  ])("that cannot be drawn is refused: %j", (words, field) => {
    expect(() => applyEdit(spec, script, { kind: "replace_scene", scene: 2, ...words })).toThrow(
      expect.objectContaining({ code: "invalid_input", field }),
    );
  });

  test("gives way to the person's own picture, and to another one where it was turned down", () => {
    const own = applyEdit(spec, script, { kind: "scene_media", scene: 2, objectKey: "uploads/a.png" });
    expect([...scenesWithOwnWish(own.spec.media)]).toEqual([1]);
    const another = applyEdit(spec, script, { kind: "scene_media", scene: 3 });
    expect([...scenesWithOwnWish(another.spec.media)]).toEqual([2]);
    expect([...scenesWithOwnWish({ sources: [], uploads: [{ objectKey: "uploads/a.png" }] })]).toEqual([]);
    const again = applyEdit(own.spec, script, { kind: "replace_scene", scene: 2, chart });
    expect([...scenesWithOwnWish(again.spec.media)]).toEqual([]);
  });
});
