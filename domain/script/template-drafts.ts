import { chosenCatchPhrase, withCatchPhrase } from "./catch-phrases.ts";
import { wordBudgetFor } from "./estimate.ts";
import { refittedWordBudget } from "./fit.ts";
import type { Script } from "./script.ts";
import { templateScript } from "./template.ts";
import { spokenLengthMs } from "../speech/spoken-length.ts";
import type { VideoSpec } from "../video/video.ts";

/** What of a spec decides the words of a template. */
export type DraftedSpec = Pick<VideoSpec, "topic" | "seed" | "seconds" | "script">;

/** Writes drafts of a spec, each to a budget of words; `variant` words it otherwise. */
export type WriteDraft = (wordBudget: number, variant?: number) => Script;

/** `firstBudget` decides which of the channel's phrases has room: the same one is in every draft. */
export function templateDrafts({ topic, seed, script }: DraftedSpec, firstBudget: number): WriteDraft {
  const { structure, keywords, catchPhrases = [] } = script ?? {};
  const phrase = chosenCatchPhrase(catchPhrases, { seed, wordBudget: firstBudget });
  const wording = {
    ...{ topic, seed },
    ...(structure === undefined ? {} : { structure }),
    ...(keywords === undefined ? {} : { keywords }),
  };
  return (wordBudget, variant) => {
    const budget = Math.max(1, Math.round(wordBudget) - (phrase?.words ?? 0));
    const bare = templateScript({ ...wording, wordBudget: budget, ...(variant === undefined ? {} : { variant }) });
    return phrase === null ? bare : withCatchPhrase(bare, phrase);
  };
}

/** Of a bought voice as it is rehearsed, at the draft's pace. */
const WORDS_PER_SECOND = 2.75;
const NEAR_ENOUGH = 0.03;
const DRAFTS = 3;
const OTHER_WORDINGS = 16;

/** What a bought voice is reckoned to be given to say, found without speaking it. */
export function expectedTemplate(spec: DraftedSpec): Script {
  const wantedMs = spec.seconds * 1000;
  let wordBudget = wordBudgetFor(WORDS_PER_SECOND, spec.seconds);
  const write = templateDrafts(spec, wordBudget);
  const drafts: { script: Script; away: number }[] = [];
  const tryDraft = (variant?: number): number => {
    const script = write(wordBudget, variant);
    const durationMs = spokenLengthMs(script.scenes);
    drafts.push({ script, away: Math.abs(durationMs / wantedMs - 1) });
    return durationMs;
  };
  const isNear = (): boolean => drafts.some(({ away }) => away <= NEAR_ENOUGH);
  for (let draft = 0; draft < DRAFTS && !isNear(); draft += 1)
    wordBudget = refittedWordBudget({ wordBudget, durationMs: tryDraft() }, wantedMs);
  // A short video holds few sentences: the first wording is not always one that fits.
  for (let variant = 1; variant <= OTHER_WORDINGS && !isNear(); variant += 1) tryDraft(variant);
  const [nearest] = drafts.toSorted((one, other) => one.away - other.away);
  if (nearest === undefined) throw new RangeError("a script needs at least one draft");
  return nearest.script;
}
