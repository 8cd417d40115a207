import { cancellationSignal } from "@temporalio/activity";

import type { LanguageModel } from "../clients/language-model.ts";
import type { ProgressBus } from "../clients/progress.ts";
import type { SpeechEngine } from "../clients/speech.ts";
import type { ObjectStore } from "../clients/storage.ts";
import type { ScriptInput, ScriptResult, Usage } from "../domain/production.ts";
import { fittedRate, refittedWordBudget } from "../domain/script-fit.ts";
import { DRAFT_WORDS_PER_MINUTE, WORDS_PER_SECOND, templateScript } from "../domain/script-template.ts";
import { type Script, scriptWordCount } from "../domain/script.ts";
import type { VideoSpec } from "../domain/video.ts";
import { contentHash } from "./content-key.ts";
import { requireGlyphs } from "./fonts.ts";
import { recordNarration } from "./narration-recording.ts";
import { reportStageProgress } from "./progress.ts";

export interface ScriptDeps {
  readonly storage: ObjectStore;
  readonly speech: SpeechEngine;
  readonly progress: ProgressBus;
  /** Null: the template grammar writes every script. */
  readonly languageModel: LanguageModel | null;
}

/** Drafts measured before the length is left to the rate of speech. */
const DRAFTS = 3;
/** Near enough that the rate of speech can do the rest, as a share of the wanted length. */
const CLOSE_ENOUGH = 0.03;
/** Change of the rate of speech that begins to be heard. */
const STRAINED = 0.12;
const OTHER_WORDINGS = 6;
const OTHER_BUDGETS = [0.6, 0.75, 0.88, 1.12, 1.3, 1.5];

export function createScriptActivities(deps: ScriptDeps) {
  return {
    /** Writes the script of a spec whose narration lasts about `spec.seconds`; same spec without a model, same bytes. */
    async writeScript({ spec }: ScriptInput): Promise<ScriptResult> {
      const report = reportStageProgress(deps.progress, "script");
      const signal = cancellationSignal();
      report(0, "writing the script");
      await requireGlyphs(spec.topic);
      const { script, usage } =
        deps.languageModel === null
          ? { script: await templateThatFits(deps.speech, spec, signal), usage: [] }
          : await modelScript(deps.languageModel, deps.speech, spec, signal);
      await requireGlyphs(script.scenes.map(({ heading, sentences }) => [heading, ...sentences].join(" ")).join(" "));
      const scriptKey = `scripts/${contentHash(script)}.json`;
      if (!(await deps.storage.has(scriptKey))) await deps.storage.putJson(scriptKey, script);
      report(1, `${script.scenes.length} scenes`);
      return {
        scriptKey,
        title: script.title,
        sceneCount: script.scenes.length,
        wordCount: scriptWordCount(script),
        provider: script.provider,
        usage,
      };
    },
  };
}

async function templateThatFits(speech: SpeechEngine, spec: VideoSpec, signal: AbortSignal): Promise<Script> {
  const wantedMs = spec.seconds * 1000;
  const drafts: { script: Script; missMs: number; strain: number }[] = [];
  let wordBudget = Math.round(spec.seconds * WORDS_PER_SECOND);
  const { topic, seed } = spec;
  const tryBudget = async (words: number, variant?: number): Promise<number> => {
    const budget = Math.max(1, Math.round(words));
    const draft = templateScript({ topic, seed, wordBudget: budget, ...(variant === undefined ? {} : { variant }) });
    const { wordsPerMinute, missMs, durationMs } = await measured(speech, draft, spec, signal);
    const strain = Math.abs(wordsPerMinute - DRAFT_WORDS_PER_MINUTE) / DRAFT_WORDS_PER_MINUTE;
    drafts.push({ script: { ...draft, wordsPerMinute }, missMs, strain });
    return durationMs;
  };
  for (let draft = 0; draft < DRAFTS; draft += 1) {
    const durationMs = await tryBudget(wordBudget);
    if (Math.abs(durationMs - wantedMs) <= wantedMs * CLOSE_ENOUGH) break;
    wordBudget = refittedWordBudget({ wordBudget, durationMs }, wantedMs);
  }
  const isStrained = (): boolean =>
    drafts.every(({ strain, missMs }) => strain > STRAINED || missMs > wantedMs * CLOSE_ENOUGH);
  // A short video holds few sentences: the nearest budget, or the first wording, is not always the one that fits.
  for (const share of isStrained() ? OTHER_BUDGETS : []) await tryBudget(wordBudget * share);
  for (let variant = 1; variant <= OTHER_WORDINGS && isStrained(); variant += 1) await tryBudget(wordBudget, variant);
  const cost = (draft: { missMs: number; strain: number }): number => (draft.missMs / wantedMs) * 10 + draft.strain;
  const best = drafts.toSorted((left, right) => cost(left) - cost(right))[0];
  if (best === undefined) throw new RangeError("a script needs at least one draft");
  return best.script;
}

/** How long the script lasts at the draft rate, and the rate at which it comes nearest to the wanted length. */
async function measured(speech: SpeechEngine, script: Script, spec: VideoSpec, signal: AbortSignal) {
  const { scenes } = script;
  const recorded = await recordNarration(speech, {
    scenes,
    voice: spec.voice,
    wordsPerMinute: DRAFT_WORDS_PER_MINUTE,
    signal,
  });
  const fitted = fittedRate(recorded.timings, DRAFT_WORDS_PER_MINUTE, spec.seconds * 1000);
  return { ...fitted, durationMs: recorded.timings.durationMs };
}

async function modelScript(
  languageModel: LanguageModel,
  speech: SpeechEngine,
  spec: VideoSpec,
  signal: AbortSignal,
): Promise<{ script: Script; usage: readonly Usage[] }> {
  const wordBudget = Math.round(spec.seconds * WORDS_PER_SECOND);
  const { script, usage } = await languageModel.writeScript({ topic: spec.topic, wordBudget, signal });
  const { wordsPerMinute } = await measured(speech, script, spec, signal);
  return { script: { ...script, wordsPerMinute }, usage };
}
