import type { CheckPolicy, QualityPolicy } from "../../../domain/inspection/inspection.ts";

export const POLICY: QualityPolicy = {
  version: "test",
  gate: 85,
  hardFailCap: 40,
  minimumKnownWeight: 70,
  checks: {
    streams: checkPolicy(10, 0, 1, true),
    geometry: checkPolicy(8, 0, 1, true),
    duration: checkPolicy(8, 50, 1000, true),
    sync: checkPolicy(12, 40, 120, true),
    loudness: checkPolicy(8, 0.5, 3, true),
    true_peak: checkPolicy(5, -1, 0.01, true),
    black: checkPolicy(8, 0, 1, true),
    freeze: checkPolicy(6, 0, 3, true),
    silence: checkPolicy(6, 0, 2, true),
    speech_over_music: checkPolicy(4, 12, 6, false),
    captions: checkPolicy(10, 0, 50, false),
    fidelity: checkPolicy(5, 0.97, 0.9, false),
    bitrate: checkPolicy(2, 1, 3, false),
    variety: checkPolicy(4, 0, 100, false),
    content: checkPolicy(4, 0, 1, true),
  },
  detection: {
    blackMs: 200,
    blackPixel: 0.1,
    freezeMs: 1500,
    freezeNoiseDb: -75,
    silenceMs: 700,
    silenceNoiseDb: -50,
    plannedMarginMs: 150,
    pictureShare: 0.75,
    driftMs: 40,
    lowestCorrelation: 0.5,
  },
  captions: {
    charactersPerLine: 42,
    charactersPerLineVertical: 24,
    lines: 2,
    shortestMs: 830,
    longestMs: 7000,
    charactersPerSecond: 17,
    charactersPerSecondMax: 20,
    coverage: 0.98,
  },
  bitrate: { lowestMbps: 0.3, highestMbps: 20 },
  picture: { lowestSharpness: 0.2, highestBlockiness: 0.008 },
  variety: { shortestMs: 2000, longestMs: 8000, repeatWithinMs: 20_000 },
  content: {
    profanity: ["damn"],
    bannedClaims: ["miracle cure"],
    licences: ["generated", "CC0"],
    personalData: ["e-mail address", "telephone number"],
  },
};

function checkPolicy(weight: number, fullAt: number, zeroAt: number, hardFail: boolean): CheckPolicy {
  return { title: "", weight, unit: "", fullAt, zeroAt, hardFail };
}
