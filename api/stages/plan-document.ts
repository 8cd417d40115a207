import { z } from "zod";
import { BRAND_FONTS } from "../../domain/look/brand.ts";
import type { RenderPlan, SegmentPicture } from "../../domain/render/plan.ts";
import { SCENE_KINDS } from "../../domain/script/script.ts";
import { HARDWARE_ENCODERS } from "../../domain/render/encoder-arguments.ts";
import { encoderSettings } from "../../domain/render/segment-command.ts";
import { FRAMES_PER_SECOND, SECONDS_MAX } from "../../domain/video/video.ts";
import { CAPTION_STYLES } from "../../domain/video/video-settings.ts";
import type { CheckedAs } from "./same-fields.ts";

/** A plan becomes command lines, filters and file names, so nothing in it is taken that it does not need. */
const FRAMES_MAX = (SECONDS_MAX + 60) * FRAMES_PER_SECOND;
const PIXELS_MAX = 4_096;
const MS_MAX = (SECONDS_MAX + 60) * 1_000;

const ObjectKey = z.string().regex(/^[a-z]+(-[a-z]+)*\/[0-9a-f]{64}\.[a-z0-9]{1,5}$/, {
  message: "expected an object key, as in stills/<sha256>.jpg",
});
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, { message: "expected a SHA-256 in hex" });
const Colour = z.string().regex(/^[0-9a-f]{6}$/, { message: "expected a colour as rrggbb" });
const Text = z.string().max(5_000);
const Line = z.string().max(500);
const Frames = z.int().min(0).max(FRAMES_MAX);
const Milliseconds = z.number().min(0).max(MS_MAX);
/** On the clock of a segment, which a caption or a card may have begun before. */
const SegmentMs = z.number().min(-MS_MAX).max(MS_MAX);
const Pixels = z.int().min(1).max(PIXELS_MAX);
const Place = z
  .number()
  .min(-PIXELS_MAX)
  .max(2 * PIXELS_MAX);
const Step = z.union([z.literal(-1), z.literal(0), z.literal(1)]);
const Ranges = z.array(z.strictObject({ fromMs: Milliseconds, toMs: Milliseconds })).max(10_000);

const Cue = z.strictObject({
  startMs: SegmentMs,
  endMs: SegmentMs,
  lines: z.array(Line).max(4),
  words: z.array(z.strictObject({ text: Line, startMs: SegmentMs, line: z.int().min(0).max(3) })).max(200),
  sentence: z.int().min(0),
});

const Picture = {
  still: z.strictObject({ objectKey: ObjectKey, sha256: Sha256, width: Pixels, height: Pixels }),
  clip: z
    .strictObject({ objectKey: ObjectKey, sha256: Sha256, fromFrame: Frames, width: Pixels, height: Pixels })
    .optional(),
  pan: z.strictObject({
    x: z.int().min(0).max(PIXELS_MAX),
    y: z.int().min(0).max(PIXELS_MAX),
    stepX: Step,
    stepY: Step,
    framesPerStep: z.int().min(1).max(FRAMES_MAX),
  }),
  card: z
    .array(
      z.strictObject({
        text: Line,
        role: z.enum(["kicker", "heading", "point", "figure", "quote", "bar", "marker"]),
        x: Place,
        isFromRight: z.literal(true).optional(),
        y: Place,
        sizePx: z.number().min(1).max(PIXELS_MAX),
        enterMs: SegmentMs,
      }),
    )
    .max(100),
};

const Segment = z.strictObject({
  ...Picture,
  index: z.int().min(0),
  scene: z.int().min(0),
  kind: z.enum(SCENE_KINDS),
  brandCard: z.enum(["intro", "outro"]).optional(),
  fromSentence: z.int().min(0),
  toSentence: z.int().min(0),
  startFrame: Frames,
  frameCount: Frames.min(1),
  startMs: Milliseconds,
  endMs: Milliseconds,
  bridge: z.strictObject({ transition: z.enum(["fade", "slide"]), from: z.strictObject(Picture) }).optional(),
  wipeInFrames: Frames,
  wipeOutFrames: Frames,
  fadeOutFrames: Frames,
  captions: z.array(Cue).max(500),
});

const Music = z.discriminatedUnion("source", [
  z.strictObject({ source: z.literal("none") }),
  z.strictObject({ source: z.literal("licensed"), objectKey: ObjectKey, licence: Line, author: Line }),
]);

const Encoder = z.strictObject({
  encoder: z.enum(["libx264", ...HARDWARE_ENCODERS]),
  enhancement: z.literal(encoderSettings("libx264", "premium").enhancement).nullable(),
  quality: z.int().min(0).max(51),
});

const Evenly = z.int().min(64).max(PIXELS_MAX).multipleOf(2);

const Plan = z
  .strictObject({
    version: z.literal(1),
    title: Line,
    description: Text,
    tags: z.array(Line).max(60),
    canvas: z.strictObject({ width: Evenly, height: Evenly }),
    fps: z.literal(FRAMES_PER_SECOND),
    frameCount: Frames.min(1),
    durationMs: Milliseconds,
    encoder: Encoder,
    palette: z.strictObject({ name: Line, deep: Colour, base: Colour, shape: Colour, accent: Colour, text: Colour }),
    captionStyle: z.enum(CAPTION_STYLES).optional(),
    font: z.enum(BRAND_FONTS).optional(),
    logo: z
      .strictObject({ objectKey: ObjectKey, sha256: Sha256, x: Place, y: Place, width: Pixels, height: Pixels })
      .optional(),
    segments: z.array(Segment).min(1).max(2_000),
    captions: z.array(Cue).max(5_000),
    chapters: z.array(z.strictObject({ title: Line, startMs: Milliseconds, endMs: Milliseconds })).max(500),
    audio: z.strictObject({
      narrationKey: ObjectKey,
      narrationMs: Milliseconds,
      voiceLufs: z.number().min(-70).max(0).nullable().optional(),
      narrationStartMs: Milliseconds.optional(),
      musicSeed: z
        .int()
        .min(0)
        .max(2 ** 32),
      music: Music.optional(),
      targetLufs: z.number().min(-40).max(-5),
      truePeakDbtp: z.number().min(-9).max(0),
    }),
    intended: z.strictObject({ gaps: Ranges, fades: Ranges, stills: Ranges, blacks: Ranges, wipes: Ranges }),
  })
  .superRefine(({ segments, frameCount }, context) => {
    let startFrame = 0;
    for (const [index, segment] of segments.entries()) {
      const wrong = (name: string, expected: number) =>
        context.addIssue({ code: "custom", path: ["segments", index, name], message: `expected ${expected}` });
      if (segment.index !== index) wrong("index", index);
      if (segment.startFrame !== startFrame) wrong("startFrame", startFrame);
      startFrame += segment.frameCount;
    }
    if (startFrame === frameCount) return;
    const message = `expected ${startFrame}, the frames of all segments`;
    context.addIssue({ code: "custom", path: ["frameCount"], message });
  });

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod writes optional fields with undefined
export const PlanDocument = Plan as unknown as CheckedAs<RenderPlan, z.ZodType<RenderPlan>, z.infer<typeof Plan>>;

/** Every object that a plan names, with the place where it does. */
export function objectsOf({ segments, logo, audio }: RenderPlan): { readonly path: string; readonly key: string }[] {
  const ofPicture = (path: string, { still, clip }: Pick<SegmentPicture, "still" | "clip">) => [
    { path: `${path}.still.objectKey`, key: still.objectKey },
    ...(clip === undefined ? [] : [{ path: `${path}.clip.objectKey`, key: clip.objectKey }]),
  ];
  return [
    ...segments.flatMap((segment, index) => [
      ...ofPicture(`segments.${index}`, segment),
      ...(segment.bridge === undefined ? [] : ofPicture(`segments.${index}.bridge.from`, segment.bridge.from)),
    ]),
    ...(logo === undefined ? [] : [{ path: "logo.objectKey", key: logo.objectKey }]),
    { path: "audio.narrationKey", key: audio.narrationKey },
    ...(audio.music?.source === "licensed" ? [{ path: "audio.music.objectKey", key: audio.music.objectKey }] : []),
  ];
}
