import { z } from "zod";

import { unitAfterNumber } from "../../domain/charts/data.ts";
import { leftOutNote } from "../../domain/script/backed-figures.ts";
import type { Scene, SceneChart, SceneMap } from "../../domain/script/script.ts";
import { ownWords } from "../../domain/script/sentences.ts";

const Words = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => /[\p{L}\p{N}]/u.test(ownWords(text)), { error: "expected words" });

export const ChartDraft = z.strictObject({
  kind: z.enum(["bar", "line", "donut"]),
  labels: z.array(Words(40)).min(2).max(12),
  values: z.array(z.number()).min(2).max(12),
  unit: z.string().max(12),
  source: Words(120),
});
export const MapDraft = z.strictObject({
  places: z
    .array(z.strictObject({ name: Words(40), lat: z.number().min(-85).max(85), lon: z.number().min(-180).max(180) }))
    .min(1)
    .max(12),
});

/** The chart and the map of a scene's draft; one that breaks its schema is left out and named. `scene` counts from 0. */
export function figuresOf(draft: { readonly chart?: unknown; readonly map?: unknown }, scene: number) {
  const notes: string[] = [];
  const read = <Value>(figure: "chart" | "map", schema: z.ZodType<Value>): Value | null => {
    const given = draft[figure];
    if (given === undefined || given === null) return null;
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    notes.push(leftOutNote(figure, scene, reasonOf(parsed.error)));
    return null;
  };
  const chart = read("chart", ChartDraft);
  const map = read("map", MapDraft);
  const figures: Pick<Scene, "chart" | "map"> = {
    ...(chart === null ? {} : { chart: drawnChart(chart) }),
    ...(map === null ? {} : { map: drawnMap(map) }),
  };
  return { figures, notes };
}

function reasonOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "it breaks the schema"}`.slice(0, 160);
}

function drawnChart({ labels, unit, source, ...chart }: z.infer<typeof ChartDraft>): SceneChart {
  return { ...chart, labels: labels.map(ownWords), unit: unitAfterNumber(ownWords(unit)), source: ownWords(source) };
}

function drawnMap({ places }: z.infer<typeof MapDraft>): SceneMap {
  return { places: places.map((place) => ({ ...place, name: ownWords(place.name) })) };
}
