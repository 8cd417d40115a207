import { ASPECTS_OF_A_SUBJECT, type Aspect } from "./script-aspects.ts";
import { STRUCTURES, type Structure } from "./script-structures.ts";
import { type Scene, type Script, wordCount } from "./script.ts";
import { seedOf, seededRandom } from "./seeded-random.ts";
import { type Subject, briefPhrase, subjectOf } from "./topic.ts";

/** Rate at which a draft is measured: calm, and slow enough for captions of 17 characters a second. */
export const DRAFT_WORDS_PER_MINUTE = 148;
export const WORDS_PER_SECOND = 2.4;

const BRIEF_WORDS = 24;
const WORDS_OF_OPENING_AND_CLOSING = 26;
const WORDS_OF_A_BODY_SCENE = 25;

/**
 * A script from the seeded grammar: same topic, seed and budget, same bytes. The budget is met to the nearest
 * sentence; the rate of speech does the rest.
 */
export function templateScript(input: {
  topic: string;
  seed: number;
  wordBudget: number;
  /** Another wording of the same seed, for lengths that the first one does not meet. */
  variant?: number;
}): Script {
  const subject = subjectFor(input.topic, input.wordBudget);
  const random = seededRandom(seedOf(`${subject.full}${input.variant ?? ""}`, input.seed));
  const structure = random.pick(STRUCTURES);
  const aspects = random.shuffled(ASPECTS_OF_A_SUBJECT);
  const wording = {
    title: random.pick(structure.titles),
    hook: random.pick(structure.hooks),
    promise: random.pick(structure.promises),
    recap: random.pick(structure.recaps),
    closing: random.pick(structure.closings),
  };
  const room = input.wordBudget - WORDS_OF_OPENING_AND_CLOSING;
  const parts = Math.min(aspects.length, Math.max(1, Math.round(room / WORDS_OF_A_BODY_SCENE)));
  const body = aspects.slice(0, parts).map((aspect, index) => bodyScene(structure, aspect, index));
  const fill = (template: string): string => filled(template, subject.phrase, subject.title, parts);
  const opening = openingScene(structure, subject, [fill(wording.hook), wording.promise]);
  const closing = recapScene(structure, [fill(wording.recap), wording.closing]);
  const all = namedSparingly(parts === 1 ? [opening, ...body] : [opening, ...body, closing], subject);
  const scenes = withRecapPoints(numbered(structure, withinBudget(all, input.wordBudget)));
  // "One ways to look at" is no title.
  const title = fill(parts === 1 && wording.title.includes("{count}") ? "{title}, in brief" : wording.title);
  const hook = fill(wording.hook);
  return {
    version: 1,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    hook,
    scenes,
    tags: tagsOf(subject),
    description: describe(subject, hook, scenes),
    wordsPerMinute: DRAFT_WORDS_PER_MINUTE,
    provider: "template",
  };
}

/** In a few seconds a long phrase would be all there is. */
function subjectFor(topic: string, wordBudget: number): Subject {
  const subject = subjectOf(topic);
  return wordBudget < BRIEF_WORDS ? { ...subject, phrase: briefPhrase(subject.phrase) } : subject;
}

function openingScene(structure: Structure, subject: Subject, sentences: readonly string[]): Scene {
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

function bodyScene(structure: Structure, aspect: Aspect, index: number): Scene {
  const kind = structure.kinds[index % structure.kinds.length] ?? "points";
  const frame = { kicker: null, figure: null };
  const labels = aspect.lines.map(([label]) => label);
  const sentences = aspect.lines.map(([, sentence]) => sentence);
  if (kind === "quote") {
    return {
      ...frame,
      kind,
      heading: aspect.quote,
      sentences: [aspect.quote, ...sentences],
      points: [],
      pointSentences: [],
    };
  }
  const numbers = labels.map((_, line) => line);
  return { ...frame, kind, heading: structure.heading(aspect), sentences, points: labels, pointSentences: numbers };
}

function recapScene(structure: Structure, sentences: readonly string[]): Scene {
  const heading = structure.recapHeading;
  return { kind: "recap", kicker: null, heading, sentences, points: [], pointSentences: [], figure: null };
}

/** Counts the body scenes that the budget left in. */
function numbered(structure: Structure, scenes: readonly Scene[]): Scene[] {
  const isBody = ({ kind }: Scene): boolean => kind !== "title" && kind !== "recap";
  const parts = scenes.filter(isBody).length;
  return scenes.map((scene, index) => {
    if (!isBody(scene)) return scene;
    // The opening stands before the first part.
    return { ...scene, kicker: structure.kicker(index, parts), figure: scene.kind === "figure" ? String(index) : null };
  });
}

/** The recap lists what was really told: headings of the scenes that the budget left in. */
function withRecapPoints(scenes: readonly Scene[]): Scene[] {
  const told = scenes.filter(({ kind }) => kind === "points" || kind === "figure").map(({ heading }) => heading);
  const points = told.slice(0, 3);
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

function cutTo(scene: Scene, sentences: number): Scene {
  const kept = scene.pointSentences.filter((sentence) => sentence < sentences);
  return {
    ...scene,
    sentences: scene.sentences.slice(0, sentences),
    points: scene.points.slice(0, kept.length),
    pointSentences: kept,
  };
}

const LONG_PHRASE_WORDS = 4;

/** Names the subject in every scene; a long phrase in every third only, the others say "this subject". */
function namedSparingly(scenes: readonly Scene[], subject: Subject): Scene[] {
  const isLong = wordCount(subject.phrase) > LONG_PHRASE_WORDS;
  return scenes.map((scene, index) => {
    const phrase = isLong && index % 3 !== 0 ? "this subject" : subject.phrase;
    return { ...scene, sentences: scene.sentences.map((sentence) => filled(sentence, phrase, subject.title, 0)) };
  });
}

const COUNT_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");

function filled(template: string, phrase: string, title: string, count: number): string {
  const countWord = COUNT_WORDS[count] ?? String(count);
  // Functions, since a topic may contain `$&`.
  return template
    .replaceAll("{subject}", () => phrase)
    .replaceAll("{title}", () => title)
    .replaceAll("{count}", () => countWord);
}

function tagsOf(subject: Subject): string[] {
  const words = subject.full.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const telling = words.filter((word) => word.length > 3);
  return [...new Set([...telling.slice(0, 8), "explained"])];
}

function describe(subject: Subject, hook: string, scenes: readonly Scene[]): string {
  const parts = scenes.slice(1).map((scene) => `• ${scene.heading}`);
  const topic = subject.full === subject.title ? [] : [subject.full];
  return [hook, ...topic, "", ...parts, "", "Script, voice, pictures and music were made automatically."].join("\n");
}
