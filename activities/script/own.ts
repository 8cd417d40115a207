import { readFile } from "node:fs/promises";

import { z } from "zod";

import type { ObjectStore } from "../../clients/storage/storage.ts";
import { chartProblem } from "../../domain/charts/data.ts";
import { AppError, appErrorOf } from "../../domain/errors.ts";
import { OWN_SCRIPT_MAX_CHARACTERS, ownScript, requireRoom } from "../../domain/script/own.ts";
import { ownWords } from "../../domain/script/sentences.ts";
import { DRAFT_WORDS_PER_MINUTE } from "../../domain/script/template.ts";
import { SCENE_KINDS, type Scene, type Script } from "../../domain/script/script.ts";
import type { VideoSpec } from "../../domain/video/video.ts";

const FIELD = "spec.script.ownKey";
const MAX_BYTES = 4 * OWN_SCRIPT_MAX_CHARACTERS;

const words = (most: number) =>
  z
    .string()
    .max(most)
    .transform(ownWords)
    .refine((text) => /[\p{L}\p{N}]/u.test(text), { error: "expected words" });
const Chart = z
  .strictObject({
    kind: z.enum(["bar", "line", "donut"]),
    labels: z.array(words(40)),
    values: z.array(z.number()),
    unit: z.string().max(12).default(""),
    source: words(120),
  })
  .superRefine((chart, context) => {
    const problem = chartProblem(chart);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });
const Place = z.strictObject({ name: words(40), lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });
const OwnScene = z
  .strictObject({
    kind: z.enum(SCENE_KINDS).default("points"),
    kicker: words(60).nullable().default(null),
    heading: words(140),
    sentences: z.array(words(600)).min(1).max(40),
    points: z.array(words(120)).max(6).default([]),
    pointSentences: z.array(z.int().min(0)).optional(),
    figure: words(16).nullable().default(null),
    chart: Chart.optional(),
    map: z.strictObject({ places: z.array(Place).min(1).max(12) }).optional(),
    shows: words(80).optional(),
  })
  .refine((scene) => scene.pointSentences === undefined || scene.pointSentences.length === scene.points.length, {
    path: ["pointSentences"],
    error: "expected one number for each point",
  })
  .refine((scene) => scene.pointSentences?.every((sentence) => sentence < scene.sentences.length) ?? true, {
    path: ["pointSentences"],
    error: "expected numbers of sentences, counted from 0",
  })
  .refine((scene) => scene.kind !== "figure" || scene.figure !== null, {
    path: ["figure"],
    error: "expected the figure that a figure scene shows",
  });
const OwnJson = z.looseObject({
  title: words(140).optional(),
  hook: words(400).optional(),
  scenes: z.array(OwnScene).min(1).max(80),
  tags: z.array(words(60)).max(30).default([]),
  description: z.string().max(5_000).optional(),
  wordsPerMinute: z.number().min(80).max(260).optional(),
});

/** A person's script from the object store. AppError `invalid_input` names the line or the field, and what helps. */
export async function readOwnScript(storage: ObjectStore, spec: VideoSpec): Promise<Script> {
  const key = spec.script?.ownKey;
  if (key === undefined) {
    throw new AppError("invalid_input", "an own script is asked for, but no file is named", {
      field: FIELD,
      remedy: "Upload the script and give its object key.",
    });
  }
  const text = await readText(storage, key);
  const script = key.endsWith(".json") ? scriptFromJson(text, spec.topic) : ownScript(text, spec.topic);
  return spec.language === undefined ? script : { ...script, language: spec.language };
}

async function readText(storage: ObjectStore, key: string): Promise<string> {
  try {
    const bytes = await readFile(await storage.getFile(key));
    if (bytes.length > MAX_BYTES) throw unusable(`the script has ${bytes.length} bytes, at most ${MAX_BYTES} are read`);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    const known = appErrorOf(error);
    if (known?.code === "not_found") throw unusable(`there is no file ${key}`, "Upload the script first.");
    if (error instanceof TypeError) throw unusable("the script is no UTF-8 text", "Save it as UTF-8 text.");
    throw error;
  }
}

function scriptFromJson(text: string, topic: string): Script {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw unusable(`the script is no JSON: ${lineOf(error, text)}`, "Mend the JSON, or upload the script as text.");
  }
  const parsed = OwnJson.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join(".") ?? "";
    throw new AppError(
      "invalid_input",
      `the script's ${path === "" ? "JSON" : path}: ${issue?.message ?? "is wrong"}`,
      {
        field: path === "" ? FIELD : `${FIELD}:${path}`,
        remedy: "Each scene needs a heading and its sentences; kinds are title, points, figure, quote and recap.",
      },
    );
  }
  const { title, hook, scenes, tags, description, wordsPerMinute } = parsed.data;
  const first = scenes[0]?.heading ?? ownWords(topic);
  const script: Script = {
    version: 1,
    title: title ?? first,
    hook: hook ?? scenes[0]?.sentences[0] ?? first,
    scenes: scenes.map(sceneOf),
    tags,
    description: description ?? scenes.map(({ heading }) => `• ${heading}`).join("\n"),
    wordsPerMinute: wordsPerMinute ?? DRAFT_WORDS_PER_MINUTE,
    provider: "own",
  };
  requireRoom(script);
  return script;
}

/** Points without a sentence of their own appear one after the other. */
function sceneOf({ pointSentences, chart, map, shows, ...scene }: z.infer<typeof OwnScene>): Scene {
  const last = scene.sentences.length - 1;
  return {
    ...scene,
    pointSentences: pointSentences ?? scene.points.map((_, index) => Math.min(index, last)),
    ...(chart === undefined ? {} : { chart }),
    ...(map === undefined ? {} : { map }),
    ...(shows === undefined ? {} : { shows }),
  };
}

/** V8 says where it stopped reading as a position; people count lines. */
function lineOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/u.exec(message)?.[1];
  if (position === undefined) return message.slice(0, 120);
  return `line ${text.slice(0, Number(position)).split("\n").length}: ${message.slice(0, 120)}`;
}

function unusable(message: string, remedy = "Upload a .txt, .md or .json file with the words."): AppError {
  return new AppError("invalid_input", message, { field: FIELD, remedy });
}
