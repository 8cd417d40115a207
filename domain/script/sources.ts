import { AppError } from "../errors.ts";
import type { VideoSpec } from "../video/video.ts";
import { languageName } from "./prompt.ts";

const MODEL_REMEDY =
  "Set OPENAI_API_KEY and OPENAI_MODEL (OPENAI_BASE_URL too for another service than OpenAI's) and start Longtake again, or give your own script.";

/** The grammar writes English. */
export function isEnglish(language: string | undefined): boolean {
  return language === undefined || /^en\b/iu.test(language);
}

export function requireEnglish(language: string | undefined, blamed: { field?: string; remedy?: string } = {}): void {
  if (language === undefined || isEnglish(language)) return;
  const { field = "language", remedy = MODEL_REMEDY } = blamed;
  const message = `the built-in grammar writes English, not ${languageName(language)}`;
  throw new AppError("invalid_input", message, { field, remedy });
}

export function noLanguageModel(field: string): AppError {
  return new AppError("invalid_input", "no language model is configured", { field, remedy: MODEL_REMEDY });
}

/** Refuses a script that nobody here can write, as `invalid_input`; `at` says where the spec's fields are asked for. */
export function requireWriter(
  { script, language, reuse }: Pick<VideoSpec, "script" | "language" | "reuse">,
  installed: { readonly languageModel: boolean },
  at: (field: string) => string,
): void {
  const { source = "auto" } = script ?? {};
  const field = at("language");
  if (source === "own" || reuse?.scriptKey !== undefined) return;
  if (installed.languageModel) {
    const remedy = "Leave script.source out: the language model then writes it.";
    if (source === "template") requireEnglish(language, { field, remedy });
    return;
  }
  if (reuse?.translateKey !== undefined) throw noLanguageModel(field);
  if (source === "model") throw noLanguageModel(at("script.source"));
  requireEnglish(language, { field });
}
