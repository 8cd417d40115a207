import { AppError, appErrorOf } from "../../domain/errors.ts";
import { leftOutNote } from "../../domain/script/backed-figures.ts";
import type { Scene, Script } from "../../domain/script/script.ts";
import { requireGlyphs } from "../rendering/fonts.ts";

const OWN_REMEDY = "Write the script in Latin, Greek, Cyrillic or Arabic letters.";

/** Every word that is shown or captioned has letters in the bundled fonts; what a person wrote is named as theirs. */
export async function requireDrawable(script: Script): Promise<void> {
  const shown = script.scenes.flatMap((scene) => {
    const { heading, kicker, figure, points, sentences } = scene;
    return [heading, kicker ?? "", figure ?? "", ...points, ...sentences, chartWords(scene), mapWords(scene)];
  });
  try {
    await requireGlyphs(shown.join(" "));
  } catch (error) {
    const refused = appErrorOf(error);
    if (script.provider !== "own" || refused?.code !== "invalid_input") throw error;
    const field = "spec.script.ownKey";
    throw new AppError("invalid_input", refused.message, { cause: error, field, remedy: OWN_REMEDY });
  }
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

async function glyphProblem(text: string): Promise<string | null> {
  try {
    await requireGlyphs(text);
    return null;
  } catch (error) {
    const refused = appErrorOf(error);
    if (refused?.code !== "invalid_input") throw error;
    return refused.message;
  }
}

function chartWords({ chart }: Scene): string {
  return chart === undefined ? "" : [...chart.labels, chart.unit, chart.source].join(" ");
}

function mapWords({ map }: Scene): string {
  return (map?.places ?? []).map(({ name }) => name).join(" ");
}
