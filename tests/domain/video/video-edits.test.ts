import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../../../domain/errors.ts";
import type { Scene, Script } from "../../../domain/script/script.ts";
import { applyEdit, EDIT_KINDS, filesOf, type VideoEdit } from "../../../domain/video/video-edits.ts";
import type { BrandChange } from "../../../domain/video/video-settings.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";

const spec: VideoSpec = {
  ...{ topic: "Rain", seconds: 60, aspect: "16:9", size: "1080p", voice: "en-us", seed: 1, complexity: "simple" },
  publish: { privacy: "private", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
};
const sceneOf = (index: number): Scene => ({
  kind: "points",
  kicker: null,
  heading: `Part ${index + 1}`,
  sentences: [`First of ${index + 1}.`, `Second of ${index + 1}.`],
  points: ["One", "Two"],
  pointSentences: [0, 1],
  figure: null,
});
const scriptOf = (scenes: number): Script => ({
  ...{ version: 1, title: "Rain", hook: "", tags: [], description: "", wordsPerMinute: 150, provider: "template" },
  scenes: Array.from({ length: scenes }, (_, index) => sceneOf(index)),
});
const refusalOf = (edit: VideoEdit, script: Script | null = scriptOf(3)) => {
  try {
    applyEdit(spec, script, edit);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, field: error.field, remedy: error.remedy };
    throw error;
  }
  return null;
};

describe("an edit of a scene", () => {
  const words = fc.string({ minLength: 1, maxLength: 40 }).map((text) => `w${text.replaceAll(/\p{Cc}/gu, " ")}`);
  const editOf = (scenes: number) => {
    const scene = fc.integer({ min: 1, max: scenes });
    return fc.oneof(
      fc.record({ kind: fc.constant("replace_scene" as const), scene, sentences: fc.array(words, { minLength: 1 }) }),
      fc.record({
        kind: fc.constant("replace_scene" as const),
        scene,
        heading: words,
        points: fc.array(words, { minLength: 1, maxLength: 6 }),
      }),
      fc.record({
        kind: fc.constant("rewrite_line" as const),
        scene,
        line: fc.integer({ min: 1, max: 2 }),
        text: words,
      }),
      fc.record({
        kind: fc.constant("insert_scene" as const),
        scene,
        heading: words,
        sentences: fc.array(words, { minLength: 1, maxLength: 5 }),
      }),
      fc.record({ kind: fc.constant("remove_scene" as const), scene }),
    );
  };

  test("never changes another scene, and every scene that stays keeps its picture", () => {
    const cases = fc.integer({ min: 2, max: 12 }).chain((scenes) => fc.tuple(fc.constant(scenes), editOf(scenes)));
    fc.assert(
      fc.property(cases, ([scenes, edit]) => {
        const script = scriptOf(scenes);
        const frozen = structuredClone(script);
        const edited = applyEdit(spec, script, edit);
        expect(script).toEqual(frozen);
        const after = edited.script?.scenes ?? [];
        const others = script.scenes.filter((_, index) => edit.kind === "insert_scene" || index !== edit.scene - 1);
        const kept = after.filter((_, index) => edit.kind === "remove_scene" || index !== edit.scene - 1);
        // The very objects: not even their order of keys is another.
        expect(kept.map((scene, index) => scene === others[index])).toEqual(others.map(() => true));
        expect(edited.pictures).toHaveLength(after.length);
        // A scene that is none of the old ones, by object, is the changed one; a rewritten line keeps its picture too.
        const wanted = after.map((scene) => (script.scenes.includes(scene) ? script.scenes.indexOf(scene) : null));
        const pictures = (edited.pictures ?? []).map((from, index) => (wanted[index] === null ? null : from));
        expect(pictures).toEqual(wanted);
        for (const { points, pointSentences, sentences } of after) {
          expect(pointSentences).toHaveLength(points.length);
          expect(pointSentences.every((at) => at >= 0 && at < sentences.length)).toBe(true);
          expect(pointSentences.toSorted((left, right) => left - right)).toEqual(pointSentences);
        }
      }),
    );
  });

  test.each<[string, VideoEdit, readonly string[]]>([
    ["a line", { kind: "rewrite_line", scene: 2, line: 1, text: "New." }, ["narration", "render", "qa"]],
    ["a heading", { kind: "replace_scene", scene: 2, heading: "New" }, ["render", "qa"]],
    ["sentences", { kind: "replace_scene", scene: 2, sentences: ["New."] }, ["narration", "media", "render", "qa"]],
    ["the voice", { kind: "voice", voice: "openai:alloy" }, ["narration", "render", "qa"]],
    ["the music", { kind: "music", music: { source: "none" } }, ["render", "qa"]],
    ["the captions", { kind: "look", look: { captions: "box" } }, ["render", "qa"]],
    ["the brand", { kind: "look", look: { brand: { accent: "ff0000" } } }, ["media", "render", "qa"]],
    ["the shape", { kind: "aspect", aspect: "9:16" }, ["media", "render", "qa"]],
    ["a picture", { kind: "scene_media", scene: 2 }, ["media", "render", "qa"]],
    ["the title", { kind: "title", title: "New" }, ["upload-metadata"]],
  ])("of %s makes again only what depends on it", (_, edit, redo) => {
    expect(applyEdit(spec, scriptOf(3), edit).redo).toEqual(redo);
  });

  test("moves what was asked of a scene's picture along with the scene", () => {
    const media = {
      sources: ["upload"],
      uploads: [{ objectKey: "uploads/a.png", scene: 1 }, { objectKey: "uploads/b.png" }],
    } as const;
    const asked = { ...spec, media: { ...media, skips: [{ scene: 2, times: 1 }] } };
    const inserted = applyEdit(asked, scriptOf(3), {
      kind: "insert_scene",
      scene: 1,
      heading: "New",
      sentences: ["New."],
    });
    expect(inserted.spec.media?.uploads).toEqual([
      { objectKey: "uploads/a.png", scene: 2 },
      { objectKey: "uploads/b.png" },
    ]);
    const removed = applyEdit(asked, scriptOf(3), { kind: "remove_scene", scene: 2 });
    expect(removed.spec.media).toEqual({
      ...media,
      uploads: [{ objectKey: "uploads/b.png" }],
      skips: [{ scene: 1, times: 1 }],
    });
  });

  test("takes parts of the brand away", () => {
    const branded = { ...spec, look: { captions: "box", brand: { accent: "ff0000", intro: "Hello" } } } as const;
    const without = (brand: BrandChange) => applyEdit(branded, null, { kind: "look", look: { brand } }).spec.look;
    expect(without({ intro: null, logoKey: null })).toEqual({ captions: "box", brand: { accent: "ff0000" } });
    expect(without({ outro: "Bye" })).toEqual({ captions: "box", brand: { ...branded.look.brand, outro: "Bye" } });
  });

  test("turns one picture down after the other", () => {
    const once = applyEdit(spec, scriptOf(3), { kind: "scene_media", scene: 2 });
    const twice = applyEdit(once.spec, scriptOf(3), { kind: "scene_media", scene: 2 });
    expect(twice.spec.media?.skips).toEqual([{ scene: 1, times: 2 }]);
    expect(twice.pictures).toEqual([0, null, 2]);
    const own = applyEdit(twice.spec, scriptOf(3), { kind: "scene_media", scene: 2, objectKey: "uploads/a.png" });
    expect(own.spec.media).toEqual({
      sources: ["upload"],
      skips: [],
      uploads: [{ objectKey: "uploads/a.png", scene: 1 }],
    });
  });
});

describe("an edit that cannot be", () => {
  const scene = { scene: 1 };
  test.each<[VideoEdit, string]>([
    [{ kind: "remove_scene", scene: 4 }, "edit.scene"],
    [{ kind: "remove_scene", scene: 1.5 }, "edit.scene"],
    [{ kind: "insert_scene", scene: 5, heading: "New", sentences: ["New."] }, "edit.scene"],
    [{ kind: "insert_scene", scene: 1, sentences: ["New."] }, "edit.heading"],
    [{ kind: "insert_scene", scene: 1, heading: "New" }, "edit.sentences"],
    [{ kind: "replace_scene", ...scene }, "edit.scene"],
    [{ kind: "replace_scene", ...scene, sentences: ["New.", "…"] }, "edit.sentences.1"],
    [{ kind: "replace_scene", ...scene, sceneKind: "figure" }, "edit.figure"],
    [{ kind: "replace_scene", ...scene, points: [] }, "edit.points"],
    [{ kind: "replace_scene", ...scene, heading: "x".repeat(121) }, "edit.heading"],
    [{ kind: "rewrite_line", ...scene, line: 3, text: "New." }, "edit.line"],
    [{ kind: "rewrite_line", ...scene, line: 1, text: " " }, "edit.text"],
    [{ kind: "rewrite_line", ...scene, line: 1, text: "two\nlines" }, "edit.text"],
    [{ kind: "voice", voice: "no such voice" }, "edit.voice"],
    [{ kind: "voice", voice: "nobody:alloy" }, "edit.voice"],
    [{ kind: "music", music: { source: "licensed" } }, "edit.music.objectKey"],
    [{ kind: "look", look: {} }, "edit.look"],
    [{ kind: "look", look: { brand: { accent: "red" } } }, "edit.look.brand.accent"],
    [{ kind: "scene_media", ...scene, objectKey: "../secrets" }, "edit.objectKey"],
    [{ kind: "publishing", privacy: "public", publishAt: "2027-01-01T00:00:00Z" }, "edit.privacy"],
    [{ kind: "publishing", description: " " }, "edit.description"],
    [{ kind: "publishing", description: "x".repeat(5001) }, "edit.description"],
    [{ kind: "title", title: "x".repeat(101) }, "edit.title"],
    [{ kind: "thumbnail" }, "edit.candidate"],
    [{ kind: "thumbnail", candidate: 1, objectKey: "uploads/a.png" }, "edit.candidate"],
    [{ kind: "thumbnail", objectKey: "uploads/a.mp4" }, "edit.objectKey"],
    [{ kind: "subtitles", objectKey: "/etc/passwd" }, "edit.objectKey"],
    [{ kind: "subtitles", objectKey: "uploads/a.png" }, "edit.objectKey"],
  ])("%j is refused by its field, with a remedy", (edit, field) => {
    expect(refusalOf(edit)).toEqual({ code: "invalid_input", field, remedy: expect.stringMatching(/\.$/) });
  });

  test("judges only what it brings: what was there stays as it is", () => {
    const script = scriptOf(2);
    const odd: Script = { ...script, scenes: [{ ...sceneOf(0), points: [], pointSentences: [] }, sceneOf(1)] };
    expect(refusalOf({ kind: "replace_scene", scene: 1, sentences: ["New."] }, odd)).toBeNull();
    expect(refusalOf({ kind: "replace_scene", scene: 1, points: [] }, odd)).toMatchObject({ field: "edit.points" });
  });

  test("takes the only scene away, or comes before there are words", () => {
    expect(refusalOf({ kind: "remove_scene", scene: 1 }, scriptOf(1))).toMatchObject({ field: "edit.scene" });
    expect(refusalOf({ kind: "remove_scene", scene: 1 }, null)).toMatchObject({ code: "conflict" });
    expect(refusalOf({ kind: "voice", voice: "de" }, null)).toBeNull();
  });
});

test("publishing: whoever opens it to others gives up its hour, and a description stays until it is taken back", () => {
  const planned = { ...spec, publish: { ...spec.publish, publishAt: "2027-01-01T00:00:00Z", tags: ["sky"] } };
  const after = (from: VideoSpec, edit: Extract<VideoEdit, { kind: "publishing" }>) => applyEdit(from, null, edit).spec;
  expect(after(planned, { kind: "publishing", privacy: "unlisted" }).publish).toMatchObject({
    ...{ privacy: "unlisted", publishAt: null, tags: ["sky"] },
  });
  expect(after(planned, { kind: "publishing", privacy: "private" }).publish).toEqual(planned.publish);
  const described = after(planned, { kind: "publishing", description: " Mine. " });
  expect(described.publish).toEqual({ ...planned.publish, description: "Mine." });
  expect(after(described, { kind: "publishing", description: null }).publish).toEqual(planned.publish);
});

test("files that an edit names are known, so that they can be looked for", () => {
  const music = { source: "licensed", objectKey: "uploads/m.mp3" } as const;
  expect(filesOf({ kind: "music", music })).toEqual([{ field: "edit.music.objectKey", objectKey: "uploads/m.mp3" }]);
  expect(filesOf({ kind: "title", title: "New" })).toEqual([]);
  expect(new Set(EDIT_KINDS).size).toBe(EDIT_KINDS.length);
});
