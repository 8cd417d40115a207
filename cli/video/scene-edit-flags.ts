import { AppError } from "../../domain/errors.ts";
import { SCENE_KINDS } from "../../domain/script/script.ts";
import { type SceneWords, SCENES_MAX, SENTENCES_MAX } from "../../domain/video/scene-edits.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";
import { choice, type FlagValues, given, integer, jsonObject, repeated, text, toggle } from "../flags.ts";

/** What a scene may be without; `--without` also names settings of its video. */
const SCENE_PARTS = ["kicker", "points", "figure", "chart", "map"] as const;
export const BRAND_PARTS = ["intro", "outro", "logo"] as const;
export const PUBLISHING_PARTS = ["description", "publish-at"] as const;

const PARTS = [...SCENE_PARTS, ...BRAND_PARTS, ...PUBLISHING_PARTS];

/** One change of a scene on a command line. */
export const sceneEditFlags = {
  scene: integer("--scene <Number>", "Scene to change, from 1", { min: 1, max: SCENES_MAX }),
  line: integer("--line <Number>", "With --scene and --text: the line to rewrite, from 1", {
    min: 1,
    max: SENTENCES_MAX,
  }),
  text: text("--text <Text>", "What the line says from now on"),
  sentence: repeated(text("--sentence <Text>", "With --scene: what it says, one flag a sentence")),
  kicker: text("--kicker <Text>", "With --scene: the small line above its heading"),
  heading: text("--heading <Text>", "With --scene: what its card says"),
  point: repeated(text("--point <Text>", "With --scene: a line of its card, one flag a line")),
  sceneKind: choice("--scene-kind <Kind>", "With --scene: its card", SCENE_KINDS),
  figure: text("--figure <Text>", "With --scene: the large numeral or word of a figure card"),
  chart: jsonObject("--chart <Json>", "With --scene: a chart of kind, labels, values, unit, source"),
  map: jsonObject("--map <Json>", "With --scene: a map of places, each with name, lat, lon"),
  insert: toggle("--insert", "Make it a new scene at the number --scene"),
  remove: toggle("--remove", "Take the scene out"),
  picture: text("--picture <Path>", "With --scene: a picture or clip of your own"),
  pictureCredit: text("--picture-credit <Text>", "With --picture: whom it is owed to"),
  anotherPicture: toggle("--another-picture", "With --scene: another picture than the one it has"),
  without: repeated(choice("--without <Part>", "Take it away; may be repeated", PARTS)),
} as const;

type SceneEditFlags = FlagValues<typeof sceneEditFlags>;
export type Maker = () => VideoEdit | Promise<VideoEdit>;
export type Upload = (path: string) => Promise<string>;

/** The edits of a scene that the flags say. */
export function sceneEdits(flags: SceneEditFlags, upload: Upload): readonly Maker[] {
  const { scene, line, insert, remove, picture, pictureCredit: credit, anotherPicture } = flags;
  const words = wordsOf(flags);
  const hasWords = Object.keys(words).length > 0;
  if (credit !== undefined && picture === undefined) throw needed("--picture", "--picture-credit");
  if (scene === undefined) {
    const isAsked = line !== undefined || flags.text !== undefined || picture !== undefined || hasWords;
    if (!isAsked && !insert && !remove && !anotherPicture) return [];
    throw new AppError("invalid_input", "--scene is required for a change of a scene", { field: "--scene" });
  }
  const makers: Maker[] = [];
  if (remove) makers.push(() => ({ kind: "remove_scene", scene }));
  if (insert) makers.push(() => ({ kind: "insert_scene", scene, ...words }));
  else if (hasWords) makers.push(() => ({ kind: "replace_scene", scene, ...words }));
  if (anotherPicture) makers.push(() => ({ kind: "scene_media", scene }));
  if (picture !== undefined) {
    makers.push(async () => ({ kind: "scene_media", scene, objectKey: await upload(picture), ...given({ credit }) }));
  }
  return [...makers, ...lineEdit(scene, flags)];
}

function lineEdit(scene: number, { line, text: said }: SceneEditFlags): readonly Maker[] {
  if (line === undefined && said === undefined) return [];
  if (said === undefined) throw needed("--text", "--line");
  if (line === undefined) throw needed("--line", "--text");
  return [() => ({ kind: "rewrite_line", scene, line, text: said })];
}

function wordsOf({ sceneKind, kicker, heading, figure, sentence, point, chart, map, without }: SceneEditFlags) {
  const parts: Readonly<Record<(typeof SCENE_PARTS)[number], unknown>> = {
    ...{ kicker, figure, chart, map },
    points: point.length === 0 ? undefined : point,
  };
  for (const part of SCENE_PARTS) {
    if (without.includes(part) && parts[part] !== undefined) throw contradiction(part);
  }
  const taken = SCENE_PARTS.filter((part) => without.includes(part));
  const away = Object.fromEntries(taken.map((part) => [part, part === "points" ? [] : null]));
  const sentences = sentence.length === 0 ? undefined : sentence;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API judges the shape of a chart and a map
  return given({ sceneKind, heading, sentences, ...parts, ...away }) as SceneWords;
}

export function contradiction(part: string): AppError {
  return new AppError("invalid_input", `--without ${part}: another flag gives it`, { field: "--without" });
}

function needed(flag: string, by: string): AppError {
  return new AppError("invalid_input", `${flag} is required with ${by}`, { field: flag });
}
