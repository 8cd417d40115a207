import { z } from "zod";
import { SCENE_KINDS, type Script } from "../../domain/script/script.ts";
import { LanguageSchema } from "../pipeline/video-settings-schemas.ts";
import { plainText } from "../vocabulary.ts";
import type { CheckedAs } from "./same-fields.ts";

const Line = plainText(1_000);

const Chart = z.strictObject({
  kind: z.enum(["bar", "line", "donut"]),
  labels: z.array(Line).max(24),
  values: z.array(z.number()).max(24),
  unit: z.string().max(40),
  source: z.string().max(200),
});

const Place = z.strictObject({ name: Line, lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });

const SceneDocument = z
  .strictObject({
    kind: z.enum(SCENE_KINDS),
    kicker: Line.nullable(),
    heading: Line,
    sentences: z.array(Line).min(1).max(100),
    points: z.array(Line).max(20),
    pointSentences: z.array(z.int().min(0)).max(20),
    figure: Line.nullable(),
    chart: Chart.optional(),
    map: z.strictObject({ places: z.array(Place).max(40) }).optional(),
    shows: Line.optional(),
  })
  .refine(({ points, pointSentences }) => points.length === pointSentences.length, {
    path: ["pointSentences"],
    message: "must have one entry a point",
  })
  .refine(({ sentences, pointSentences }) => pointSentences.every((index) => index < sentences.length), {
    path: ["pointSentences"],
    message: "must name sentences of the scene, from 0",
  })
  .refine(({ chart }) => chart === undefined || chart.labels.length === chart.values.length, {
    path: ["chart", "values"],
    message: "must have one value a label",
  });

const Document = z.strictObject({
  version: z.literal(1),
  title: plainText(200),
  hook: Line,
  scenes: z.array(SceneDocument).min(1).max(200),
  tags: z.array(plainText(100)).max(30),
  description: z.string().max(5_000),
  wordsPerMinute: z.number().min(80).max(400),
  provider: z.string().max(100),
  language: LanguageSchema.optional(),
  notes: z.array(plainText(1_000)).max(200).optional(),
});

/** `Script` as somebody may hand it in: the file of the stage `script`, edited or written by hand. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod writes optional fields with undefined
export const ScriptDocument = Document as unknown as CheckedAs<Script, z.ZodType<Script>, z.infer<typeof Document>>;
