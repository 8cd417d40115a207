import type { Environment } from "../../config.ts";
import type { LanguageModelSettings } from "./request.ts";

/** What of it estimates and refusals must know; API and workers read the same environment. */
export function installedIn(environment: Environment): { readonly languageModel: boolean } {
  return { languageModel: languageModelOf(environment) !== null };
}

/** The language model whose key and name are set; null where scripts come from the grammar. */
export function languageModelOf(environment: Environment): LanguageModelSettings | null {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey, OPENAI_MODEL: model } = environment;
  return apiKey === undefined || model === undefined ? null : { baseUrl, apiKey, model };
}
