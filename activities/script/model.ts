import type {
  KeptAnswers,
  KeptQuestion,
  LanguageModel,
  WrittenScript,
} from "../../clients/language-model/language-model.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import { AppError, appErrorOf } from "../../domain/errors.ts";
import type { ScriptInput, TranslationInput, Usage } from "../../domain/video/production.ts";
import { briefOf } from "../../domain/script/prompt.ts";
import type { Script } from "../../domain/script/script.ts";
import { contentHash } from "../content-key.ts";
import { asFastAsFits, templateThatFits } from "./fitting.ts";
import { voiceRate, wordBudgetFor } from "./rate.ts";
import { noLanguageModel, requireEnglish } from "./sources.ts";
import type { ScriptDeps, Written } from "./script.ts";

/** The model's script, or with the source `auto` the grammar's where the model refuses or answers nonsense. */
export async function modelOrFallback(deps: ScriptDeps, input: ScriptInput, signal: AbortSignal): Promise<Written> {
  const { spec, videoId } = input;
  const model = deps.languageModel;
  if (model === null) throw noLanguageModel("spec.script.source");
  const rate = await voiceRate(deps, spec, signal);
  const brief = briefOf(spec.topic, wordBudgetFor(rate, spec.seconds), spec.language, spec.script);
  const identity = { videoId, model: model.name, seed: spec.seed, brief };
  try {
    const { script, usage } = await bought(deps.storage, identity, (answers) =>
      model.writeScript({ ...brief, signal, answers }),
    );
    return { script: await asFastAsFits(deps.speech, script, spec, signal), usage };
  } catch (error) {
    const refused = appErrorOf(error);
    if (spec.script?.source === "model" || refused === undefined || !mayFallBack(refused)) throw error;
    requireEnglish(spec.language);
    const script = await templateThatFits(deps, spec, signal);
    const note = `The built-in grammar wrote this script, since ${refused.message}.`;
    return { script: { ...script, notes: [note] }, usage: await settled(deps.storage, identity) };
  }
}

/** The model could be reached and does not write this; anything else is for a person, or for a later attempt. */
function mayFallBack({ code }: AppError): boolean {
  return code === "platform_refused" || code === "media_failed";
}

export async function translationBy(deps: ScriptDeps, input: TranslationInput, signal: AbortSignal): Promise<Written> {
  const { videoId, scriptKey, language } = input;
  const model: LanguageModel | null = deps.languageModel;
  if (model === null) throw noLanguageModel("language");
  const script = await deps.storage.getJson<Script>(scriptKey);
  return bought(deps.storage, { videoId, model: model.name, scriptKey, language }, (answers) =>
    model.translateScript({ script, language, signal, answers }),
  );
}

/**
 * What was bought is kept before anything else happens to it, each answer and the whole script: an attempt that is
 * repeated finds it and pays nothing. Tokens of a failed attempt are owed, and told by the next one that ends well.
 */
async function bought(
  storage: ObjectStore,
  identity: object,
  buy: (answers: KeptAnswers) => Promise<WrittenScript>,
): Promise<Written> {
  const scriptKey = `scripts/written/${contentHash(identity)}.json`;
  if (await storage.has(scriptKey)) return { script: await storage.getJson<Script>(scriptKey), usage: [] };
  const failedUsage = await owed(storage, identity);
  try {
    // What a failed attempt heard is not heard again: it would fail in the same way.
    const { script, usage } = await buy(keptAnswers(storage, { identity, failures: failedUsage.length }));
    await storage.putJson(scriptKey, script);
    return { script, usage: [...(await settled(storage, identity)), ...usage] };
  } catch (error) {
    const usage = appErrorOf(error)?.usage;
    if (usage !== undefined) await storage.putJson(owedKey(identity), [...failedUsage, ...usage]);
    throw error;
  }
}

/** An answer is on disk before anything is made of it. */
function keptAnswers(storage: ObjectStore, identity: object): KeptAnswers {
  const keyOf = (question: KeptQuestion): string => `scripts/answers/${contentHash({ identity, question })}.json`;
  return {
    find: async (question) => {
      const key = keyOf(question);
      return (await storage.has(key)) ? storage.getJson<string>(key) : null;
    },
    keep: (question, content) => storage.putJson(keyOf(question), content),
  };
}

function owedKey(identity: object): string {
  return `scripts/unsettled/${contentHash(identity)}.json`;
}

async function owed(storage: ObjectStore, identity: object): Promise<readonly Usage[]> {
  const key = owedKey(identity);
  return (await storage.has(key)) ? storage.getJson<readonly Usage[]>(key) : [];
}

/** What failed attempts owe; told once. */
async function settled(storage: ObjectStore, identity: object): Promise<readonly Usage[]> {
  const usage = await owed(storage, identity);
  if (usage.length > 0) await storage.putJson(owedKey(identity), []);
  return usage;
}
