import { AppError } from "../errors.ts";
import { beatLine } from "./beat.ts";
import { type BodyBeat, bodyBeats } from "./material.ts";
import { STRUCTURES, STRUCTURE_NAMES } from "./structures.ts";
import type { Structure } from "./structures/structure.ts";
import { type TopicShape, topicShape } from "./topic-shape.ts";
import { chosenWords, countWord, filled } from "./wording.ts";
import { type Scene, type Script, wordCount } from "./script.ts";
import { type SeededRandom, seedOf, seededRandom } from "../seeded-random.ts";

/** Rate at which a draft is measured: calm, and slow enough for captions of 17 characters a second. */
export const DRAFT_WORDS_PER_MINUTE = 148;
export const WORDS_PER_SECOND = 2.4;

const BRIEF_WORDS = 24;
/** About a minute. Shorter videos have shorter scenes, or one picture would stand for half of them. */
const WORDS_OF_FULL_SCENES = 144;
const WORDS_OF_OPENING_AND_CLOSING = 40;
/** A seed makes bodies of many short scenes, or of few long ones. */
const WORDS_OF_A_BODY_SCENE = [24, 28, 32] as const;
/** Long videos get longer scenes instead of ever more of them. */
const MOST_PARTS = 26;
/** As YouTube takes it. */
const LONGEST_TITLE = 100;

/**
 * A script from the seeded grammar: same topic, seed, keywords and budget, same bytes. The budget is met to the nearest
 * sentence; the rate of speech does the rest. AppError `invalid_input` for an unknown structure or a topic without words.
 */
export function templateScript(input: {
  topic: string;
  seed: number;
  wordBudget: number;
  /** One of STRUCTURE_NAMES; left out the seed chooses. */
  structure?: string;
  /** What the channel or the video is about: they decide the scenery where the topic alone does not. */
  keywords?: readonly string[];
  /** Another wording of the same seed, for lengths that the first one does not meet. */
  variant?: number;
}): Script {
  const { topic, wordBudget, keywords = [] } = input;
  const shape = topicShape(topic, { keywords, brief: wordBudget < BRIEF_WORDS });
  const random = seededRandom(seedOf(`${shape.subject.full}${input.variant ?? ""}`, input.seed));
  const structure = input.structure === undefined ? suitable(shape, random) : structureNamed(input.structure);
  const share = Math.min(1, wordBudget / WORDS_OF_FULL_SCENES);
  const room = wordBudget - WORDS_OF_OPENING_AND_CLOSING * Math.max(0.6, share);
  const wordsOfAScene = random.pick(WORDS_OF_A_BODY_SCENE) * Math.max(0.5, share);
  const parts = Math.min(MOST_PARTS, Math.max(1, Math.round(room / wordsOfAScene)));
  const pick = (choices: readonly string[]): string => chosenWords(random.pick(choices), random);
  const hook = pick(structure.hooks);
  const second = shape.scenery === null || random.next() < 0.4 ? null : pick(shape.scenery.hooks);
  const opening = openingScene(structure, shape, second === null ? [hook, pick(structure.promises)] : [second, hook]);
  const beats = bodyBeats(structure, shape, parts, random);
  const body = beats.map((each, index) => bodyScene(structure, each, index, random));
  const closing = recapScene(structure, [pick(structure.recaps), pick(structure.closings)]);
  const named = namedSparingly(parts === 1 ? [opening, ...body] : [opening, ...body, closing], shape);
  const kept = withoutLoneLabels(structure, withinBudget(named, wordBudget));
  const scenes = numbered(structure, withRecapPoints(kept)).map(bySentence);
  const title = titleOf(structure, shape, kept.filter(isCounted).length, random);
  const description = describe(shape, filled(hook, shape, "full"), scenes);
  return {
    version: 1,
    title,
    hook: filled(hook, shape, "full"),
    scenes,
    tags: tagsOf(shape, keywords),
    description,
    wordsPerMinute: DRAFT_WORDS_PER_MINUTE,
    provider: "template",
  };
}

function suitable(shape: TopicShape, random: SeededRandom): Structure {
  return random.pick(STRUCTURES.filter(({ suits }) => suits === undefined || suits.includes(shape.kind)));
}

function structureNamed(name: string): Structure {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/gu, "");
  const found = STRUCTURES.find((structure) => plain(structure.name) === plain(name));
  if (found !== undefined) return found;
  throw new AppError("invalid_input", `there is no script structure "${name}"`, {
    field: "spec.script.structure",
    remedy: `Choose one of: ${STRUCTURE_NAMES.join(", ")}.`,
  });
}

function openingScene(structure: Structure, { subject }: TopicShape, sentences: readonly string[]): Scene {
  return {
    kind: "title",
    kicker: structure.openingKicker,
    heading: subject.title,
    sentences,
    points: [],
    pointSentences: [],
    figure: null,
  };
}

function bodyScene(structure: Structure, { beat, role }: BodyBeat, index: number, random: SeededRandom): Scene {
  const kicker = role === "try" ? "Your turn" : role === "aside" ? (structure.asideKicker ?? null) : null;
  const wanted = structure.kinds[index % structure.kinds.length] ?? "points";
  // Only what is counted has a number.
  const figure = (kicker === null ? structure.figure?.(index + 1) : undefined) ?? beat.figure ?? null;
  const opens = beat.opens.length === 0 ? [] : [random.pick(beat.opens)];
  const leading = role === "own" ? (structure.leadingLines ?? 0) : 0;
  const told = [...opens, ...beat.lines.slice(0, leading), ...random.shuffled(beat.lines.slice(leading))];
  const lines = told.map((line) => beatLine(chosenWords(line, random)));
  const labels = lines.map(({ label }) => label);
  const sentences = lines.map(({ sentence }) => sentence);
  if (wanted === "quote" && beat.quote !== undefined) {
    const spoken = [beat.quote, ...sentences];
    return {
      kind: "quote",
      kicker,
      figure: null,
      heading: beat.quote,
      sentences: spoken,
      points: [],
      pointSentences: [],
    };
  }
  const kind = wanted === "figure" && figure !== null ? "figure" : "points";
  const pointSentences = labels.map((_, line) => line);
  return {
    kind,
    kicker,
    figure: kind === "figure" ? figure : null,
    heading: structure.heading(beat),
    sentences,
    points: labels,
    pointSentences,
  };
}

function recapScene(structure: Structure, sentences: readonly string[]): Scene {
  const heading = structure.recapHeading;
  return { kind: "recap", kicker: null, heading, sentences, points: [], pointSentences: [], figure: null };
}

function isBody({ kind }: Scene): boolean {
  return kind !== "title" && kind !== "recap";
}

/** Asides have a line of their own and are not counted. */
function isCounted(scene: Scene): boolean {
  return isBody(scene) && scene.kicker === null;
}

/** Counts the body scenes that the budget left in. */
function numbered(structure: Structure, scenes: readonly Scene[]): Scene[] {
  const parts = scenes.filter(isCounted).length;
  let part = 0;
  return scenes.map((scene) => {
    if (!isCounted(scene)) return scene;
    part += 1;
    const figure = scene.figure === null ? null : (structure.figure?.(part) ?? scene.figure);
    return { ...scene, kicker: structure.kicker(part, parts), figure };
  });
}

/** One entry a sentence: what the grammar writes as one thought is spoken with the pauses of two. */
function bySentence(scene: Scene): Scene {
  const split = scene.sentences.map((thought) => thought.split(/(?<=[\p{Ll}\p{N}][.!?]) (?=\p{Lu})/u));
  const startOf = split.map((_, thought) => split.slice(0, thought).flat().length);
  return { ...scene, sentences: split.flat(), pointSentences: scene.pointSentences.map((at) => startOf[at] ?? 0) };
}

/** The recap lists what was really told, asides only where there is little else: a myth's list holds myths. */
function withRecapPoints(scenes: readonly Scene[]): Scene[] {
  const told = scenes.filter(({ kind }) => kind === "points" || kind === "figure");
  const counted = told.filter(isCounted);
  const points = (counted.length < 2 ? told : counted).slice(0, 3).map(({ heading }) => heading);
  const withPoints = (scene: Scene): Scene => ({ ...scene, points, pointSentences: points.map(() => 0) });
  return scenes.map((scene) => (scene.kind === "recap" ? withPoints(scene) : scene));
}

/** Sentences are taken in order of worth, a whole round of scenes at a time, while they bring the total nearer to the budget. */
function withinBudget(scenes: readonly Scene[], wordBudget: number): Scene[] {
  const recap = scenes.findIndex(({ kind }) => kind === "recap");
  const closing = recap === -1 ? [] : [recap];
  const deepest = Math.max(...scenes.map((scene) => scene.sentences.length));
  const order: { scene: number; sentence: number }[] = [{ scene: 0, sentence: 0 }];
  for (let sentence = 0; sentence < deepest; sentence += 1) {
    const bodies = scenes.map((_, scene) => scene).slice(1, recap === -1 ? undefined : recap);
    // Closing words and the second sentence of the opening come early in the second round.
    const round = sentence === 0 ? [...bodies, ...closing] : [...bodies.slice(0, 1), ...closing, 0, ...bodies.slice(1)];
    for (const scene of round) if (scenes[scene]?.sentences[sentence] !== undefined) order.push({ scene, sentence });
  }
  const taken = scenes.map(() => 0);
  let words = 0;
  for (const { scene, sentence } of order) {
    const more = wordCount(scenes[scene]?.sentences[sentence] ?? "");
    const overshoots = words + more - wordBudget > wordBudget - words;
    // Sentences of a scene are taken in order: a skipped one ends its scene.
    if (taken[scene] !== sentence || (words > 0 && overshoots)) continue;
    taken[scene] = sentence + 1;
    words += more;
  }
  return scenes.map((scene, index) => cutTo(scene, taken[index] ?? 0)).filter((scene) => scene.sentences.length > 0);
}

/** "Complaint" says something only beside its finding. */
function withoutLoneLabels({ beats = [] }: Structure, scenes: readonly Scene[]): Scene[] {
  const labels = new Set(beats.flatMap(({ opens }) => opens.map((line) => beatLine(line).label)));
  const isEmpty = ({ points }: Scene): boolean =>
    points.length === 1 && labels.size === 1 && labels.has(points[0] ?? "");
  return scenes.map((scene) => (isEmpty(scene) ? { ...scene, points: [], pointSentences: [] } : scene));
}

function cutTo(scene: Scene, sentences: number): Scene {
  const kept = scene.pointSentences.filter((sentence) => sentence < sentences);
  return {
    ...scene,
    sentences: scene.sentences.slice(0, sentences),
    points: scene.points.slice(0, kept.length),
    pointSentences: kept,
  };
}

/** A long name is said in full in every third scene, and there once. */
function namedSparingly(scenes: readonly Scene[], shape: TopicShape): Scene[] {
  return scenes.map((scene, index) => {
    const first = scene.sentences.findIndex((sentence) => /\{(about|thing)\}/u.test(sentence));
    const sentences = scene.sentences.map((sentence, at) =>
      filled(sentence, shape, index % 3 === 0 && at === first ? "full" : "short"),
    );
    return { ...scene, sentences };
  });
}

/** `parts` are the scenes that the structure counts. "One ways to look at" is no title. */
function titleOf(structure: Structure, shape: TopicShape, parts: number, random: SeededRandom): string {
  const wording = random.pick(structure.titles.filter((each) => shape.isNamed || !each.includes("{about}")));
  const usable = parts <= 1 && wording.includes("{count}") ? "{title}, in brief" : wording;
  const title = afterQuestion(filled(usable.replace("{count}", countWord(parts)), shape, "full"));
  return title.length <= LONGEST_TITLE ? title : shape.subject.title;
}

/** "Why is the sky blue?: a guide" as two sentences. */
function afterQuestion(title: string): string {
  return title.replace(/\?[:,]? (\p{L})/u, (_, letter: string) => `? ${letter.toUpperCase()}`);
}

function tagsOf({ subject }: TopicShape, keywords: readonly string[]): string[] {
  const words = subject.full.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const telling = words.filter((word) => word.length > 3);
  return [...new Set([...telling.slice(0, 8), ...keywords.slice(0, 4).map((word) => word.toLowerCase()), "explained"])];
}

function describe({ subject }: TopicShape, hook: string, scenes: readonly Scene[]): string {
  const parts = scenes.slice(1).map((scene) => `• ${scene.heading}`);
  const topic = subject.title.endsWith("…") ? [subject.full] : [];
  return [hook, ...topic, "", ...parts, "", "Script, voice, pictures and music were made automatically."].join("\n");
}
