import { chartProblem } from "../charts/data.ts";
import { mapProblem } from "../charts/map-projection.ts";
import type { ClaimFinding } from "./claims.ts";
import { isSaid, saidNumbers } from "./said-numbers.ts";
import type { Scene, SceneChart, Script } from "./script.ts";

export interface BackedFigures {
  readonly script: Script;
  /** What was left out, one line each, for the writer and for the person who checks. */
  readonly notes: readonly string[];
}

/**
 * The script without charts that show a number which neither their scene nor a listed claim says, and without charts and
 * maps that cannot be drawn. What a writer invents is never drawn as if it were measured.
 */
export function backedFigures(script: Script, claims: readonly ClaimFinding[]): BackedFigures {
  const claimed = saidNumbers(claims.map(({ sentence }) => sentence).join(" \n"));
  const notes: string[] = [];
  const scenes = script.scenes.map((scene, index) => {
    const { chart, map, ...rest } = scene;
    const chartFault = chart === undefined ? null : (chartProblem(chart) ?? unsaid(chart, scene, claimed));
    const mapFault = map === undefined ? null : mapProblem(map);
    if (chartFault !== null) notes.push(leftOutNote("chart", index, chartFault));
    if (mapFault !== null) notes.push(leftOutNote("map", index, mapFault));
    return {
      ...rest,
      ...(chart === undefined || chartFault !== null ? {} : { chart }),
      ...(map === undefined || mapFault !== null ? {} : { map }),
    };
  });
  return { script: { ...script, scenes }, notes };
}

/** `scene` counts from 0. */
export function leftOutNote(figure: "chart" | "map", scene: number, reason: string): string {
  return `Scene ${scene + 1}: its ${figure} is left out: ${reason}.`;
}

function unsaid({ values }: SceneChart, scene: Scene, claimed: readonly number[]): string | null {
  const { heading, sentences, points, figure } = scene;
  const said = [...saidNumbers([heading, ...sentences, ...points, figure ?? ""].join(" \n")), ...claimed];
  const invented = values.filter((value) => !isSaid(value, said));
  return invented.length === 0 ? null : `its scene does not say ${invented.join(", ")}`;
}
