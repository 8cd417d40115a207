import { LETTERS, missingGlyphs, requireLettersOf } from "../../domain/look/glyphs.ts";
import { leftOutNote } from "../../domain/script/backed-figures.ts";
import { chartWords, drawnWords, mapWords, undrawableParts } from "../../domain/script/drawn-words.ts";
import type { Scene, Script } from "../../domain/script/script.ts";
import { bundledFonts, requireGlyphs } from "../rendering/fonts.ts";

const OWN = { field: "spec.script.ownKey", remedy: `Write the script in ${LETTERS}.` };

/** Every word that is shown or captioned has letters in the bundled fonts; what a person wrote is named as theirs. */
export async function requireDrawable(
  { title, scenes, provider }: Script,
  blamed = provider === "own" ? OWN : undefined,
): Promise<void> {
  // Thumbnails show the title.
  await requireGlyphs([title, ...scenes.map(drawnWords)].join(" "), blamed);
}

/** Asked before words are bought: a language whose own name the fonts lack has no letters in them. */
export async function requireDrawableLanguage(language: string | undefined): Promise<void> {
  const { fonts } = await bundledFonts();
  if (language !== undefined) requireLettersOf(fonts, language, "language");
}

/** Whether a model's words can be drawn, its charts and maps aside. */
export async function isDrawable(script: Script): Promise<boolean> {
  const { fonts } = await bundledFonts();
  return undrawableParts(script, fonts).length === 0;
}

/** A model's chart or map in letters that no bundled font has costs the chart or map; its notes name it. */
export async function withDrawableFigures(script: Script): Promise<Script> {
  if (script.provider === "own") return script;
  const { fonts } = await bundledFonts();
  const notes: string[] = [];
  const isLeftOut = (figure: "chart" | "map", scene: number, words: string): boolean => {
    const missing = missingGlyphs(fonts, words);
    if (missing !== "") notes.push(leftOutNote(figure, scene, `the bundled fonts cannot draw: ${missing}`));
    return missing !== "";
  };
  const scenes = script.scenes.map((scene, index): Scene => {
    const { chart, map, ...rest } = scene;
    const isChartless = isLeftOut("chart", index, chartWords(scene));
    const isMapless = isLeftOut("map", index, mapWords(scene));
    return {
      ...rest,
      ...(chart === undefined || isChartless ? {} : { chart }),
      ...(map === undefined || isMapless ? {} : { map }),
    };
  });
  return notes.length === 0 ? script : { ...script, scenes, notes: [...(script.notes ?? []), ...notes] };
}
