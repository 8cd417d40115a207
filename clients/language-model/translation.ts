import { z } from "zod";

import { languageName } from "../../domain/script/prompt.ts";
import type { Scene, Script } from "../../domain/script/script.ts";
import { ownWords } from "../../domain/script/sentences.ts";
import { type AnswerSchema, type Reading, readAnswer } from "./schema.ts";

const SceneWords = z.strictObject({
  kicker: z.string().max(60).nullable(),
  heading: z.string().min(1).max(140),
  sentences: z.array(z.string().min(1).max(600)),
  points: z.array(z.string().min(1).max(120)),
  figure: z.string().max(16).nullable(),
  /** Labels of a chart, its source, or names on a map. */
  labels: z.array(z.string().min(1).max(160)),
});
const ScriptWords = z.strictObject({
  title: z.string().min(1).max(140),
  hook: z.string().min(1).max(400),
  description: z.string().min(1).max(5_000),
  tags: z.array(z.string().min(1).max(60)),
  scenes: z.array(SceneWords),
});
export type ScriptWords = z.infer<typeof ScriptWords>;

export const TRANSLATION_ANSWER: AnswerSchema<ScriptWords> = { name: "translation", schema: ScriptWords };

/** Everything of a script that has a language. */
export function wordsToTranslate(script: Script): ScriptWords {
  const { title, hook, description, tags, scenes } = script;
  return {
    title,
    hook,
    description,
    tags: [...tags],
    scenes: scenes.map((scene) => ({
      kicker: scene.kicker,
      heading: scene.heading,
      sentences: [...scene.sentences],
      points: [...scene.points],
      figure: scene.figure,
      labels: labelsOf(scene),
    })),
  };
}

export function translationOf(words: ScriptWords, language: string): string {
  return `Target language: ${languageName(language)}\n${JSON.stringify(words)}`;
}

/** Reads a translation, checks that it has the same shape and puts its words into the original's scenes. */
export function translationReader(original: Script): (content: string) => Reading<Script> {
  return (content) => {
    const reading = readAnswer(content, TRANSLATION_ANSWER);
    if (!reading.success) return reading;
    const problem = shapeProblem(wordsToTranslate(original), reading.value);
    return problem === null ? { success: true, value: dressed(original, reading.value) } : { success: false, problem };
  };
}

function shapeProblem(original: ScriptWords, words: ScriptWords): string | null {
  if (words.scenes.length !== original.scenes.length) {
    return `it has ${words.scenes.length} scenes, the original ${original.scenes.length}`;
  }
  for (const [index, scene] of original.scenes.entries()) {
    for (const part of ["sentences", "points", "labels"] as const) {
      const found = words.scenes[index]?.[part].length ?? 0;
      if (found !== scene[part].length) {
        return `scene ${index + 1} has ${found} ${part}, the original ${scene[part].length}`;
      }
    }
  }
  return null;
}

function dressed(script: Script, words: ScriptWords): Script {
  return {
    ...script,
    title: ownWords(words.title),
    hook: ownWords(words.hook),
    description: words.description,
    tags: words.tags.map(ownWords).filter((tag) => tag !== ""),
    scenes: script.scenes.map((scene, index) => {
      const translated = words.scenes[index];
      if (translated === undefined) return scene;
      return {
        ...scene,
        kicker: scene.kicker === null ? null : ownWords(translated.kicker ?? scene.kicker),
        heading: ownWords(translated.heading),
        sentences: translated.sentences.map(ownWords),
        points: translated.points.map(ownWords),
        figure: scene.figure === null ? null : ownWords(translated.figure ?? scene.figure),
        ...labelled(scene, translated.labels.map(ownWords)),
      };
    }),
  };
}

function labelsOf({ chart, map }: Scene): string[] {
  return [
    ...(chart?.labels ?? []),
    ...(chart === undefined ? [] : [chart.source]),
    ...(map?.places ?? []).map(({ name }) => name),
  ];
}

/** Puts labels back in the order of `labelsOf`. */
function labelled({ chart, map }: Scene, labels: readonly string[]): Pick<Scene, "chart" | "map"> {
  const charted = chart === undefined ? 0 : chart.labels.length + 1;
  return {
    ...(chart === undefined
      ? {}
      : { chart: { ...chart, labels: labels.slice(0, charted - 1), source: labels[charted - 1] ?? chart.source } }),
    ...(map === undefined
      ? {}
      : { map: { places: map.places.map((place, at) => ({ ...place, name: labels[charted + at] ?? place.name })) } }),
  };
}
