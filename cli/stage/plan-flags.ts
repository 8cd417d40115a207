import { ASPECTS, COMPLEXITIES, SIZES } from "../../domain/video/video.ts";
import type { CommandContext } from "../context.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { choice, type FlagValues, integer, text } from "../flags.ts";
import { lookFlags, lookPart, musicFlags, musicPart } from "../setting-flags.ts";

/** A plan, or what one is made of and how it is to look. */
export const planFlags = {
  plan: text("--plan <PathOrKey>", "Plan as it is, without the flags below"),
  script: text("--script <PathOrKey>", "Script, in place of a plan"),
  timings: text("--timings <Key>", "TimingsKey of its narration"),
  media: text("--media <Key>", "MediaKey of its pictures"),
  topic: text("-t, --topic <Text>", "What it is about; the script's title when left out"),
  aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
  size: choice("--size <Size>", "Short edge of the picture", SIZES),
  seed: integer("--seed <Number>", "Varies music and motion", { min: 0, max: 2_147_483_647 }),
  complexity: choice("--complexity <Complexity>", "How much work the picture gets", COMPLEXITIES),
  language: text("--language <Tag>", "BCP 47, as in en or pt-BR"),
  ...lookFlags,
  ...musicFlags,
} as const;

export type PlanFlags = FlagValues<typeof planFlags>;

/** Whether the flags name a script, its narration and its pictures. */
export function areParts({ script, timings, media }: PlanFlags): boolean {
  return script !== undefined && timings !== undefined && media !== undefined;
}

/** The flags as the stages `render` and `preview` take them; files go up first. */
export async function planBody(context: CommandContext, flags: PlanFlags): Promise<Readonly<Record<string, unknown>>> {
  const { plan, script, timings, media, topic, aspect, size, seed, complexity, language } = flags;
  return {
    planKey: plan === undefined ? undefined : await objectKeyOf(context, plan),
    scriptKey: script === undefined ? undefined : await objectKeyOf(context, script),
    timingsKey: timings,
    mediaKey: media,
    ...{ topic, aspect, size, seed, complexity, language },
    look: lookPart(flags),
    music: await musicPart(context, flags),
  };
}
