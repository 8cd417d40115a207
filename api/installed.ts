import { languageModelOf } from "../clients/language-model/settings.ts";
import type { ApiDependencies } from "./dependencies.ts";

/** Whether the workers have a language model: they read the same environment. */
export function installedIn(environment: ApiDependencies["environment"]): { readonly languageModel: boolean } {
  return { languageModel: languageModelOf(environment) !== null };
}
