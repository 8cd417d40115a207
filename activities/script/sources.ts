import { AppError } from "../../domain/errors.ts";
import { languageName } from "../../domain/script/prompt.ts";

const MODEL_REMEDY =
  "Set OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL and start the workers again, or give your own script.";

/** The grammar writes English. */
export function requireEnglish(language: string | undefined): void {
  if (language === undefined || /^en\b/iu.test(language)) return;
  throw new AppError("invalid_input", `the built-in grammar writes English, not ${languageName(language)}`, {
    field: "language",
    remedy: MODEL_REMEDY,
  });
}

export function noLanguageModel(field: string): AppError {
  return new AppError("invalid_input", "no language model is configured", { field, remedy: MODEL_REMEDY });
}
