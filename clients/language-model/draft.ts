import { z } from "zod";

import { SCENE_KINDS, type Scene, type Script } from "../../domain/script/script.ts";
import { DRAFT_WORDS_PER_MINUTE } from "../../domain/script/template.ts";
import { ownWords } from "../../domain/script/sentences.ts";
import { ChartDraft, MapDraft, figuresOf } from "./figures.ts";
import { type AnswerSchema, type Reading, readAnswer } from "./schema.ts";

const SHOWS_CHARACTERS = 80;

const Point = z.strictObject({
  label: z.string().min(1).max(60),
  sentence: z.int().min(0).describe("index of the sentence while which the label appears"),
});
const SceneDraft = z.strictObject({
  kind: z.enum(SCENE_KINDS),
  heading: z.string().min(1).max(90),
  sentences: z.array(z.string().min(1).max(300)).min(1).max(12),
  points: z.array(Point).max(6),
  figure: z.string().max(12).nullable(),
  // Read one by one, later: a bad chart costs the chart and not the script.
  chart: z.unknown().optional(),
  map: z.unknown().optional(),
  shows: z.string().nullish(),
});
const ScriptDraft = z.strictObject({
  title: z.string().min(1).max(100),
  hook: z.string().min(1).max(200),
  scenes: z.array(SceneDraft).min(1).max(80),
  tags: z.array(z.string().min(1).max(40)).max(12),
  description: z.string().min(1).max(2_000),
});
export type ScriptDraft = z.infer<typeof ScriptDraft>;

const AskedScene = SceneDraft.extend({ chart: ChartDraft.nullable(), map: MapDraft.nullable(), shows: z.string() });

export const SCRIPT_ANSWER: AnswerSchema<ScriptDraft> = {
  name: "script",
  schema: ScriptDraft,
  asked: ScriptDraft.extend({ scenes: z.array(AskedScene) }),
};

/** Reads a draft as a script of the model. */
export function scriptReader(model: string): (content: string) => Reading<Script> {
  return (content) => {
    const reading = readAnswer(content, SCRIPT_ANSWER);
    if (!reading.success) return reading;
    const script = scriptOf(reading.value, model);
    return script.scenes.length === 0
      ? { success: false, problem: "no scene has a sentence with words" }
      : { success: true, value: script };
  };
}

/**
 * A draft without markup and pictographs; points whose sentence does not exist are dropped, and charts and maps that
 * break their schema, which its notes name.
 */
function scriptOf(draft: ScriptDraft, model: string): Script {
  const told = draft.scenes
    .map((written) => ({ written, scene: sceneOf(written) }))
    .filter(({ scene }) => scene.sentences.length > 0)
    .map(({ written, scene }, index) => ({ scene, ...figuresOf(written, index) }));
  const notes = told.flatMap((each) => each.notes);
  return {
    version: 1,
    title: ownWords(draft.title),
    hook: ownWords(draft.hook),
    scenes: told.map(({ scene, figures }) => ({ ...scene, ...figures })),
    tags: draft.tags.map(ownWords).filter((tag) => tag !== ""),
    description: draft.description,
    wordsPerMinute: DRAFT_WORDS_PER_MINUTE,
    provider: model,
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function sceneOf(scene: ScriptDraft["scenes"][number]): Scene {
  const shows = ownWords(scene.shows ?? "").slice(0, SHOWS_CHARACTERS);
  const written = scene.sentences.map(ownWords);
  const sentences = written.filter(hasWords);
  const points = scene.points.filter(({ sentence }) => hasWords(written[sentence] ?? ""));
  return {
    kind: scene.kind === "figure" && scene.figure === null ? "points" : scene.kind,
    kicker: null,
    heading: ownWords(scene.heading),
    sentences,
    points: points.map(({ label }) => ownWords(label)),
    // Sentences without words are gone: the others moved up.
    pointSentences: points.map(({ sentence }) => written.slice(0, sentence).filter(hasWords).length),
    figure: scene.figure === null ? null : ownWords(scene.figure),
    ...(shows === "" ? {} : { shows }),
  };
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
