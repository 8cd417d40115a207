import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { fontsOf } from "../../../domain/look/glyphs.ts";
import { requireDrawableEdit } from "../../../domain/video/edit-glyphs.ts";
import type { VideoEdit } from "../../../domain/video/video-edits.ts";

const fonts = await fontsOf((file) => readFile(new URL(`../../../assets/fonts/${file}`, import.meta.url)));
const chart = { kind: "bar", labels: ["Ebb", "Flood"], values: [1, 2], unit: "", source: "港" } as const;

test.each<[VideoEdit, string]>([
  [{ kind: "rewrite_line", scene: 1, line: 1, text: "Die 潮." }, "edit.text"],
  [{ kind: "insert_scene", scene: 1, heading: "Tide", sentences: ["Tide.", "潮."] }, "edit.sentences.1"],
  [{ kind: "replace_scene", scene: 1, points: ["潮"] }, "edit.points.0"],
  [{ kind: "replace_scene", scene: 1, kicker: "潮" }, "edit.kicker"],
  [{ kind: "replace_scene", scene: 1, figure: "潮" }, "edit.figure"],
  [{ kind: "replace_scene", scene: 1, chart }, "edit.chart"],
  [{ kind: "replace_scene", scene: 1, map: { places: [{ name: "潮", lat: 1, lon: 1 }] } }, "edit.map"],
  [{ kind: "look", look: { brand: { outro: "潮" } } }, "edit.look.brand.outro"],
])("letters that no font has are refused by their field: %j", (edit, field) => {
  expect(() => requireDrawableEdit(fonts, edit)).toThrowError(
    expect.objectContaining({ code: "invalid_input", field }),
  );
});

test.each<[VideoEdit]>([
  [{ kind: "rewrite_line", scene: 1, line: 1, text: "Ψ, Щ, ب and 🌊 rise." }],
  [{ kind: "replace_scene", scene: 1, kicker: null, chart: null, map: null, figure: null }],
  [{ kind: "remove_scene", scene: 1 }],
  // The platform draws it, not we.
  [{ kind: "title", title: "潮" }],
])("what can be drawn, and what is not, is taken: %j", (edit) => {
  expect(() => requireDrawableEdit(fonts, edit)).not.toThrow();
});
