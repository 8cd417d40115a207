import type { ContentPolicy, Fault, Observation, QualityPolicy } from "./inspection.ts";
import { observed } from "./inspection.ts";
import type { MediaCredit, MediaManifest } from "../media/media.ts";
import { personalDataIn } from "./personal-data.ts";
import { UNSYNTHESISED } from "../speech/speech.ts";
import type { PlannedSegment, RenderPlan } from "../render/plan.ts";

/** Check 14: segments of unfit length, a picture shown again too soon, a picture without its credit; percent of segments. */
export function checkVariety(
  plan: Pick<RenderPlan, "segments">,
  media: MediaManifest | null,
  policy: QualityPolicy["variety"],
): Observation {
  // A bridge is a change between two pictures, and a brand's card is no picture of the story.
  const shots = plan.segments.filter(({ bridge, brandCard }) => bridge === undefined && brandCard === undefined);
  const faults = shots.flatMap((segment, index) => {
    const problems = [
      lengthProblem(segment, policy),
      repeatProblem(shots, index, policy),
      creditProblem(segment, media),
    ];
    const message = problems.filter((problem) => problem !== null).join("; ");
    return message === "" ? [] : [segmentFault(segment, message)];
  });
  const percent = shots.length === 0 ? 0 : (100 * faults.length) / shots.length;
  const pictures = new Set(shots.map(pictureOf)).size;
  const measured = `${pictures} pictures in ${shots.length} segments, ${faults.length} at fault`;
  return observed("variety", percent, measured, faults, media === null ? ["credits: no media manifest given"] : []);
}

/** Footage stands in place of the still behind it. */
function pictureOf({ still, clip }: PlannedSegment): string {
  return (clip ?? still).sha256;
}

function lengthProblem({ startMs, endMs }: PlannedSegment, policy: QualityPolicy["variety"]): string | null {
  const lastsMs = endMs - startMs;
  const seconds = `lasts ${(lastsMs / 1000).toFixed(1)} s`;
  if (lastsMs < policy.shortestMs) return `${seconds}, at least ${policy.shortestMs / 1000} wanted`;
  return lastsMs > policy.longestMs ? `${seconds}, at most ${policy.longestMs / 1000} wanted` : null;
}

/** The segments of one scene share its picture; only a return after another scene is a repetition. */
function repeatProblem(
  segments: readonly PlannedSegment[],
  index: number,
  policy: QualityPolicy["variety"],
): string | null {
  const segment = segments[index];
  if (segment === undefined) return null;
  const before = segments
    .slice(0, index)
    .findLast((each) => pictureOf(each) === pictureOf(segment) && each.scene !== segment.scene);
  if (before === undefined || segment.startMs - before.endMs >= policy.repeatWithinMs) return null;
  return `repeats the picture of scene ${before.scene + 1}`;
}

function creditProblem(segment: PlannedSegment, media: MediaManifest | null): string | null {
  if (media === null) return null;
  const credit = creditOf(segment, media);
  if (credit === undefined) return "picture is not in the media manifest";
  return credit.source.trim() === "" || credit.licence.trim() === "" ? "picture without credit" : null;
}

function creditOf(segment: PlannedSegment, media: MediaManifest): MediaCredit | undefined {
  const pictures = segment.clip === undefined ? media.stills : (media.clips ?? []);
  return pictures.find(({ sha256 }) => sha256 === pictureOf(segment))?.credit;
}

function segmentFault({ startMs, endMs }: PlannedSegment, message: string): Fault {
  return { fromMs: startMs, toMs: endMs, message, mend: "script", share: 1 };
}

type ContentPlan = Pick<RenderPlan, "title" | "description" | "tags" | "captions" | "segments" | "durationMs"> & {
  readonly audio: Pick<RenderPlan["audio"], "music">;
};

interface ContentFacts {
  readonly media: MediaManifest | null;
  /** The narration's `provider`; null when it is not at hand. */
  readonly speaker: string | null;
  /** What will be told the platform; null when it is not at hand. */
  readonly containsSyntheticMedia: boolean | null;
}

/**
 * Check 15: words that must not be said or written, personal data, licences outside the list, an undisclosed voice.
 * Counts hits.
 */
export function checkContent(
  plan: ContentPlan,
  { media, speaker, containsSyntheticMedia }: ContentFacts,
  policy: ContentPolicy,
): Observation {
  const whole = { fromMs: 0, toMs: plan.durationMs };
  const faults: Fault[] = plan.captions.flatMap((cue) =>
    textHits(cue.lines.join("\n"), policy).map((message) =>
      scriptFault({ fromMs: cue.startMs, toMs: cue.endMs, message }),
    ),
  );
  for (const message of textHits([plan.title, plan.description, ...plan.tags].join("\n"), policy)) {
    faults.push(scriptFault({ ...whole, message: `title, description or tags: ${message}` }));
  }
  for (const segment of plan.segments) {
    const { startMs: fromMs, endMs: toMs } = segment;
    const hits = textHits(segment.card.map(({ text }) => text).join("\n"), policy);
    for (const message of hits) faults.push(scriptFault({ fromMs, toMs, message: `card: ${message}` }));
    const licence = media === null ? undefined : creditOf(segment, media)?.licence;
    if (licence === undefined || allowed(licence, policy)) continue;
    faults.push(scriptFault({ fromMs, toMs, message: `licence not allowed: ${licence}` }));
  }
  const { music } = plan.audio;
  if (music?.source === "licensed" && !allowed(music.licence, policy)) {
    faults.push(scriptFault({ ...whole, message: `licence of the music not allowed: ${music.licence}` }));
  }
  // YouTube asks for what sounds or looks real: nobody takes a drawn card, chart or map for that.
  if (containsSyntheticMedia === false && speaker !== null && !UNSYNTHESISED.includes(speaker)) {
    faults.push(scriptFault({ ...whole, message: `the synthetic voice is not disclosed: ${speaker}` }));
  }
  const unmade = [
    ...(media === null ? ["licences: no media manifest given"] : []),
    ...(containsSyntheticMedia === null ? ["disclosure of synthetic media: no publish settings given"] : []),
    ...(containsSyntheticMedia === false && speaker === null ? ["disclosure of the voice: no timings given"] : []),
  ];
  return observed("content", faults.length, faults.length === 0 ? "no hits" : `${faults.length} hits`, faults, unmade);
}

function textHits(text: string, policy: ContentPolicy): string[] {
  const found = (list: readonly string[]): string[] => list.filter((phrase) => containsPhrase(text, phrase));
  return [
    ...found(policy.profanity).map((word) => `profanity: ${word}`),
    ...found(policy.bannedClaims).map((claim) => `banned claim: ${claim}`),
    ...personalDataIn(text, policy.personalData).map((kind) => `personal data: ${kind}`),
  ];
}

/** Whole words only: `class` does not hold `ass`. */
function containsPhrase(text: string, phrase: string): boolean {
  return spacedWords(text).includes(spacedWords(phrase));
}

function spacedWords(text: string): string {
  return ` ${text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}%]+/gu, " ")
    .trim()} `;
}

/** `CC BY 4.0` and `CC-BY-4.0` are one licence. */
function allowed(licence: string, policy: ContentPolicy): boolean {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return policy.licences.some((candidate) => plain(candidate) === plain(licence));
}

function scriptFault(fault: Pick<Fault, "fromMs" | "toMs" | "message">): Fault {
  return { ...fault, mend: "script", share: 1 };
}
