import { expect, test } from "vitest";
import { VideoEditSchema } from "../../api/pipeline/video-edit-schema.ts";
import { LookSettingsSchema, MusicSettingsSchema } from "../../api/pipeline/video-settings-schemas.ts";
import { flagName } from "../../cli/flags.ts";
import { editFlags, editOf, type EditFlags } from "../../cli/video/edit-flags.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";

const upload = (path: string) => Promise.resolve(`uploads/${path}`);
const editSaid = async (raw: Readonly<Record<string, unknown>>): Promise<VideoEdit> => {
  const values = Object.entries(editFlags).map(([key, flag]) => [key, flag.read(raw[key])]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value comes from the flag under its key
  return editOf(Object.fromEntries(values) as EditFlags, upload);
};

const CHART = { kind: "bar", labels: ["Ebb", "Flood"], values: [1, 2.5], unit: "m", source: "The port" } as const;
const MAP = { places: [{ name: "Lisbon", lat: 38.7, lon: -9.1 }] };

test.each<[Readonly<Record<string, unknown>>, VideoEdit]>([
  [{ title: "New" }, { kind: "title", title: "New" }],
  [
    { scene: "3", line: "1", text: "New." },
    { kind: "rewrite_line", scene: 3, line: 1, text: "New." },
  ],
  [
    { scene: "3", sentence: ["One.", "Two."], heading: "New" },
    { kind: "replace_scene", scene: 3, heading: "New", sentences: ["One.", "Two."] },
  ],
  [
    { scene: "1", insert: true, heading: "New", sentence: ["One."] },
    { kind: "insert_scene", scene: 1, heading: "New", sentences: ["One."] },
  ],
  [
    { scene: "3", kicker: "Part 2", heading: "New" },
    { kind: "replace_scene", scene: 3, kicker: "Part 2", heading: "New" },
  ],
  [
    { scene: "2", remove: true },
    { kind: "remove_scene", scene: 2 },
  ],
  [
    { scene: "2", anotherPicture: true },
    { kind: "scene_media", scene: 2 },
  ],
  [
    { scene: "2", picture: "a.png" },
    { kind: "scene_media", scene: 2, objectKey: "uploads/a.png" },
  ],
  [
    { scene: "2", picture: "a.png", pictureCredit: "Ann" },
    { kind: "scene_media", scene: 2, objectKey: "uploads/a.png", credit: "Ann" },
  ],
  [{ musicSeed: "7" }, { kind: "music", music: { source: "synthesised", seed: 7 } }],
  [
    { captions: "box", transition: "fade" },
    { kind: "look", look: { captions: "box", transition: "fade" } },
  ],
  [
    { musicFile: "a.mp3", musicAuthor: "Ann" },
    { kind: "music", music: { source: "licensed", objectKey: "uploads/a.mp3", author: "Ann" } },
  ],
  [
    { without: ["intro", "logo"], brand: '{"outro":"Bye"}' },
    { kind: "look", look: { brand: { intro: null, logoKey: null, outro: "Bye" } } },
  ],
  [{ privacy: "public" }, { kind: "publishing", privacy: "public" }],
  [{ description: "Of tides." }, { kind: "publishing", description: "Of tides." }],
  [
    { without: ["description", "publish-at"], privacy: "unlisted" },
    { kind: "publishing", privacy: "unlisted", description: null, publishAt: null },
  ],
  [
    { scene: "2", chart: JSON.stringify(CHART) },
    { kind: "replace_scene", scene: 2, chart: CHART },
  ],
  [
    { scene: "2", insert: true, heading: "Where", sentence: ["Here."], map: JSON.stringify(MAP) },
    { kind: "insert_scene", scene: 2, heading: "Where", sentences: ["Here."], map: MAP },
  ],
  [
    { scene: "2", without: ["kicker", "points", "figure", "chart"], map: JSON.stringify(MAP) },
    { kind: "replace_scene", scene: 2, kicker: null, points: [], figure: null, chart: null, map: MAP },
  ],
  [{ thumbnail: "2" }, { kind: "thumbnail", candidate: 2 }],
  [{ subtitlesFile: "a.srt" }, { kind: "subtitles", objectKey: "uploads/a.srt" }],
])("%j is one edit", async (raw, edit) => {
  expect(await editSaid(raw)).toEqual(edit);
});

test.each([
  [{}, "no change"],
  [{ title: "New", voice: "de" }, "several changes"],
  [{ title: "New", musicAuthor: "A. Composer" }, "several changes"],
  [{ heading: "New" }, "--scene is required"],
  [{ scene: "1", line: "1" }, "--text is required"],
  [{ scene: "1", pictureCredit: "Ann" }, "--picture is required"],
  [{ scene: "1", text: "New." }, "--line is required"],
  [{ scene: "1" }, "no change"],
  [{ scene: "1", line: "1", text: "New.", heading: "New" }, "several changes"],
  [{ scene: "1", remove: true, picture: "a.png" }, "several changes"],
  [{ chart: "{}" }, "--scene is required"],
  [{ scene: "1", chart: "[1, 2]" }, "a JSON object"],
  [{ without: ["map"] }, "--scene is required"],
  [{ scene: "1", without: ["chart"], chart: "{}" }, "--without chart"],
  [{ brand: '{"intro":"Hello"}', without: ["intro"] }, "--without intro"],
  [{ description: "New.", without: ["description"] }, "--without description"],
])("%j is refused: %s", async (raw, message) => {
  await expect(editSaid(raw)).rejects.toThrow(message);
});

/** What the API takes of an edit, and what says it on a command line. */
const SAID_BY: Readonly<Record<string, string>> = {
  scene: "--scene",
  line: "--line",
  text: "--text",
  scene_kind: "--scene-kind",
  kicker: "--kicker",
  heading: "--heading",
  sentences: "--sentence",
  points: "--point",
  figure: "--figure",
  chart: "--chart",
  map: "--map",
  voice: "--voice",
  "music.source": "--music",
  "music.object_key": "--music-file",
  "music.licence": "--music-licence",
  "music.author": "--music-author",
  "music.seed": "--music-seed",
  "look.captions": "--captions",
  "look.transition": "--transition",
  "look.brand": "--brand",
  aspect: "--aspect",
  object_key: "--picture",
  credit: "--picture-credit",
  privacy: "--privacy",
  publish_at: "--publish-at",
  description: "--description",
  title: "--title",
  candidate: "--thumbnail",
};

test("whatever the API takes of an edit can be said on a command line", () => {
  const fields = VideoEditSchema.options.flatMap(({ shape }) => Object.keys(shape)).flatMap((name) => partsOf(name));
  const flags = Object.values(editFlags).map(({ spelling }) => flagName(spelling));
  expect(fields).toContain("look.brand");
  expect(fields.filter((field) => !flags.includes(SAID_BY[field] ?? ""))).toEqual([]);
});

function partsOf(name: string): readonly string[] {
  if (name === "kind") return [];
  if (name === "music") return Object.keys(MusicSettingsSchema.shape).map((part) => `music.${part}`);
  return name === "look" ? Object.keys(LookSettingsSchema.shape).map((part) => `look.${part}`) : [name];
}
