import { AppError } from "../errors.ts";
import { type OwnBlock, ownBlocks, SOURCE } from "./own-blocks.ts";
import { chartOf, tableRows } from "./own-table.ts";
import { ownWords, sentencesOf } from "./sentences.ts";
import { DRAFT_WORDS_PER_MINUTE } from "./template.ts";
import { type Scene, type SceneChart, type SceneKind, type Script, scriptWordCount } from "./script.ts";

export const OWN_SCRIPT_MAX_CHARACTERS = 60_000;
/** Ten minutes, read fast. */
export const OWN_SCRIPT_MAX_WORDS = 2_200;
const SCENE_SENTENCES = 8;
const SCENE_POINTS = 6;
const LABEL_WORDS = 6;
const LABEL_CHARACTERS = 60;
const HEADING_CHARACTERS = 90;
const FIGURE_CHARACTERS = 12;
/** A number with a sign or a short unit, alone on its line. */
const FIGURE = /^[~≈<>+−-]?\s?[$€£¥]?\d[\d.,’' ]{0,9}\s?[%‰°×x$€£¥]?\s?[\p{L}]{0,3}$/u;
const RECAP = /^(recap|summary|conclusion|in short|takeaways?|to sum up|fazit|resumen|résumé|riassunto)\b/iu;

interface OpenScene {
  kind: SceneKind;
  heading: string;
  sentences: string[];
  points: { label: string; sentence: number }[];
  figure: string | null;
  /** Rows of a table of numbers, and the sentence that its column names are. */
  table?: { readonly rows: readonly (readonly string[])[]; readonly at: number };
}

/**
 * A person's own script as plain text or Markdown: headings begin scenes, list items are points, `>` is a quote, a table of
 * numbers a chart, a number alone on its line is a figure, and `---` begins a scene without a heading. No word is lost.
 * AppError `invalid_input` (field `spec.script.ownKey`) when there is nothing to say, or too much.
 */
export function ownScript(text: string, topic: string): Script {
  if (text.length > OWN_SCRIPT_MAX_CHARACTERS) throw tooLong(`${text.length} characters`, OWN_SCRIPT_MAX_CHARACTERS);
  const scenes = scenesOf(ownBlocks(text));
  if (scenes.length === 0) {
    throw new AppError("invalid_input", "the script has no words that could be spoken", {
      field: "spec.script.ownKey",
      remedy: "Write what is to be said, one paragraph a scene or under headings.",
    });
  }
  const [first] = scenes;
  const title = first?.heading ?? ownWords(topic);
  const script: Script = {
    version: 1,
    title: shortened(title, HEADING_CHARACTERS),
    hook: first?.sentences[0] ?? title,
    scenes: scenes.map((scene, index) => asScene(scene, index === 0, index === scenes.length - 1)),
    tags: [],
    description: [first?.sentences[0] ?? title, "", ...scenes.slice(1).map(({ heading }) => `• ${heading}`)].join("\n"),
    wordsPerMinute: DRAFT_WORDS_PER_MINUTE,
    provider: "own",
  };
  requireRoom(script);
  return script;
}

/** Throws `invalid_input` for more to say than a video holds, whatever form the script came in. */
export function requireRoom(script: Pick<Script, "scenes">): void {
  const words = scriptWordCount(script);
  if (words > OWN_SCRIPT_MAX_WORDS) throw tooLong(`${words} words`, OWN_SCRIPT_MAX_WORDS);
  // Not every script parts its words by spaces.
  const characters = script.scenes.flatMap(({ sentences }) => sentences).join(" ").length;
  if (characters > OWN_SCRIPT_MAX_CHARACTERS) throw tooLong(`${characters} characters`, OWN_SCRIPT_MAX_CHARACTERS);
}

function tooLong(found: string, most: number): AppError {
  return new AppError("invalid_input", `the script has ${found}, a video holds ${most}`, {
    field: "spec.script.ownKey",
    remedy: "Shorten it, or make several videos of it.",
  });
}

function scenesOf(blocks: readonly OwnBlock[]): OpenScene[] {
  const scenes: OpenScene[] = [];
  let open: OpenScene | null = null;
  const begin = (heading: string, kind: SceneKind = "points"): OpenScene => {
    open = { kind, heading, sentences: [], points: [], figure: null };
    scenes.push(open);
    return open;
  };
  const current = (text: string): OpenScene => {
    const isFull = open !== null && (open.sentences.length >= SCENE_SENTENCES || open.points.length >= SCENE_POINTS);
    if (open === null) return begin(text);
    return isFull || open.kind === "quote" ? begin(open.kind === "quote" ? text : open.heading) : open;
  };
  for (const block of blocks) {
    const text = ownWords(block.text);
    if (block.kind === "break") open = null;
    else if (block.kind === "table") takeTable(tableRows(block.text), current);
    else if (!/[\p{L}\p{N}]/u.test(text)) continue;
    else if (block.kind === "heading") begin(text, RECAP.test(text) ? "recap" : "points");
    else if (block.kind === "quote") begin(text, "quote").sentences.push(...sentencesOf(text));
    else if (isFigure(text)) takeFigure(text, current(text));
    else if (block.kind === "item") takeItem(text, current(text));
    else for (const sentence of sentencesOf(text)) current(sentence).sentences.push(sentence);
  }
  return scenes;
}

/** The first table of a scene may become its chart; any other is read row by row. */
function takeTable(rows: readonly (readonly string[])[], current: (heading: string) => OpenScene): void {
  const [header] = rows;
  if (header === undefined) return;
  const scene = current(header.join(": "));
  if (scene.table === undefined) scene.table = { rows, at: scene.sentences.length };
  else for (const row of rows) scene.sentences.push(...readRow(row));
}

function readRow(row: readonly string[]): string[] {
  return sentencesOf(`${row.join(", ")}.`);
}

/** Numbers with a source become a chart, and only their column names are said; otherwise every row is. */
function withTable(scene: OpenScene): { readonly scene: OpenScene; readonly chart: SceneChart | null } {
  const { table, ...rest } = scene;
  if (table === undefined) return { scene, chart: null };
  const source =
    scene.sentences
      .find((sentence) => SOURCE.test(sentence))
      ?.replace(SOURCE, "")
      .replace(/\.$/u, "") ?? "";
  const chart = chartOf(table.rows, source);
  const [header = [], ...rows] = table.rows;
  const said = chart === null ? [header, ...rows].flatMap(readRow) : sentencesOf(`${header.join(": ")}.`);
  const sentences = scene.sentences.toSpliced(table.at, 0, ...said);
  const later = (sentence: number): number => (sentence < table.at ? sentence : sentence + said.length);
  const points = scene.points.map(({ label, sentence }) => ({ label, sentence: later(sentence) }));
  return { scene: { ...rest, sentences, points }, chart };
}

function isFigure(text: string): boolean {
  return text.length <= FIGURE_CHARACTERS && FIGURE.test(text);
}

function takeFigure(text: string, scene: OpenScene): void {
  scene.sentences.push(/[.!?]$/u.test(text) ? text : `${text}.`);
  if (scene.figure !== null) return;
  scene.figure = text;
  if (scene.kind === "points") scene.kind = "figure";
}

function takeItem(text: string, scene: OpenScene): void {
  const [label = text] = /^[^:–—]{2,50}(?=:\s|\s[–—]\s)/u.exec(text) ?? [];
  for (const [index, sentence] of sentencesOf(text).entries()) {
    if (index === 0) scene.points.push({ label: shortLabel(label), sentence: scene.sentences.length });
    scene.sentences.push(sentence);
  }
}

function shortLabel(text: string): string {
  const words = text.split(" ");
  const label = shortened(
    words
      .slice(0, LABEL_WORDS)
      .join(" ")
      .replace(/[.,;:!?]+$/u, ""),
    LABEL_CHARACTERS,
  );
  return words.length > LABEL_WORDS ? `${label} …` : label;
}

/** A heading with nothing under it is spoken itself, and so is one that is too long for a card. */
function spoken(scene: OpenScene): OpenScene {
  if (scene.kind === "quote") return scene;
  const isSaid = scene.sentences.length > 0 && scene.heading.length <= HEADING_CHARACTERS;
  const isAlreadySaid = scene.sentences[0] === scene.heading;
  if (isSaid || isAlreadySaid) return scene;
  const said = sentencesOf(scene.heading);
  const points = scene.points.map(({ label, sentence }) => ({ label, sentence: sentence + said.length }));
  return { ...scene, sentences: [...said, ...scene.sentences], points };
}

function asScene(open: OpenScene, isFirst: boolean, isLast: boolean): Scene {
  const { scene: told, chart } = withTable(open);
  const scene = spoken(told);
  const kind = isFirst && scene.kind === "points" && scene.points.length === 0 ? "title" : scene.kind;
  return {
    kind: kind === "recap" && !isLast ? "points" : kind,
    kicker: null,
    heading: shortened(scene.heading, HEADING_CHARACTERS),
    sentences: scene.sentences,
    points: scene.points.map(({ label }) => label),
    pointSentences: scene.points.map(({ sentence }) => sentence),
    figure: scene.figure,
    ...(chart === null ? {} : { chart }),
  };
}

function shortened(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const cut = text.slice(0, characters - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > 0 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}
