import { AppError } from "../errors.ts";
import { chartProblem } from "../charts/data.ts";
import { mapProblem } from "../charts/map-projection.ts";
import {
  SCENE_KINDS,
  type Scene,
  type SceneChart,
  type SceneKind,
  type SceneMap,
  type Script,
} from "../script/script.ts";
import type { EditedVideo } from "./video-edits.ts";

/** What a scene may be given; what is left out of a replacement stays. */
export interface SceneWords {
  readonly sceneKind?: SceneKind;
  readonly kicker?: string | null;
  readonly heading?: string;
  readonly sentences?: readonly string[];
  readonly points?: readonly string[];
  readonly figure?: string | null;
  /** Null takes it away, and new sentences do as well: a chart or map belongs to what is said. */
  readonly chart?: SceneChart | null;
  readonly map?: SceneMap | null;
}

/** Scenes and lines count from 1. */
export type SceneEdit =
  | ({ readonly kind: "replace_scene"; readonly scene: number } & SceneWords)
  | { readonly kind: "rewrite_line"; readonly scene: number; readonly line: number; readonly text: string }
  /** The new scene becomes scene `scene`; the one that had the number comes after it. */
  | ({ readonly kind: "insert_scene"; readonly scene: number } & SceneWords)
  | { readonly kind: "remove_scene"; readonly scene: number };

export const SCENES_MAX = 80;
export const SENTENCES_MAX = 40;
export const SENTENCE_MAX_CHARACTERS = 600;
export const POINTS_MAX = 6;
export const CARD_LINE_MAX_CHARACTERS = 120;

export function isSceneEdit(edit: { readonly kind: string }): edit is SceneEdit {
  return ["replace_scene", "rewrite_line", "insert_scene", "remove_scene"].includes(edit.kind);
}

type EditedScenes = Omit<EditedVideo, "spec" | "script"> & { readonly script: Script };

/** The script with one scene changed; every other scene is the very object that it was. */
export function editScenes(script: Script, edit: SceneEdit): EditedScenes {
  const { scenes } = script;
  const kept = scenes.map((_, index): number | null => index);
  switch (edit.kind) {
    case "insert_scene": {
      const at = insertionIndex(scenes.length, edit.scene);
      const scene = checked(withWords(BLANK, edit), { heading: "", sentences: [], ...edit });
      const changed = { ...script, scenes: scenes.toSpliced(at, 0, scene) };
      return {
        script: changed,
        redo: [...SPOKEN_AND_SHOWN],
        pictures: kept.toSpliced(at, 0, null),
      };
    }
    case "remove_scene": {
      const index = sceneIndex(script, edit.scene);
      if (scenes.length === 1) throw refused("scene", "this is the only scene", "Replace it, or reject the video.");
      return {
        script: { ...script, scenes: scenes.toSpliced(index, 1) },
        redo: [...SPOKEN_AND_SHOWN],
        pictures: kept.toSpliced(index, 1),
      };
    }
    case "rewrite_line": {
      const index = sceneIndex(script, edit.scene);
      const before = sceneAt(script, index);
      if (!Number.isInteger(edit.line) || edit.line < 1 || edit.line > before.sentences.length) {
        const remedy = `Scene ${edit.scene} has lines 1 to ${before.sentences.length}.`;
        throw refused("line", `there is no line ${edit.line}`, remedy);
      }
      const sentences = before.sentences.with(edit.line - 1, requireSentence("text", edit.text));
      const scene = { ...before, sentences };
      return { script: { ...script, scenes: scenes.with(index, scene) }, redo: [...SPOKEN], pictures: kept };
    }
    default:
      return replaceScene(script, edit, kept);
  }
}

function replaceScene(
  script: Script,
  edit: Extract<SceneEdit, { kind: "replace_scene" }>,
  kept: readonly (number | null)[],
): EditedScenes {
  const index = sceneIndex(script, edit.scene);
  const { kind: _, scene: __, ...words } = edit;
  if (Object.keys(words).length === 0) {
    throw refused("scene", "the edit changes nothing", "Name sentences, a heading, a kind, points or a chart.");
  }
  const scene = checked(withWords(sceneAt(script, index), edit), edit);
  const changed = { ...script, scenes: script.scenes.with(index, scene) };
  // A picture is chosen for the words, and drawn for the kind; a new heading alone is another card over it.
  if (edit.sentences === undefined && edit.sceneKind === undefined && !bringsDrawing(edit)) {
    return { script: changed, redo: [...SHOWN], pictures: kept };
  }
  const pictures = kept.map((each) => (each === index ? null : each));
  const redo = edit.sentences === undefined ? (["media", ...SHOWN] as const) : SPOKEN_AND_SHOWN;
  return { script: changed, redo: [...redo], pictures };
}

const SHOWN = ["render", "qa"] as const;
const SPOKEN = ["narration", ...SHOWN] as const;
const SPOKEN_AND_SHOWN = ["narration", "media", ...SHOWN] as const;

const BLANK: Scene = {
  kind: "title",
  kicker: null,
  heading: "",
  sentences: [],
  points: [],
  pointSentences: [],
  figure: null,
};

/** From 0. Throws when the script has no such scene. */
export function sceneIndex({ scenes }: Script, scene: number): number {
  if (Number.isInteger(scene) && scene >= 1 && scene <= scenes.length) return scene - 1;
  throw refused("scene", `there is no scene ${scene}`, `The video has scenes 1 to ${scenes.length}.`);
}

function insertionIndex(count: number, scene: number): number {
  if (count >= SCENES_MAX) throw refused("scene", `the video has ${count} scenes already`, "Remove one first.");
  if (Number.isInteger(scene) && scene >= 1 && scene <= count + 1) return scene - 1;
  throw refused("scene", `a scene cannot become number ${scene}`, `Use 1 to ${count + 1}.`);
}

function sceneAt({ scenes }: Script, index: number): Scene {
  const scene = scenes[index];
  if (scene === undefined) throw new AppError("internal", `scene ${index} of ${scenes.length} was asked for`);
  return scene;
}

function bringsDrawing({ chart, map }: SceneWords): boolean {
  return chart !== undefined || map !== undefined;
}

/** The chart or map of a scene, which has one of the two at most, and what its picture is of while it says the same. */
function drawingOf(before: Scene, words: SceneWords): Pick<Scene, "chart" | "map" | "shows"> {
  const isOther = bringsDrawing(words) || words.sentences !== undefined;
  const { chart, map } = isOther ? words : before;
  const shows = words.sentences === undefined ? before.shows : undefined;
  return { ...(chart ? { chart } : {}), ...(map ? { map } : {}), ...(shows ? { shows } : {}) };
}

function withWords(before: Scene, words: SceneWords): Scene {
  const { chart: _, map: __, shows: ___, ...rest } = before;
  const sentences = words.sentences ?? before.sentences;
  const points = words.points ?? before.points;
  const isSamePoints = words.points === undefined && words.sentences === undefined;
  return {
    ...rest,
    kind: words.sceneKind ?? before.kind,
    kicker: words.kicker === undefined ? before.kicker : words.kicker,
    heading: (words.heading ?? before.heading).trim(),
    sentences: sentences.map((sentence) => sentence.trim()),
    points: points.map((point) => point.trim()),
    pointSentences: isSamePoints ? before.pointSentences : spreadOver(points.length, sentences.length),
    figure: words.figure === undefined ? before.figure : words.figure,
    ...drawingOf(before, words),
  };
}

/** The lines of a card appear one after the other, the last ones with the last sentences. */
function spreadOver(points: number, sentences: number): number[] {
  const first = sentences - points;
  return Array.from({ length: points }, (_, index) =>
    first >= 0 ? first + index : Math.floor((index * sentences) / points),
  );
}

/** Only what the edit brings is judged: a scene that came another way may break these rules, and stays editable. */
function checked(scene: Scene, words: SceneWords): Scene {
  const { kind, points, figure } = scene;
  const isOtherCard = words.sceneKind !== undefined;
  if (!SCENE_KINDS.includes(kind)) {
    throw refused("sceneKind", `"${kind}" is no kind of scene`, `Use one of ${SCENE_KINDS.join(", ")}.`);
  }
  if (words.heading !== undefined) requireLine("heading", words.heading);
  if (typeof words.kicker === "string") requireLine("kicker", words.kicker);
  if (words.sentences !== undefined) requireSentences(words.sentences);
  if (points.length > POINTS_MAX && words.points !== undefined) {
    throw refused("points", `the card has ${points.length} lines`, `Send at most ${POINTS_MAX}.`);
  }
  for (const [index, point] of (words.points ?? []).entries()) requireLine(`points.${index}`, point);
  if (kind === "points" && points.length === 0 && (isOtherCard || words.points !== undefined)) {
    throw refused("points", "a card of points has none", "Send its lines, or choose another scene_kind.");
  }
  if (kind === "figure" && figure === null && (isOtherCard || words.figure !== undefined)) {
    throw refused("figure", "a figure card has no figure", "Send the numeral or word to show large.");
  }
  if (typeof words.figure === "string") requireLine("figure", words.figure);
  requireDrawing(words);
  return scene;
}

function requireDrawing({ chart, map }: SceneWords): void {
  if (chart && map) throw refused("map", "the scene has a chart too", "Send one of the two.");
  const chartFault = chart ? chartProblem(chart) : null;
  if (chartFault !== null)
    throw refused("chart", chartFault, "Send 2 to 12 values, each with its label, and their source.");
  const mapFault = map ? mapProblem(map) : null;
  if (mapFault !== null) throw refused("map", mapFault, "Send 1 to 12 places, each with its name and degrees.");
}

function requireSentences(sentences: readonly string[]): void {
  if (sentences.length === 0) throw refused("sentences", "the scene says nothing", "Send at least one sentence.");
  if (sentences.length > SENTENCES_MAX) {
    throw refused("sentences", `the scene has ${sentences.length} sentences`, `Send at most ${SENTENCES_MAX}.`);
  }
  for (const [index, sentence] of sentences.entries()) requireSentence(`sentences.${index}`, sentence);
}

function requireSentence(field: string, text: string): string {
  const sentence = text.trim();
  if (!/[\p{L}\p{N}]/u.test(sentence)) {
    throw refused(field, "there is nothing in it that could be spoken", "Write a sentence with words.");
  }
  requireLength(field, sentence, SENTENCE_MAX_CHARACTERS);
  return sentence;
}

function requireLine(field: string, text: string): void {
  if (text.trim() === "") throw refused(field, "it is empty", "Write some words.");
  requireLength(field, text, CARD_LINE_MAX_CHARACTERS);
}

function requireLength(field: string, text: string, max: number): void {
  const characters = Array.from(text).length;
  if (characters > max) throw refused(field, `it has ${characters} characters`, `Use at most ${max}.`);
  if (/\p{Cc}/u.test(text)) throw refused(field, "it has control characters", "Write it on one line.");
}

function refused(field: string, message: string, remedy: string): AppError {
  return new AppError("invalid_input", `${field}: ${message}`, { field: `edit.${field}`, remedy });
}
