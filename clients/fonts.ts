import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FontMetrics } from "../domain/look/font-metrics.ts";
import { fontsOf } from "../domain/look/glyphs.ts";

const FOLDER = fileURLToPath(new URL("../assets/fonts/", import.meta.url));

/** Which letters can be drawn. The files are read when somebody asks first: most processes never do. */
export function createFontReader(): () => Promise<readonly FontMetrics[]> {
  let fonts: Promise<readonly FontMetrics[]> | undefined;
  return () => (fonts ??= fontsOf((file) => readFile(FOLDER + file)));
}
