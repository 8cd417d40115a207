import { expect, test } from "vitest";
import { editFlags, editOf, type EditFlags } from "../../cli/video/edit-flags.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";

const upload = (path: string) => Promise.resolve(`uploads/${path}`);
const editSaid = (raw: Readonly<Record<string, unknown>>): Promise<VideoEdit> => {
  const values = Object.entries(editFlags).map(([key, flag]) => [key, flag.read(raw[key])]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value comes from the flag under its key
  return editOf(Object.fromEntries(values) as EditFlags, upload);
};

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
  [{ privacy: "public" }, { kind: "publishing", privacy: "public" }],
  [{ thumbnail: "2" }, { kind: "thumbnail", candidate: 2 }],
  [{ subtitlesFile: "a.srt" }, { kind: "subtitles", objectKey: "uploads/a.srt" }],
])("%j is one edit", async (raw, edit) => {
  expect(await editSaid(raw)).toEqual(edit);
});

test.each([
  [{}, "no change"],
  [{ title: "New", voice: "de" }, "several changes"],
  [{ heading: "New" }, "--scene is required"],
  [{ scene: "1", line: "1" }, "--text is required"],
  [{ scene: "1", pictureCredit: "Ann" }, "--picture is required"],
])("%j is refused: %s", async (raw, message) => {
  await expect(editSaid(raw)).rejects.toThrow(message);
});
