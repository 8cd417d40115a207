import type { CheckId, Fault, Observation, QualityPolicy } from "./inspection.ts";
import { observed, unknown } from "./inspection.ts";
import type { Mend } from "../video/production.ts";
import { lengthMs, totalMs, unplanned } from "./ranges.ts";
import type { RenderPlan } from "../render/plan.ts";
import type { TimeRange } from "../speech/speech.ts";

/** What the measuring filters reported. */
export interface SignalFacts {
  /** False when decoding stopped early: what was not seen is then unknown. */
  readonly complete: boolean;
  readonly hasAudio: boolean;
  readonly blacks: readonly TimeRange[];
  /** Pieces in which the picture stands still; a keyframe ends one and begins the next. */
  readonly freezes: readonly TimeRange[];
  readonly keyframesMs: readonly number[];
  readonly silences: readonly TimeRange[];
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
  /** Where it is above the policy's limit, when that was looked for. */
  readonly peaks: readonly TimeRange[];
}

type SignalPlan = Pick<RenderPlan, "durationMs" | "intended"> & {
  readonly audio: Pick<RenderPlan["audio"], "targetLufs" | "music">;
};

/** Checks 5 to 9: loudness, true peak, and the black, frozen or silent stretches that nobody planned. */
export function checkSignal(facts: SignalFacts, plan: SignalPlan, policy: QualityPolicy): Observation[] {
  const { detection } = policy;
  const { intended } = plan;
  const marginMs = detection.plannedMarginMs;
  const blacks = unplanned(facts.blacks, [...intended.blacks, ...intended.fades], { marginMs, shortestMs: marginMs });
  // A black or faded picture also stands still; it is named once, as black.
  const still = [...intended.stills, ...intended.blacks, ...intended.fades, ...facts.blacks];
  const frozen = joinAtKeyframes(facts.freezes, facts.keyframesMs).filter(
    (range) => lengthMs(range) >= detection.freezeMs,
  );
  const freezes = unplanned(frozen, still, { marginMs, shortestMs: detection.freezeMs / 2 });
  const silences = unplanned(facts.silences, intended.gaps, { marginMs, shortestMs: detection.silenceMs / 2 });
  return [
    checkLoudness(facts, plan),
    checkTruePeak(facts, plan),
    checkRanges("black", { ranges: blacks, facts, word: "black picture", mend: "segments" }),
    checkRanges("freeze", { ranges: freezes, facts, word: "picture stands still", mend: "segments" }),
    facts.hasAudio
      ? checkRanges("silence", { ranges: silences, facts, word: "silence", mend: "audio" })
      : unknown("silence", "no audio stream"),
  ];
}

/** Two frames of the reduced rate at which the picture is looked at. */
const JOINT_MS = 100;

/** Joins still pieces that meet at a keyframe. Pieces that meet elsewhere are a picture that moves very slowly. */
export function joinAtKeyframes(pieces: readonly TimeRange[], keyframesMs: readonly number[]): TimeRange[] {
  const joined: TimeRange[] = [];
  for (const piece of pieces.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1);
    const meets = last !== undefined && piece.fromMs - last.toMs <= JOINT_MS;
    if (meets && keyframesMs.some((atMs) => Math.abs(atMs - piece.fromMs) <= JOINT_MS)) {
      joined[joined.length - 1] = { fromMs: last.fromMs, toMs: piece.toMs };
    } else joined.push(piece);
  }
  return joined;
}

function checkLoudness(facts: SignalFacts, plan: SignalPlan): Observation {
  const reason = audioUnknown(facts);
  if (reason !== null) return unknown("loudness", reason);
  if (isPlannedSilent(plan)) return unknown("loudness", "no sound was planned");
  if (facts.integratedLufs === null) return unknown("loudness", "the meter gave no value");
  const target = plan.audio.targetLufs;
  const measured = `${facts.integratedLufs.toFixed(1)} LUFS, target ${target.toFixed(1)}`;
  const off = Math.abs(facts.integratedLufs - target);
  return observed("loudness", off, measured, off === 0 ? [] : [wholeSound(plan, measured)]);
}

/** A silent video without music: nothing sounds, so there is no loudness to reach. */
function isPlannedSilent({ audio, intended, durationMs }: SignalPlan): boolean {
  return audio.music?.source === "none" && totalMs(intended.gaps) >= 0.99 * durationMs;
}

function checkTruePeak(facts: SignalFacts, plan: SignalPlan): Observation {
  const reason = audioUnknown(facts);
  if (reason !== null) return unknown("true_peak", reason);
  if (facts.truePeakDbtp === null) return unknown("true_peak", "the meter gave no value");
  const measured = `${facts.truePeakDbtp.toFixed(1)} dBTP`;
  const places = facts.peaks.map((range) => ({ ...wholeSound(plan, `peak of ${measured}`), ...range }));
  const faults = places.length === 0 ? [wholeSound(plan, measured)] : places;
  return observed("true_peak", facts.truePeakDbtp, measured, faults);
}

function checkRanges(
  check: CheckId,
  {
    ranges,
    facts,
    word,
    mend,
  }: { readonly ranges: readonly TimeRange[]; readonly facts: SignalFacts; readonly word: string; readonly mend: Mend },
): Observation {
  if (!facts.complete && ranges.length === 0) return unknown(check, "decoding stopped before the end");
  const faults: Fault[] = ranges.map((range) => ({
    ...range,
    message: `${word} for ${(lengthMs(range) / 1000).toFixed(2)} s`,
    mend,
    share: lengthMs(range),
  }));
  const seconds = totalMs(ranges) / 1000;
  const unmade = facts.complete ? [] : ["what follows the decoding error"];
  return observed(check, seconds, `${seconds.toFixed(2)} s`, faults, unmade);
}

function audioUnknown(facts: SignalFacts): string | null {
  if (!facts.hasAudio) return "no audio stream";
  return facts.complete ? null : "decoding stopped before the end";
}

function wholeSound(plan: SignalPlan, message: string): Fault {
  return { fromMs: 0, toMs: plan.durationMs, message, mend: "audio", share: 1 };
}
