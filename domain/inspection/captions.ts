import type { CaptionCue } from "../captions/captions.ts";
import type { FontMetrics } from "../look/font-metrics.ts";
import type { CaptionPolicy, Fault, Observation } from "./inspection.ts";
import { observed } from "./inspection.ts";
import type { RenderPlan } from "../render/plan.ts";
import { placeOfCaption } from "../render/segment-captions.ts";
import type { SpokenWord } from "../speech/speech.ts";
import type { Canvas } from "../video/video.ts";

type CaptionPlan = Pick<RenderPlan, "captions" | "canvas" | "durationMs">;

/** A captioned word may light up this far from the moment it is heard and still count as that word's caption. */
const NEAR_MS = 500;

export interface CaptionSources {
  /** As heard in the video; null when they are not at hand, and coverage is then not made. */
  readonly words: readonly SpokenWord[] | null;
  /** The fonts that captions are drawn with. */
  readonly fonts: readonly FontMetrics[];
}

/**
 * Check 11: the share of cues that break a rule plus the share of spoken words, past the allowed one, that no cue shows;
 * in percent.
 */
export function checkCaptions(plan: CaptionPlan, { words, fonts }: CaptionSources, policy: CaptionPolicy): Observation {
  const cues = plan.captions;
  const cueFaults = cues.flatMap((cue, index) => {
    const problems = cueProblems(cue, { next: cues[index + 1], plan, policy, fonts });
    if (problems.length === 0) return [];
    const share = Math.max(...problems.map((problem) => problem.share));
    return [faultOf(cue.startMs, cue.endMs, problems.map(({ text }) => text).join("; "), share)];
  });
  const cuePercent =
    cues.length === 0 ? 0 : (100 * cueFaults.reduce((sum, fault) => sum + fault.share, 0)) / cues.length;
  const missing = words === null ? [] : uncaptioned(words, cues);
  const missingShare = words === null || words.length === 0 ? 0 : missing.length / words.length;
  const missingPercent = 100 * Math.max(0, missingShare - (1 - policy.coverage));
  const value = Math.min(100, cuePercent + missingPercent);
  const coverage = words === null ? "" : `, ${(100 * (1 - missingShare)).toFixed(1)} % of the words shown`;
  const measured = `${cueFaults.length} of ${cues.length} captions at fault${coverage}`;
  const unmade: string[] = [];
  if (words === null) unmade.push("coverage of the spoken words: no word timings given");
  const faults = missingPercent > 0 ? [...cueFaults, ...missing.map(missingFault)] : cueFaults;
  return observed("captions", value, measured, faults, unmade);
}

interface Problem {
  readonly text: string;
  /** 1 breaks a rule; less is merely uncomfortable. */
  readonly share: number;
}

function cueProblems(
  cue: CaptionCue,
  {
    next,
    plan,
    policy,
    fonts,
  }: {
    readonly next: CaptionCue | undefined;
    readonly plan: CaptionPlan;
    readonly policy: CaptionPolicy;
    readonly fonts: CaptionSources["fonts"];
  },
): Problem[] {
  const problems: Problem[] = [];
  const broken = (wrong: boolean, text: string, share = 1): void => {
    if (wrong) problems.push({ text, share });
  };
  const { width, height } = plan.canvas;
  const longest = Math.max(0, ...cue.lines.map((line) => Array.from(line).length));
  const allowed = height > width ? policy.charactersPerLineVertical : policy.charactersPerLine;
  broken(longest > allowed, `${longest} characters in a line, ${allowed} allowed`);
  broken(cue.lines.length > policy.lines, `${cue.lines.length} lines, ${policy.lines} allowed`);
  broken(longest === 0, "empty caption");
  const lastsMs = cue.endMs - cue.startMs;
  broken(lastsMs < policy.shortestMs, `shown for ${lastsMs} ms, at least ${policy.shortestMs} wanted`);
  broken(lastsMs > policy.longestMs, `shown for ${lastsMs} ms, at most ${policy.longestMs} wanted`);
  const perSecond = lastsMs <= 0 ? Infinity : Array.from(cue.lines.join(" ")).length / (lastsMs / 1000);
  const { charactersPerSecond, charactersPerSecondMax } = policy;
  const pace = `${perSecond.toFixed(1)} characters/s`;
  const hurry = (perSecond - charactersPerSecond) / (charactersPerSecondMax - charactersPerSecond);
  broken(hurry > 0, `${pace}, ${charactersPerSecond} wanted`, Math.min(1, hurry));
  broken(next !== undefined && next.startMs < cue.endMs, "overlaps the next caption");
  broken(cue.endMs > plan.durationMs + 1, "ends after the video");
  broken(!isSafe(cue, { canvas: plan.canvas, fonts }), "reaches outside the 90 % safe area");
  const boxes = undrawable(cue.lines.join(""), fonts);
  broken(boxes.length > 0, `characters that cannot be drawn: ${boxes.map(nameOf).join(" ")}`);
  return problems;
}

/** Share of the picture at each edge that a player may hide. */
const UNSAFE = 0.05;

function isSafe(cue: CaptionCue, look: { readonly canvas: Canvas; readonly fonts: readonly FontMetrics[] }): boolean {
  const { width, height } = look.canvas;
  const { widthPx, lineHeightPx, bottom } = placeOfCaption(cue, look);
  const top = bottom - lineHeightPx * cue.lines.length;
  return widthPx <= width * (1 - 2 * UNSAFE) && top >= height * UNSAFE && bottom <= height * (1 - UNSAFE);
}

/** What is not drawn at all, on purpose: pictographs, spaces, marks that change another letter. */
const UNDRAWN = /[\p{Extended_Pictographic}\p{Cf}\p{Z}\p{Variation_Selector}\p{Emoji_Modifier}]/u;

/** Characters that would come out as boxes; the replacement character is one that was lost before. */
function undrawable(text: string, fonts: CaptionSources["fonts"]): string[] {
  const wrong = Array.from(text.normalize("NFC")).filter((character) => {
    if (character === "\uFFFD") return true;
    return !UNDRAWN.test(character) && !fonts.some((font) => font.covers(character.codePointAt(0) ?? 0));
  });
  return [...new Set(wrong)];
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Spoken words that no caption shows near the moment they are heard; both lists are in order. */
export function uncaptioned(words: readonly SpokenWord[], cues: readonly CaptionCue[]): SpokenWord[] {
  const shown = cues.flatMap((cue) => cue.words);
  const taken = new Set<number>();
  let from = 0;
  return words.filter((word) => {
    while (from < shown.length && (shown[from]?.startMs ?? 0) < word.startMs - NEAR_MS) from += 1;
    for (let index = from; index < shown.length; index += 1) {
      const candidate = shown[index];
      if (candidate === undefined || candidate.startMs > word.startMs + NEAR_MS) return true;
      if (taken.has(index) || letters(candidate.text) !== letters(word.text)) continue;
      taken.add(index);
      return false;
    }
    return true;
  });
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function missingFault(word: SpokenWord): Fault {
  return faultOf(word.startMs, word.endMs, `spoken word not captioned: ${word.text}`, 1);
}

function faultOf(fromMs: number, toMs: number, message: string, share: number): Fault {
  return { fromMs, toMs, message, mend: "script", share };
}
