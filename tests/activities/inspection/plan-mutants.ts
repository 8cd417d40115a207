import { bundledFonts } from "../../../activities/rendering/fonts.ts";
import type { CaptionCue } from "../../../domain/captions/captions.ts";
import type { Fault, Observation, QualityPolicy } from "../../../domain/inspection/inspection.ts";
import { checkCaptions } from "../../../domain/inspection/captions.ts";
import { checkContent, checkVariety } from "../../../domain/inspection/editorial.ts";
import type { MediaManifest } from "../../../domain/media/media.ts";
import type { PlannedSegment, RenderPlan } from "../../../domain/render/plan.ts";
import type { SpokenWord } from "../../../domain/speech/speech.ts";
import { makePlan } from "./clip.ts";
import type { Expected } from "./judge.ts";
import { contentMutants } from "./plan-mutants-content.ts";

/** A minute of twenty segments of three seconds, each with its picture and its caption of five words. */
const SEGMENTS = 20;
const SEGMENT_MS = 3_000;
const POSITIONS = [
  ["start", 0],
  ["middle", 9],
  ["end", 19],
] as const;

export interface Planned {
  readonly plan: RenderPlan;
  readonly media: MediaManifest;
  readonly words: readonly SpokenWord[];
  readonly speaker: string;
  readonly containsSyntheticMedia: boolean;
}

export interface PlanMutant extends Expected {
  readonly given: Planned;
}

/** The checks that look at plan, captions and media alone. */
export async function judgePlan({ plan, media, words, ...told }: Planned, policy: QualityPolicy) {
  const { fonts } = await bundledFonts();
  const observations: Observation[] = [
    checkCaptions(plan, { words, fonts }, policy.captions),
    checkVariety(plan, media, policy.variety),
    checkContent(plan, { media, ...told }, policy.content),
  ];
  return observations.flatMap(({ check, value, faults }) => {
    const lost = value !== null && value > 0;
    return lost ? faults.map(({ fromMs, toMs }: Fault) => ({ check, fromMs, toMs })) : [];
  });
}

export function cleanPlan(): Planned {
  const base = makePlan();
  const [first] = base.segments;
  if (first === undefined) throw new RangeError("the clip has segments");
  const hash = (index: number) => String(index).padStart(64, "0");
  const segments = Array.from({ length: SEGMENTS }, (_, index): PlannedSegment => {
    const startMs = index * SEGMENT_MS;
    const still = { ...first.still, sha256: hash(index) };
    const frames = { startFrame: index * 90, frameCount: 90 };
    return { ...first, index, scene: index, still, ...frames, startMs, endMs: startMs + SEGMENT_MS };
  });
  const captions = segments.map(({ index, startMs }): CaptionCue => {
    const texts = ["The", "moon", "pulls", "the", `sea${index}`];
    const words = texts.map((text, place) => ({ text, startMs: startMs + place * 350, line: 0 }));
    return { sentence: index, startMs, endMs: startMs + 2_200, lines: [texts.join(" ")], words };
  });
  const words = captions.flatMap((cue) =>
    cue.words.map(({ text, startMs }) => ({ text, startMs, endMs: startMs + 300, sentence: 0, scene: 0 })),
  );
  const credit = { source: "generated", author: "Longtake", url: null, licence: "CC0-1.0" };
  const stills = segments.map(({ scene, kind, still }) => ({ scene, kind, ...still, credit }));
  const durationMs = SEGMENTS * SEGMENT_MS;
  const plan = { ...base, segments, captions, durationMs, frameCount: SEGMENTS * 90 };
  const media = { version: 1 as const, palette: base.palette, stills };
  return { plan, media, words, speaker: "espeak-ng 1.51 en-us", containsSyntheticMedia: true };
}

const CLEAN = cleanPlan();
const cueAt = (index: number): CaptionCue => {
  const cue = CLEAN.plan.captions[index];
  if (cue === undefined) throw new RangeError(`no caption ${index}`);
  return cue;
};

function withCue(index: number, change: (cue: CaptionCue) => CaptionCue): Planned {
  const captions = CLEAN.plan.captions.map((cue, at) => (at === index ? change(cue) : cue));
  return { ...CLEAN, plan: { ...CLEAN.plan, captions } };
}

function withSegment(index: number, change: (segment: PlannedSegment) => PlannedSegment): Planned {
  const segments = CLEAN.plan.segments.map((segment, at) => (at === index ? change(segment) : segment));
  return { ...CLEAN, plan: { ...CLEAN.plan, segments } };
}

type Magnitude = Expected["magnitude"];

/** One defect of a caption at three places, in each magnitude that is given. */
function captionMutants(
  kind: string,
  sizes: Partial<Record<Magnitude, (cue: CaptionCue) => CaptionCue>>,
): PlanMutant[] {
  return POSITIONS.flatMap(([position, index]) =>
    Object.entries(sizes).map(([magnitude, change]): PlanMutant => {
      const cue = change(cueAt(index));
      const where = { fromMs: Math.min(cue.startMs, cue.endMs), toMs: cue.endMs };
      const given = withCue(index, change);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are given as such
      return { kind, magnitude: magnitude as Magnitude, position, caughtBy: ["captions"], where, given };
    }),
  );
}

const letters = (count: number) =>
  "abcdefghi "
    .repeat(10)
    .slice(0, count - 1)
    .concat("z");
/** Long enough on the screen for its letters. */
const shown = (cue: CaptionCue, lines: readonly string[], ms: number) => ({ ...cue, lines, endMs: cue.startMs + ms });

const CAPTIONS: readonly PlanMutant[] = [
  ...captionMutants("caption: line too long", {
    under: (cue) => shown(cue, [letters(42)], 2_900),
    over: (cue) => shown(cue, [letters(43)], 2_900),
    far: (cue) => shown(cue, [letters(46)], 2_900),
  }),
  ...captionMutants("caption: too many lines", {
    under: (cue) => shown(cue, ["one", "two"], 2_000),
    over: (cue) => shown(cue, ["one", "two", "three"], 2_000),
  }),
  ...captionMutants("caption: too fast", {
    under: (cue) => shown(cue, [letters(34)], 2_000),
    over: (cue) => shown(cue, [letters(36)], 2_000),
    far: (cue) => shown(cue, [letters(42)], 1_000),
  }),
  ...captionMutants("caption: too short", {
    under: (cue) => shown(cue, ["Tides"], 830),
    over: (cue) => shown(cue, ["Tides"], 820),
    far: (cue) => shown(cue, ["Hi"], 200),
  }),
  ...captionMutants("caption: empty", { over: (cue) => shown(cue, [""], 2_000) }),
  ...captionMutants("caption: letter that no font has", {
    under: (cue) => shown(cue, ["Ünïcödé Ωμέγα Жук 🌙"], 2_000),
    over: (cue) => shown(cue, ["The 月 pulls"], 2_000),
    far: (cue) => shown(cue, ["\u0B95\u0B9F\u0BB2\u0BCD \u6D77"], 2_000),
  }),
  ...captionMutants("caption: lost character", { over: (cue) => shown(cue, ["The sea \uFFFD"], 2_000) }),
  ...captionMutants("caption: control character", { over: (cue) => shown(cue, ["The\u0007 sea"], 2_000) }),
  ...POSITIONS.flatMap(([position, index]) => {
    const at = Math.min(index, SEGMENTS - 2);
    const overlap = (ms: number) => withCue(at, (cue) => ({ ...cue, endMs: cue.startMs + SEGMENT_MS + ms }));
    const where = { fromMs: cueAt(at).startMs, toMs: cueAt(at + 1).startMs + 600 };
    const common = { kind: "caption: overlap", position, caughtBy: ["captions" as const], where };
    return [
      { ...common, magnitude: "under" as const, given: overlap(0) },
      { ...common, magnitude: "over" as const, given: overlap(1) },
      { ...common, magnitude: "far" as const, given: overlap(500) },
    ];
  }),
  ...longStays(),
  ...missingWords(),
];

/** A caption that stays too long needs the ones after it out of its way. */
function longStays(): PlanMutant[] {
  return POSITIONS.flatMap(([position, index]) => {
    const at = Math.min(index, SEGMENTS - 4);
    const stay = (ms: number): Planned => {
      const kept = CLEAN.plan.captions.filter((_, place) => place <= at || place > at + 3);
      const cues = kept.map((cue, place) => (place === at ? { ...cue, endMs: cue.startMs + ms } : cue));
      const gone = CLEAN.plan.captions.slice(at + 1, at + 4).flatMap((cue) => cue.words.map(({ startMs }) => startMs));
      const words = CLEAN.words.filter(({ startMs }) => !gone.includes(startMs));
      return { ...CLEAN, words, plan: { ...CLEAN.plan, captions: cues } };
    };
    const where = { fromMs: cueAt(at).startMs, toMs: cueAt(at).startMs + 9_000 };
    const common = { kind: "caption: too long on screen", position, caughtBy: ["captions" as const], where };
    return [
      { ...common, magnitude: "under" as const, given: stay(7_000) },
      { ...common, magnitude: "over" as const, given: stay(7_050) },
      { ...common, magnitude: "far" as const, given: stay(9_000) },
    ];
  });
}

/** Spoken words that no caption shows: 98 of 100 must be shown. */
function missingWords(): PlanMutant[] {
  return POSITIONS.flatMap(([position, index]) => {
    const drop = (count: number): Planned => {
      const from = Math.min(index * 5, CLEAN.words.length - count);
      const words = CLEAN.words.map((word, at) =>
        at >= from && at < from + count ? { ...word, text: `unsaid${at}` } : word,
      );
      return { ...CLEAN, words };
    };
    const common = { kind: "caption: missing words", position, caughtBy: ["captions" as const] };
    const where = { fromMs: Math.min(index, SEGMENTS - 4) * SEGMENT_MS, toMs: (index + 4) * SEGMENT_MS };
    return [
      { ...common, magnitude: "under" as const, given: drop(2) },
      { ...common, magnitude: "over" as const, where, given: drop(3) },
      { ...common, magnitude: "far" as const, where, given: drop(20) },
    ];
  });
}

function segmentMutants(
  kind: string,
  sizes: Partial<Record<Magnitude, (segment: PlannedSegment) => PlannedSegment>>,
): PlanMutant[] {
  return POSITIONS.flatMap(([position, index]) =>
    Object.entries(sizes).map(([magnitude, change]): PlanMutant => {
      const given = withSegment(index, change);
      const { startMs: fromMs = 0, endMs: toMs = 0 } = given.plan.segments[index] ?? {};
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are given as such
      return {
        kind,
        magnitude: magnitude as Magnitude,
        position,
        caughtBy: ["variety"],
        where: { fromMs, toMs },
        given,
      };
    }),
  );
}

const lasting = (ms: number) => (segment: PlannedSegment) => ({ ...segment, endMs: segment.startMs + ms });

const VARIETY: readonly PlanMutant[] = [
  ...segmentMutants("shot: too short", { under: lasting(2_000), over: lasting(1_950), far: lasting(500) }),
  ...segmentMutants("shot: too long", { under: lasting(8_000), over: lasting(8_050), far: lasting(20_000) }),
  ...[0, 5, 10].flatMap((index, place): PlanMutant[] => {
    const again = (later: number) => {
      const still = CLEAN.plan.segments[index]?.still;
      return withSegment(index + later, (segment) => ({ ...segment, still: still ?? segment.still }));
    };
    const at = (later: number) => ({ fromMs: (index + later) * SEGMENT_MS, toMs: (index + later + 1) * SEGMENT_MS });
    const position: Expected["position"] = POSITIONS[place]?.[0] ?? "whole";
    const common = { kind: "picture shown again", position, caughtBy: ["variety" as const] };
    // 21 s after its end, 18 s after, and in the next shot.
    return [
      { ...common, magnitude: "under", given: again(8) },
      { ...common, magnitude: "over", where: at(7), given: again(7) },
      { ...common, magnitude: "far", where: at(1), given: again(1) },
    ];
  }),
  ...POSITIONS.flatMap(([position, index]): PlanMutant[] => {
    const credited = (credit: object | null): Planned => {
      const stills = CLEAN.media.stills.flatMap((still, at) => {
        if (at !== index) return [still];
        return credit === null ? [] : [{ ...still, credit: { ...still.credit, ...credit } }];
      });
      return { ...CLEAN, media: { ...CLEAN.media, stills } };
    };
    const where = { fromMs: index * SEGMENT_MS, toMs: (index + 1) * SEGMENT_MS };
    const common = { position, where };
    return [
      { ...common, kind: "credit missing", magnitude: "over", caughtBy: ["variety"], given: credited({ source: " " }) },
      { ...common, kind: "credit missing", magnitude: "far", caughtBy: ["variety"], given: credited(null) },
      {
        ...common,
        kind: "licence",
        magnitude: "under",
        caughtBy: ["content"],
        given: credited({ licence: "cc by 4.0" }),
      },
      {
        ...common,
        kind: "licence",
        magnitude: "over",
        caughtBy: ["content"],
        given: credited({ licence: "CC-BY-NC-4.0" }),
      },
      {
        ...common,
        kind: "licence",
        magnitude: "far",
        caughtBy: ["content"],
        given: credited({ licence: "All rights reserved" }),
      },
    ];
  }),
];

export const PLAN_MUTANTS: readonly PlanMutant[] = [...CAPTIONS, ...VARIETY, ...contentMutants(CLEAN)];
