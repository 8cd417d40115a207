import { z } from "@hono/zod-openapi";
import { SCENE_KINDS } from "../../domain/script/script.ts";
import { camelCase } from "../../domain/spelling.ts";
import {
  CARD_LINE_MAX_CHARACTERS,
  POINTS_MAX,
  SCENES_MAX,
  SENTENCE_MAX_CHARACTERS,
  SENTENCES_MAX,
} from "../../domain/video/scene-edits.ts";
import { DESCRIPTION_MAX_CHARACTERS } from "../../domain/video/publishing-edit.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";
import { ASPECTS, PRIVACY_STATUSES } from "../../domain/video/video.ts";
import { InstantSchema, plainText } from "../vocabulary.ts";
import { LookSettingsSchema, MusicSettingsSchema, VoiceSchema } from "./video-settings-schemas.ts";

/** YouTube's limit. */
export const TITLE_MAX_CHARACTERS = 100;

const Scene = z.int().min(1).max(SCENES_MAX).openapi({ description: "From 1", example: 3 });
const Sentence = plainText(SENTENCE_MAX_CHARACTERS);
const CardLine = plainText(CARD_LINE_MAX_CHARACTERS);
const Description = z
  .string()
  .max(DESCRIPTION_MAX_CHARACTERS)
  .refine((text) => text.trim() !== "", { message: "must not be empty" })
  .refine((text) => !/[<>]|[^\P{Cc}\r\n\t]/u.test(text), { message: "must not hold <, > or control characters" })
  .openapi({ description: "In place of the script's words; chapters and credits stay below it. Null takes them back" });
const ObjectKey = z
  .string()
  .regex(/^[a-z]+(-[a-z]+)*\/[\w-]+(\.[\w-]+)*$/, { message: "expected the object key of a stored file" })
  .openapi({ example: `uploads/${"0".repeat(64)}.png` });

const Chart = z
  .strictObject({
    kind: z.enum(["bar", "line", "donut"]),
    labels: z.array(CardLine).max(12),
    values: z.array(z.number()).min(2).max(12),
    unit: z.string().max(40),
    source: CardLine,
  })
  .openapi({ description: "Of the scene's own; new sentences take the former one away" });

const Place = z.strictObject({ name: CardLine, lat: z.number().min(-85).max(85), lon: z.number().min(-180).max(180) });

const SceneWords = {
  scene_kind: z.enum(SCENE_KINDS).optional(),
  kicker: CardLine.nullable().optional(),
  heading: CardLine.optional(),
  sentences: z.array(Sentence).min(1).max(SENTENCES_MAX).optional(),
  points: z.array(CardLine).max(POINTS_MAX).optional(),
  figure: CardLine.nullable().optional(),
  chart: Chart.nullable().optional(),
  map: z
    .strictObject({ places: z.array(Place).min(1).max(12) })
    .nullable()
    .optional(),
};

/** One change of a video; `VideoEdit` in the spelling of HTTP. */
export const VideoEditSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("replace_scene"), scene: Scene, ...SceneWords }),
    z.strictObject({ kind: z.literal("rewrite_line"), scene: Scene, line: z.int().min(1), text: Sentence }),
    z.strictObject({ kind: z.literal("insert_scene"), scene: Scene, ...SceneWords }),
    z.strictObject({ kind: z.literal("remove_scene"), scene: Scene }),
    z.strictObject({ kind: z.literal("voice"), voice: VoiceSchema }),
    z.strictObject({ kind: z.literal("music"), music: MusicSettingsSchema }),
    z.strictObject({ kind: z.literal("look"), look: LookSettingsSchema }),
    z.strictObject({ kind: z.literal("aspect"), aspect: z.enum(ASPECTS) }),
    z.strictObject({
      kind: z.literal("scene_media"),
      scene: Scene,
      object_key: ObjectKey.optional().openapi({ description: "Left out: another picture than the one it has" }),
      credit: plainText(200).optional(),
    }),
    z.strictObject({
      kind: z.literal("publishing"),
      privacy: z.enum(PRIVACY_STATUSES).optional(),
      publish_at: InstantSchema.nullable().optional(),
      description: Description.nullable().optional(),
    }),
    z.strictObject({ kind: z.literal("title"), title: plainText(TITLE_MAX_CHARACTERS) }),
    z.strictObject({
      kind: z.literal("thumbnail"),
      candidate: z.int().min(1).max(20).optional().openapi({ description: "One of those that were made" }),
      object_key: ObjectKey.optional(),
    }),
    z.strictObject({ kind: z.literal("subtitles"), object_key: ObjectKey }),
  ])
  .openapi("VideoEdit", {
    example: { kind: "rewrite_line", scene: 3, line: 1, text: "Blue light is scattered the most." },
  });

/** What was sent, in the house's spelling. */
export function videoEditOf(edit: z.infer<typeof VideoEditSchema>): VideoEdit {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed JSON holds no undefined
  return camelCase(edit) as VideoEdit;
}
