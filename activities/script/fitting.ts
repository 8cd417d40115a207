import { buysSpeech } from "../../domain/cost/providers.ts";
import { wordBudgetFor } from "../../domain/script/estimate.ts";
import { fittedRate, refittedWordBudget } from "../../domain/script/fit.ts";
import { DRAFT_WORDS_PER_MINUTE } from "../../domain/script/template.ts";
import { expectedTemplate, templateDrafts } from "../../domain/script/template-drafts.ts";
import type { Script } from "../../domain/script/script.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import { rehearsed, voiceRate } from "./rate.ts";
import type { ScriptDeps } from "./script.ts";

/** Drafts measured before the length is left to the rate of speech. */
const DRAFTS = 3;
/** Near enough that the rate of speech can do the rest, as a share of the wanted length. */
const CLOSE_ENOUGH = 0.03;
/** Change of the rate of speech that is hardly heard. */
const UNHEARD = 0.1;
/** Change of the rate of speech that begins to be heard. */
const STRAINED = 0.12;
const OTHER_WORDINGS = 16;
const OTHER_BUDGETS = [0.6, 0.75, 0.88, 1.12, 1.3, 1.5];
/** A person's own words decide the length: beyond this change they are spoken at the usual pace. */
const GENTLE = 0.2;

/** A script of the grammar whose narration lasts as long as the spec wants. */
export async function templateThatFits(
  deps: Pick<ScriptDeps, "storage" | "speech">,
  spec: VideoSpec,
  signal: AbortSignal,
): Promise<Script> {
  const wantedMs = spec.seconds * 1000;
  const reckoned = buysSpeech(spec) ? await unhurried(deps.speech, expectedTemplate(spec), spec, signal) : null;
  if (reckoned !== null) return reckoned;
  const drafts: { script: Script; missMs: number; strain: number }[] = [];
  let wordBudget = wordBudgetFor(await voiceRate(deps, spec, signal), spec.seconds);
  const write = templateDrafts(spec, wordBudget);
  const tryBudget = async (words: number, variant?: number): Promise<number> => {
    const draft = write(words, variant);
    const { wordsPerMinute, missMs, durationMs } = await measured(deps.speech, draft, spec, signal);
    drafts.push({ script: { ...draft, wordsPerMinute }, missMs, strain: strainOf(wordsPerMinute) });
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

/** What was said to cost so much is what is bought, where the voice need neither hurry nor dawdle for it; else null. */
async function unhurried(speech: ScriptDeps["speech"], script: Script, spec: VideoSpec, signal: AbortSignal) {
  const { wordsPerMinute, missMs } = await measured(speech, script, spec, signal);
  const fits = missMs <= spec.seconds * 1000 * CLOSE_ENOUGH && strainOf(wordsPerMinute) <= UNHEARD;
  return fits ? { ...script, wordsPerMinute } : null;
}

/** The script at the pace that brings it nearest to the wanted length; `gently` only where that is hardly heard. */
export async function asFastAsFits(
  speech: ScriptDeps["speech"],
  script: Script,
  spec: VideoSpec,
  signal: AbortSignal,
  how: "gently" | "firmly" = "firmly",
): Promise<Script> {
  const { wordsPerMinute } = await measured(speech, script, spec, signal);
  const isTooMuch = how === "gently" && strainOf(wordsPerMinute) > GENTLE;
  return isTooMuch ? script : { ...script, wordsPerMinute };
}

function strainOf(wordsPerMinute: number): number {
  return Math.abs(wordsPerMinute - DRAFT_WORDS_PER_MINUTE) / DRAFT_WORDS_PER_MINUTE;
}

/**
 * How long the script lasts at the draft rate, and the rate at which it comes nearest to the wanted length. That one is
 * tried as well: sentences that are slowed to be read along answer less to it than others.
 */
async function measured(speech: ScriptDeps["speech"], script: Script, spec: VideoSpec, signal: AbortSignal) {
  const wantedMs = spec.seconds * 1000;
  const timings = await rehearsed(speech, script.scenes, spec, signal);
  const { durationMs } = timings;
  const { wordsPerMinute } = fittedRate(timings, DRAFT_WORDS_PER_MINUTE, wantedMs);
  const heard = await rehearsed(speech, script.scenes, spec, signal, wordsPerMinute);
  const missMs = Math.abs(heard.durationMs - wantedMs);
  if (missMs <= wantedMs * CLOSE_ENOUGH) return { wordsPerMinute, missMs, durationMs };
  return { ...fittedRate(heard, wordsPerMinute, wantedMs), durationMs };
}
