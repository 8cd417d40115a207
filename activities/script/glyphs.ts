import { appErrorOf } from "../../domain/errors.ts";
import { LETTERS } from "../../domain/look/glyphs.ts";
import { leftOutNote } from "../../domain/script/backed-figures.ts";
import { chartWords, drawnWords, mapWords } from "../../domain/script/drawn-words.ts";
import type { Scene, Script } from "../../domain/script/script.ts";
import { requireGlyphs } from "../rendering/fonts.ts";

const OWN = { field: "spec.script.ownKey", remedy: `Write the script in ${LETTERS}.` };

/** Every word that is shown or captioned has letters in the bundled fonts; what a person wrote is named as theirs. */
export async function requireDrawable(
  script: Script,
  blamed = script.provider === "own" ? OWN : undefined,
): Promise<void> {
  await requireGlyphs(script.scenes.map((scene) => drawnWords(scene)).join(" "), blamed);
}

/** A model's chart or map in letters that no bundled font has costs the chart or map; its notes name it. */
export async function withDrawableFigures(script: Script): Promise<Script> {
  if (script.provider === "own") return script;
  const notes: string[] = [];
  const scenes: Scene[] = [];
  for (const [index, scene] of script.scenes.entries()) {
    const { chart, map, ...rest } = scene;
    const chartProblem = await glyphProblem(chartWords(scene));
    const mapProblem = await glyphProblem(mapWords(scene));
    if (chartProblem !== null) notes.push(leftOutNote("chart", index, chartProblem));
    if (mapProblem !== null) notes.push(leftOutNote("map", index, mapProblem));
    scenes.push({
      ...rest,
      ...(chart === undefined || chartProblem !== null ? {} : { chart }),
      ...(map === undefined || mapProblem !== null ? {} : { map }),
    });
  }
  return notes.length === 0 ? script : { ...script, scenes, notes: [...(script.notes ?? []), ...notes] };
}

/** What is wrong with letters that are to be drawn; null when nothing is. */
export async function glyphProblem(text: string): Promise<string | null> {
  try {
    await requireGlyphs(text);
    return null;
  } catch (error) {
    const refused = appErrorOf(error);
    if (refused?.code !== "invalid_input") throw error;
    return refused.message;
  }
}
