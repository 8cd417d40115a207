import { cancellationSignal } from "@temporalio/activity";

import type { LanguageModel } from "../../clients/language-model/language-model.ts";
import type { ProgressBus } from "../../clients/progress/progress.ts";
import type { SpeechEngine } from "../../clients/speech/speech.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import type { ScriptInput, ScriptResult, TranslationInput, Usage } from "../../domain/video/production.ts";
import { type Script, scriptWordCount } from "../../domain/script/script.ts";
import { contentHash } from "../content-key.ts";
import { requireGlyphs } from "../rendering/fonts.ts";
import { requireDrawable, withDrawableFigures } from "./glyphs.ts";
import { reportStageProgress } from "../progress.ts";
import { buying } from "../purchases.ts";
import { asFastAsFits, templateThatFits } from "./fitting.ts";
import { modelOrFallback, translationBy } from "./model.ts";
import { readOwnScript } from "./own.ts";
import { requireEnglish } from "../../domain/script/sources.ts";

export interface ScriptDeps {
  readonly storage: ObjectStore;
  /** Free: drafts are measured by speaking them. */
  readonly speech: SpeechEngine;
  readonly progress: ProgressBus;
  /** Null: the template grammar writes every script. */
  readonly languageModel: LanguageModel | null;
}

/** One attempt: what it buys is added to `purchases` as soon as it is ours. */
export interface Writing {
  readonly signal: AbortSignal;
  readonly purchases: Usage[];
}

export function createScriptActivities(deps: ScriptDeps) {
  return {
    /** Writes the script of a spec whose narration lasts about `spec.seconds`; same spec without a model, same bytes. */
    async writeScript(input: ScriptInput): Promise<ScriptResult> {
      const report = reportStageProgress(deps.progress, "script");
      const signal = cancellationSignal();
      report(0, "writing the script");
      await requireGlyphs(input.spec.topic);
      const result = await buying(signal, async (purchases) => {
        const script = await written(deps, input, { signal, purchases });
        return { ...(await kept(deps, script)), usage: purchases };
      });
      report(1, `${result.sceneCount} scenes`);
      return result;
    },

    /** The same script in another language, scene by scene; AppError `invalid_input` without a language model. */
    async translateScript(input: TranslationInput): Promise<ScriptResult> {
      const report = reportStageProgress(deps.progress, "script");
      const signal = cancellationSignal();
      report(0, "translating the script");
      const result = await buying(signal, async (purchases) => {
        const script = await translationBy(deps, input, { signal, purchases });
        const fitted = await asFastAsFits(deps.speech, script, { ...input.spec, language: input.language }, signal);
        return { ...(await kept(deps, fitted)), usage: purchases };
      });
      report(1, `${result.sceneCount} scenes`);
      return result;
    },
  };
}

async function written(deps: ScriptDeps, input: ScriptInput, writing: Writing): Promise<Script> {
  const { spec } = input;
  const { signal } = writing;
  const source = spec.script?.source ?? "auto";
  if (source === "own") {
    const own = await readOwnScript(deps.storage, spec);
    return asFastAsFits(deps.speech, own, spec, signal, "gently");
  }
  const isAsked = source === "model" || (source === "auto" && deps.languageModel !== null);
  if (isAsked) return modelOrFallback(deps, input, writing);
  requireEnglish(spec.language);
  return templateThatFits(deps, spec, signal);
}

/** Checks that every word can be drawn, and keeps the script under its content. */
async function kept({ storage }: ScriptDeps, draft: Script): Promise<Omit<ScriptResult, "usage">> {
  const script = await withDrawableFigures(draft);
  await requireDrawable(script);
  const scriptKey = `scripts/${contentHash(script)}.json`;
  if (!(await storage.has(scriptKey))) await storage.putJson(scriptKey, script);
  return {
    scriptKey,
    title: script.title,
    sceneCount: script.scenes.length,
    wordCount: scriptWordCount(script),
    provider: script.provider,
  };
}
