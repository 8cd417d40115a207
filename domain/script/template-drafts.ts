import { chosenCatchPhrase, withCatchPhrase } from "./catch-phrases.ts";
import { estimatedWordBudget } from "./estimate.ts";
import { refittedWordBudget } from "./fit.ts";
import type { Script } from "./script.ts";
import { DRAFT_WORDS_PER_MINUTE, templateScript } from "./template.ts";
import { silentNarration } from "../speech/silent-narration.ts";
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

/** A text takes so much longer to read than to say, found over 64 templates for the voice en-us; ± 3 % for nine of ten. */
const READING_BY_SPEAKING = 1.075;
const NEAR_ENOUGH = 0.055;
const DRAFTS = 3;

/**
 * The script that a template will most likely come to, without speaking it: the same words in three of four videos of
 * half a minute, else another draft.
 */
export function expectedTemplate(spec: DraftedSpec): Script {
  const wantedMs = spec.seconds * 1000;
  let wordBudget = estimatedWordBudget(spec.seconds);
  const write = templateDrafts(spec, wordBudget);
  const drafts: { script: Script; away: number }[] = [];
  for (let draft = 0; draft < DRAFTS; draft += 1) {
    const script = write(wordBudget);
    const durationMs = silentNarration(script.scenes, DRAFT_WORDS_PER_MINUTE).durationMs / READING_BY_SPEAKING;
    const away = Math.abs(durationMs / wantedMs - 1);
    drafts.push({ script, away });
    if (away <= NEAR_ENOUGH) break;
    wordBudget = refittedWordBudget({ wordBudget, durationMs }, wantedMs);
  }
  const [nearest] = drafts.toSorted((one, other) => one.away - other.away);
  if (nearest === undefined) throw new RangeError("a script needs at least one draft");
  return nearest.script;
}
