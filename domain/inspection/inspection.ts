import type { Finding, Mend } from "../video/production.ts";
import type { TimeRange } from "../speech/speech.ts";
import type { PersonalDataKind } from "./personal-data.ts";

/** What a check looks at: the file's bytes, its plan, and what it was made from. */
export type CheckSource = "file" | "plan" | "master" | "narration" | "segments";

/** Every check in the order of the report, with what it cannot be made without. */
const SOURCES = {
  streams: [],
  geometry: ["file", "plan"],
  duration: ["file", "plan"],
  sync: ["file", "master"],
  loudness: ["file"],
  true_peak: ["file"],
  black: ["file"],
  freeze: ["file"],
  silence: ["file"],
  speech_over_music: ["master", "narration"],
  captions: ["plan"],
  fidelity: ["file", "plan", "segments"],
  bitrate: ["file"],
  variety: ["plan"],
  content: ["plan"],
} as const satisfies Readonly<Record<string, readonly CheckSource[]>>;

export type CheckId = keyof typeof SOURCES;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets which keys it was given
export const CHECKS = Object.keys(SOURCES) as CheckId[];

const MISSING: Readonly<Record<CheckSource, string>> = {
  file: "the file cannot be read",
  plan: "no plan given",
  master: "no sound master given",
  narration: "no narration given",
  segments: "the rendered segments are not at hand",
};

/** The checks that cannot be made for want of a source, each with the reason. */
export function unmakeable(missing: ReadonlySet<CheckSource>): Observation[] {
  return CHECKS.flatMap((check) => {
    const source = SOURCES[check].find((each) => missing.has(each));
    return source === undefined ? [] : [unknown(check, MISSING[source])];
  });
}

/** Points fall linearly from all at `fullAt` to none at `zeroAt`; either may be the larger. */
export interface CheckPolicy {
  readonly title: string;
  readonly weight: number;
  readonly unit: string;
  readonly fullAt: number;
  readonly zeroAt: number;
  /** True when no points means that the video must not go out: the score is capped. */
  readonly hardFail: boolean;
}

/** Everything an operator may tune; `assets/quality-policy.yaml`. */
export interface QualityPolicy {
  readonly version: string;
  /** A score below it goes to repair, then to a person. */
  readonly gate: number;
  readonly hardFailCap: number;
  /** A person looks when fewer weights than this could be measured. */
  readonly minimumKnownWeight: number;
  readonly checks: Readonly<Record<CheckId, CheckPolicy>>;
  readonly detection: DetectionPolicy;
  readonly captions: CaptionPolicy;
  readonly bitrate: { readonly lowestMbps: number; readonly highestMbps: number };
  readonly picture: PicturePolicy;
  readonly variety: { readonly shortestMs: number; readonly longestMs: number; readonly repeatWithinMs: number };
  readonly content: ContentPolicy;
}

export interface DetectionPolicy {
  readonly blackMs: number;
  /** Share of full scale under which a pixel is black. */
  readonly blackPixel: number;
  readonly freezeMs: number;
  readonly freezeNoiseDb: number;
  readonly silenceMs: number;
  readonly silenceNoiseDb: number;
  /** Planned ranges are widened by this much on both sides before they are subtracted. */
  readonly plannedMarginMs: number;
  /** Share of the picture's height, from the top, in which a freeze is looked for: captions move below it. */
  readonly pictureShare: number;
  readonly driftMs: number;
  /** Speech and master agree less than this: the sound is not the planned one. */
  readonly lowestCorrelation: number;
}

export interface PicturePolicy {
  /** Share of an edge's height between two neighbouring pixels: letters have 0.7 and more. */
  readonly lowestSharpness: number;
  /** Share of the places where blocks meet at which a step shows. */
  readonly highestBlockiness: number;
}

export interface CaptionPolicy {
  readonly charactersPerLine: number;
  readonly charactersPerLineVertical: number;
  readonly lines: number;
  readonly shortestMs: number;
  readonly longestMs: number;
  readonly charactersPerSecond: number;
  readonly charactersPerSecondMax: number;
  /** Share of the spoken words that must be captioned. */
  readonly coverage: number;
}

export interface ContentPolicy {
  readonly profanity: readonly string[];
  readonly bannedClaims: readonly string[];
  readonly licences: readonly string[];
  /** The kinds that are looked for; none of them where the list is empty. */
  readonly personalData: readonly PersonalDataKind[];
}

/** A fault found by a check, before points are dealt out. */
export interface Fault extends TimeRange {
  readonly message: string;
  readonly mend: Mend;
  /** Its part of the check's loss, relative to the check's other faults. */
  readonly share: number;
}

/** What one check saw. `value` is null when it could not be measured, and `unknownReason` says why. */
export interface Observation {
  readonly check: CheckId;
  readonly value: number | null;
  /** The measurement in words: `-14.1 LUFS`. */
  readonly measured: string;
  readonly unknownReason: string | null;
  readonly faults: readonly Fault[];
  /** Parts of the check that could not be made. */
  readonly unmade: readonly string[];
}

export type CheckStatus = "passed" | "reduced" | "failed" | "unknown";

export interface CheckReport {
  readonly id: CheckId;
  readonly title: string;
  readonly weight: number;
  readonly points: number;
  readonly value: number | null;
  readonly unit: string;
  readonly measured: string;
  readonly threshold: { readonly fullAt: number; readonly zeroAt: number; readonly hardFail: boolean };
  readonly status: CheckStatus;
  readonly unknownReason: string | null;
  readonly unmade: readonly string[];
  readonly findings: readonly Finding[];
}

/** JSON `reports/<sha256>.json`. */
export interface QualityReport {
  readonly version: 1;
  readonly videoKey: string;
  /** Null when a file was judged without a plan. */
  readonly planKey: string | null;
  /** Of the file that was judged, in hex. */
  readonly sha256: string;
  readonly policyVersion: string;
  /** First line of `ffmpeg -version`. */
  readonly tool: string;
  readonly durationMs: number;
  /** 0–100, over the checks that could be made. */
  readonly score: number;
  readonly gate: number;
  readonly hardFailed: boolean;
  /** Weights measured, of 100. */
  readonly knownWeight: number;
  readonly needsRepair: boolean;
  readonly checks: readonly CheckReport[];
}

/** A check that was made. `faults` may be empty although points are lost: the whole video is then named. */
export function observed(
  check: CheckId,
  value: number,
  measured: string,
  faults: readonly Fault[] = [],
  unmade: readonly string[] = [],
): Observation {
  return { check, value, measured, unknownReason: null, faults, unmade };
}

/** A check that could not be made. */
export function unknown(check: CheckId, reason: string): Observation {
  return { check, value: null, measured: "not measured", unknownReason: reason, faults: [], unmade: [] };
}
