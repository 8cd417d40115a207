import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { type LandOutline, parseOutlines } from "../../domain/charts/map-artwork.ts";

const PATH = fileURLToPath(new URL("../../assets/land-outline.json", import.meta.url));
const Asset = z.object({ land: z.string().min(1), borders: z.string().min(1) });

let loaded: Promise<LandOutline> | undefined;

/** Read once a process, and only where a map is drawn. */
export function landOutline(): Promise<LandOutline> {
  return (loaded ??= load());
}

async function load(): Promise<LandOutline> {
  const { land, borders } = Asset.parse(JSON.parse(await readFile(PATH, "utf8")));
  return { land: parseOutlines(land), borders: parseOutlines(borders) };
}
