import type { SeededRandom } from "../../domain/seeded-random.ts";
import { wordCount } from "../../domain/script/script.ts";
import { type FigureScene, figureScenes } from "./figure-scenes.ts";

/** What the stand-in reads out of a request for a script. */
export interface ScriptWish {
  readonly topic: string;
  readonly words: number;
}

interface AnswerScene {
  kind: "title" | "points" | "quote" | "figure" | "recap";
  heading: string;
  sentences: string[];
  points: { label: string; sentence: number }[];
  figure: string | null;
  chart: object | null;
  map: object | null;
}

const NOTHING_DRAWN = { figure: null, chart: null, map: null };
/** A shorter script has no room for scenes of numbers and places. */
const WORDS_WITH_FIGURES = 60;

const OPENINGS = [
  "Picture {topic} on an ordinary Tuesday.",
  "Here is one good way to think about {topic}.",
  "Suppose somebody asks you about {topic} tonight.",
  "There is more to {topic} than a first look shows.",
];
const HEADINGS = [
  "What you can see",
  "What it rests on",
  "Where it turns",
  "A closer look",
  "Who takes part",
  "When it changes",
  "How to notice it",
  "What stays the same",
];
const SENTENCES = [
  "The first thing to notice about {topic} is how much of it happens out of sight.",
  "Small steps follow each other, and none of them is hard on its own.",
  "Look for the moment at which one part hands over to the next.",
  "People who know it well tend to watch the edges and not the middle.",
  "If you change one thing at a time, the pattern begins to show.",
  "It helps to draw it, even badly, on the back of an envelope.",
  "What seems sudden has usually been on its way for a while.",
  "Ask what would be missing if it stopped tomorrow.",
  "Two explanations can both be right when they answer different questions.",
  "With a little patience, {topic} becomes something that you can describe.",
  "The names matter less than the order in which things happen.",
  "Somebody worked this out slowly, with plenty of mistakes on the way.",
];
const QUOTES = ["Look once for the shape and once for the reason.", "Slow is a way of seeing."];
const FILLERS = ["indeed", "again", "slowly", "quietly", "often", "gladly", "together", "today"];
const CLOSINGS = [
  "That is the whole picture of {topic}, small enough to keep.",
  "Try to tell somebody about {topic} before you forget it.",
];

/** A script of exactly the words that were asked for, the same for the same request. */
export function scriptAnswer({ topic, words }: ScriptWish, random: SeededRandom): unknown {
  const fill = (text: string): string => text.replaceAll("{topic}", () => topic);
  const opening: AnswerScene = {
    kind: "title",
    heading: heading(topic),
    sentences: [fill(random.pick(OPENINGS))],
    points: [],
    ...NOTHING_DRAWN,
  };
  const closing: AnswerScene = {
    kind: "recap",
    heading: "In short",
    sentences: [fill(random.pick(CLOSINGS))],
    points: [],
    ...NOTHING_DRAWN,
  };
  const headings = random.shuffled(HEADINGS);
  const pool = random.shuffled(SENTENCES);
  const body = words < WORDS_WITH_FIGURES ? [] : figureScenes(topic).map(figureScene);
  const spoken = (): number => wordCount([opening, ...body, closing].flatMap(({ sentences }) => sentences).join(" "));
  for (let at = 0; ; at += 1) {
    const sentence = fill(pool[at % pool.length] ?? "");
    if (spoken() + wordCount(sentence) > words) break;
    const open = body.at(-1);
    if (open === undefined || open.sentences.length >= 3 || isDrawn(open))
      body.push(bodyScene(headings[body.length % headings.length] ?? "", sentence, body.length));
    else takeIn(open, sentence);
  }
  pad(body.at(-1) ?? opening, words - spoken());
  const scenes = [opening, ...body, closing];
  return {
    title: `${heading(topic).slice(0, 60)}: a calm look`,
    hook: opening.sentences[0],
    scenes: scenes.map((scene) => ({ ...scene, shows: shownOf(topic) })),
    tags: topic
      .toLowerCase()
      .split(/\s+/u)
      .filter((word) => word.length > 3)
      .slice(0, 5),
    description: `A short film about ${topic}.\n\n${body.map((scene) => `• ${scene.heading}`).join("\n")}`,
  };
}

/** The stand-ins of the libraries have pictures of what topics are about. */
function shownOf(topic: string): string {
  const telling = topic.split(/[^\p{L}]+/u).filter((word) => word.length > 3);
  return telling.slice(0, 3).join(" ");
}

function heading(topic: string): string {
  return topic.slice(0, 80).replace(/^./u, (first) => first.toUpperCase());
}

function bodyScene(text: string, sentence: string, at: number): AnswerScene {
  const quote = QUOTES[at % QUOTES.length] ?? "";
  if (at % 4 === 2) return { kind: "quote", heading: quote, sentences: [sentence], points: [], ...NOTHING_DRAWN };
  const kind = at % 4 === 3 ? "figure" : "points";
  return {
    kind,
    heading: text,
    sentences: [sentence],
    points: [{ label: label(sentence), sentence: 0 }],
    ...NOTHING_DRAWN,
    figure: kind === "figure" ? String(at) : null,
  };
}

function figureScene({ sentence, ...drawn }: FigureScene): AnswerScene {
  return { kind: "points", ...drawn, sentences: [sentence], points: [], figure: null };
}

function isDrawn({ chart, map }: AnswerScene): boolean {
  return chart !== null || map !== null;
}

function takeIn(scene: AnswerScene, sentence: string): void {
  if (scene.kind !== "quote") scene.points.push({ label: label(sentence), sentence: scene.sentences.length });
  scene.sentences.push(sentence);
}

function label(sentence: string): string {
  return sentence
    .split(" ")
    .slice(0, 4)
    .join(" ")
    .replace(/[.,]+$/u, "")
    .slice(0, 50);
}

/** Makes the last sentence longer, word by word, until the count is met. */
function pad(scene: AnswerScene, missing: number): void {
  if (missing <= 0) return;
  const more = Array.from({ length: missing }, (_, at) => FILLERS[at % FILLERS.length]);
  const last = scene.sentences.length - 1;
  scene.sentences[last] = `${(scene.sentences[last] ?? "").replace(/[.]$/u, "")}, ${more.join(" ")}.`;
}

/** What a careful reader would strike out. */
export function withWildClaims(answer: unknown): unknown {
  const text = JSON.stringify(answer);
  const script: { scenes: AnswerScene[] } = JSON.parse(text);
  const scene = script.scenes[1] ?? script.scenes[0];
  if (scene === undefined) return answer;
  scene.sentences[0] = "It cures diabetes in 87 % of 4,300 people, scientists agree.";
  return script;
}
