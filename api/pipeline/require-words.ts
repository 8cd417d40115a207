import type { FontMetrics } from "../../domain/look/font-metrics.ts";
import { LETTERS, requireGlyphsIn, requireLettersOf } from "../../domain/look/glyphs.ts";
import { requireWriter } from "../../domain/script/sources.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { installedIn } from "../../clients/language-model/settings.ts";

export type WordsDeps = Pick<ApiDependencies, "environment"> & {
  /** The letters that pictures can show. */
  readonly fonts: () => Promise<readonly FontMetrics[]>;
};

/**
 * Refuses words that nobody here can write, or that no bundled font can draw, before anything is written: their stage
 * would only say so minutes later. `within` is where the request has its spec. A person's own script is read there.
 */
export async function requireWords(deps: WordsDeps, spec: VideoSpec, within?: string): Promise<void> {
  const at = (field: string) => (within === undefined ? field : `${within}.${field}`);
  const { topic, language, script, look } = spec;
  requireWriter(spec, installedIn(deps.environment), at);
  if (language !== undefined && script?.source !== "own")
    requireLettersOf(await deps.fonts(), language, at("language"));
  const { intro = "", outro = "" } = look?.brand ?? {};
  await requireLetters(deps, {
    [at("topic")]: topic,
    [at("look.brand.intro")]: intro,
    [at("look.brand.outro")]: outro,
  });
}

/** Texts by their fields. */
export async function requireLetters(deps: WordsDeps, texts: Readonly<Record<string, string>>): Promise<void> {
  const fonts = await deps.fonts();
  for (const [field, text] of Object.entries(texts)) {
    requireGlyphsIn(fonts, text, { field, remedy: `Write it in ${LETTERS}.` });
  }
}
