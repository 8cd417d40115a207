import { AppError } from "../../domain/errors.ts";
import type { FontMetrics } from "../../domain/look/font-metrics.ts";
import { LETTERS } from "../../domain/look/glyphs.ts";
import { backedFigures } from "../../domain/script/backed-figures.ts";
import { catchPhraseProblems } from "../../domain/script/catch-phrases.ts";
import { type ClaimFinding, claimNote, unsupportedClaims } from "../../domain/script/claims.ts";
import { undrawableParts } from "../../domain/script/drawn-words.ts";
import { type ScriptBrief, WORD_TOLERANCE } from "../../domain/script/prompt.ts";
import { type Script, scriptWordCount } from "../../domain/script/script.ts";
import { type Moderation, moderated } from "./moderation.ts";
import type { Session } from "./request.ts";

export interface ReviewedBrief extends ScriptBrief {
  /** What the words will be drawn with. */
  readonly fonts: readonly FontMetrics[];
}

export interface Review {
  /** Its notes name the charts and maps that were left out. */
  readonly script: Script;
  readonly missedWords: number;
  readonly moderation: Moderation;
  /** Parts in letters that no font has. */
  readonly undrawable: readonly string[];
  readonly claims: readonly ClaimFinding[];
  /** Catch phrases that are said too often, or in the middle. */
  readonly phrases: readonly string[];
  readonly problems: readonly string[];
}

export async function reviewed(session: Session, draft: Script, brief: ReviewedBrief): Promise<Review> {
  const words = scriptWordCount(draft);
  const isMissed = Math.abs(words - brief.wordBudget) > brief.wordBudget * WORD_TOLERANCE;
  const claims = unsupportedClaims(draft, brief);
  const script = withBackedFigures(draft, claims);
  const phrases = catchPhraseProblems(script, brief.catchPhrases ?? []);
  const undrawable = undrawableParts(script, brief.fonts);
  const moderation = await moderated(session, script);
  const { flagged } = moderation;
  const problems = [
    ...undrawable,
    ...(isMissed ? [`It has ${words} spoken words; write ${brief.wordBudget}.`] : []),
    ...(flagged.length === 0 ? [] : [`It was flagged as ${flagged.join(", ")}; leave that out.`]),
    ...claims.map(claimNote),
    ...phrases,
  ];
  const missedWords = isMissed ? Math.abs(words - brief.wordBudget) : 0;
  return { script, missedWords, moderation, undrawable, claims, phrases, problems };
}

/** A chart left out is no reason to buy another draft; it is named where one is bought anyway. */
function withBackedFigures(draft: Script, claims: readonly ClaimFinding[]): Script {
  const { script, notes } = backedFigures(draft, claims);
  return notes.length === 0 ? script : { ...script, notes: [...(draft.notes ?? []), ...notes] };
}

/** What is worse: to be refused, then to promise or insult, then to miss the length, then to claim or to repeat. */
export function weight({ moderation, undrawable, claims, phrases, missedWords }: Review): number {
  const refusals = moderation.flagged.length + undrawable.length;
  return refusals * 10_000 + missedWords * 10 + claims.length * 5 + phrases.length;
}

export function finished(review: Review, { language }: ScriptBrief): Script {
  const { script, moderation, undrawable, problems } = review;
  const { flagged, notes: unmoderated } = moderation;
  if (flagged.length > 0) {
    throw new AppError("platform_refused", `the language model's script was flagged as ${flagged.join(", ")}`, {
      field: "topic",
      remedy: "Put the topic in other words, give your own script, or choose the source template.",
    });
  }
  if (undrawable.length > 0) {
    throw new AppError(
      "media_failed",
      `the language model's script cannot be drawn: ${undrawable.slice(0, 3).join(" ")}`,
      {
        field: "language",
        remedy: `Resume the run to have it written anew, choose another model or a language in ${LETTERS}, or give your own script.`,
      },
    );
  }
  const notes = [...problems, ...unmoderated, ...(script.notes ?? [])];
  return {
    ...script,
    ...(language === undefined ? {} : { language }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}
