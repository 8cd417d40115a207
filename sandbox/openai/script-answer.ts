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
/** A sentence takes one of each: two scripts hardly share one, as those of a real model hardly do. */
const SEASONINGS = ["Often", "Usually", "Still", "Oddly", "Today", "Mostly", "Now and then"];
const FINDERS = [
  "a second look shows that",
  "it helps to know that",
  "old hands will say that",
  "a quick drawing shows that",
  "patience teaches you that",
  "mistakes have taught us that",
  "you may expect that",
  "hardly anybody expects that",
  "those involved feel that",
  "a careful note says that",
  "beginners hear late that",
];
const FINDINGS = [
  "small steps follow each other quietly",
  "one part hands over to the next",
  "the edges matter more than the middle",
  "much of {topic} happens out of sight",
  "what seems sudden was long on its way",
  "two explanations can both be right",
  "the order matters more than the names",
  "none of it is hard on its own",
  "the pattern begins at a turn",
  "one change at a time is enough",
  "{topic} can be put into plain words",
  "nobody found all of it at once",
  "a missing piece is felt at once",
];
const QUOTES = ["Look once for the shape and once for the reason.", "Slow is a way of seeing."];
const FILLERS = ["indeed", "again", "slowly", "quietly", "often", "gladly", "together", "today"];
const CLOSINGS = [
  "That is the whole picture of {topic}, small enough to keep.",
  "Try to tell somebody about {topic} before you forget it.",
];

/** A script of exactly the words that were asked for, the same for the same request. */
export function scriptAnswer({ topic: asked, words }: ScriptWish, random: SeededRandom): unknown {
  // Inside a sentence, the mark of a question would end it.
  const topic = asked.replace(/[\s?!.:,]+$/u, "") || asked;
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
  const [seasonings, finders, findings] = [SEASONINGS, FINDERS, FINDINGS].map((parts) => random.shuffled(parts));
  const body = words < WORDS_WITH_FIGURES ? [] : figureScenes(topic).map(figureScene);
  const spoken = (): number => wordCount([opening, ...body, closing].flatMap(({ sentences }) => sentences).join(" "));
  for (let at = 0; ; at += 1) {
    const sentence = fill(`${turn(seasonings, at)}, ${turn(finders, at)} ${turn(findings, at)}.`);
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

/** The lists are of 7, 11 and 13: a thousand sentences pass before one comes again. */
function turn(parts: readonly string[] = [], at: number): string {
  return parts[at % parts.length] ?? "";
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

/** What was found out: the words after "that". */
function label(sentence: string): string {
  const [, found = sentence] = /\bthat (.+)$/u.exec(sentence) ?? [];
  return heading(
    found
      .split(" ")
      .slice(0, 5)
      .join(" ")
      .replace(/[.,]+$/u, ""),
  ).slice(0, 50);
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
