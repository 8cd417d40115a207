import type {
  KeptAnswers,
  KeptQuestion,
  LanguageModel,
  WrittenScript,
} from "../../clients/language-model/language-model.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import { type AppError, appErrorOf, withPurchases } from "../../domain/errors.ts";
import type { ScriptInput, TranslationInput } from "../../domain/video/production.ts";
import { wordBudgetFor } from "../../domain/script/estimate.ts";
import { briefOf } from "../../domain/script/prompt.ts";
import type { Script } from "../../domain/script/script.ts";
import { contentHash } from "../content-key.ts";
import { bundledFonts } from "../rendering/fonts.ts";
import { asFastAsFits, templateThatFits } from "./fitting.ts";
import { isDrawable, requireDrawableLanguage } from "./glyphs.ts";
import { voiceRate } from "./rate.ts";
import { isEnglish, noLanguageModel } from "../../domain/script/sources.ts";
import type { ScriptDeps, Writing } from "./script.ts";

/** The model's script, or with the source `auto` the grammar's where the model refuses or answers nonsense. */
export async function modelOrFallback(deps: ScriptDeps, input: ScriptInput, writing: Writing): Promise<Script> {
  const { spec, videoId } = input;
  const { signal, purchases } = writing;
  const model = deps.languageModel;
  if (model === null) throw noLanguageModel("spec.script.source");
  await requireDrawableLanguage(spec.language);
  const { fonts } = await bundledFonts();
  const rate = await voiceRate(deps, spec, signal);
  const brief = briefOf(spec.topic, wordBudgetFor(rate, spec.seconds), spec.language, spec.script);
  const identity = { videoId, model: model.name, seed: spec.seed, brief };
  try {
    const script = await bought(deps.storage, identity, writing, (answers) =>
      model.writeScript({ ...brief, fonts, signal, answers }),
    );
    return await asFastAsFits(deps.speech, script, spec, signal);
  } catch (error) {
    const refused = appErrorOf(error);
    if (spec.script?.source === "model" || refused === undefined || !mayFallBack(refused)) throw error;
    if (!isEnglish(spec.language)) throw error;
    const { usage = [] } = refused;
    // A success is settled by its record alone, so that there must be one.
    if (usage === "unknown") throw error;
    purchases.push(...usage);
    const script = await templateThatFits(deps, spec, signal);
    const note = `The built-in grammar wrote this script, since ${refused.message}.`;
    return { ...script, notes: [note] };
  }
}

/** The model could be reached and does not write this; anything else is for a person, or for a later attempt. */
function mayFallBack({ code }: AppError): boolean {
  return code === "platform_refused" || code === "media_failed";
}

/** Not for a spent account or a wrong address: those say nothing against the answers that are there. */
function isForItsWords({ code, field }: AppError): boolean {
  return code === "media_failed" || (code === "platform_refused" && field === "topic");
}

export async function translationBy(deps: ScriptDeps, input: TranslationInput, writing: Writing): Promise<Script> {
  const { videoId, scriptKey, language } = input;
  const model: LanguageModel | null = deps.languageModel;
  if (model === null) throw noLanguageModel("language");
  await requireDrawableLanguage(language);
  const { fonts } = await bundledFonts();
  const script = await deps.storage.getJson<Script>(scriptKey);
  return bought(deps.storage, { videoId, model: model.name, scriptKey, language }, writing, (answers) =>
    model.translateScript({ script, language, fonts, signal: writing.signal, answers }),
  );
}

/**
 * What was bought is kept before anything else happens to it, each answer and the whole script: an attempt that is
 * repeated finds it and pays nothing.
 */
async function bought(
  storage: ObjectStore,
  identity: object,
  { purchases }: Writing,
  buy: (answers: KeptAnswers) => Promise<WrittenScript>,
): Promise<Script> {
  const scriptKey = `scripts/written/${contentHash(identity)}.json`;
  const known = (await storage.has(scriptKey)) ? await storage.getJson<Script>(scriptKey) : null;
  if (known !== null && (await isDrawable(known))) return known;
  const answers = keptAnswers(storage, identity);
  const { script, usage } = await buy(answers).catch(async (error: unknown) => {
    const refused = appErrorOf(error);
    if (refused === undefined || !isForItsWords(refused)) throw error;
    // Heard again, the same answers would fail in the same way.
    await answers.forget().catch((cause: unknown) => {
      throw withPurchases(cause, refused.usage);
    });
    throw error;
  });
  purchases.push(...usage);
  await storage.putJson(scriptKey, script);
  return script;
}

/** An answer is on disk before anything is made of it. */
function keptAnswers(storage: ObjectStore, identity: object): KeptAnswers & { forget(): Promise<void> } {
  const heard = new Set<string>();
  const keyOf = (question: KeptQuestion): string => {
    const key = `scripts/answers/${contentHash({ identity, question })}.json`;
    heard.add(key);
    return key;
  };
  return {
    find: async (question) => {
      const key = keyOf(question);
      return (await storage.has(key)) ? storage.getJson<string | null>(key) : null;
    },
    keep: (question, content) => storage.putJson(keyOf(question), content),
    forget: async () => {
      for (const key of heard) if (await storage.has(key)) await storage.putJson(key, null);
    },
  };
}
