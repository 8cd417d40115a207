import type { Finding } from "../video/production.ts";
import { type SheetFrame, sheetFrameOf } from "./contact-sheet.ts";
import type { RenderPlan } from "./plan.ts";
import type { SceneKind, Script } from "../script/script.ts";

/** A video scene by scene, as a person looks through it. */
export interface StoryboardScene {
  /** From 1, as people and edits count. */
  readonly number: number;
  readonly kind: SceneKind;
  readonly heading: string;
  readonly lines: readonly string[];
  /** Null until the video is laid out. */
  readonly time: { readonly fromMs: number; readonly toMs: number } | null;
  /** On the contact sheet, which is made with the video; null where it has no picture of the scene. */
  readonly frame: SheetFrame | null;
  /** Where quality control found something in it. */
  readonly findings: number;
}

type PlannedScenes = Pick<RenderPlan, "canvas" | "fps" | "segments">;

/** Scenes of the script with the time that the plan gives them; brand cards belong to none. */
export function storyboardOf(
  script: Pick<Script, "scenes">,
  plan: PlannedScenes | null,
  findings: readonly Pick<Finding, "fromMs" | "toMs">[],
): StoryboardScene[] {
  return script.scenes.map(({ kind, heading, sentences }, index) => {
    const time = timeOf(plan, index);
    const within = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
      time !== null && fromMs < time.toMs && toMs > time.fromMs;
    const frame = plan && sheetFrameOf(plan, index);
    return {
      number: index + 1,
      kind,
      heading,
      lines: sentences,
      time,
      frame,
      findings: findings.filter(within).length,
    };
  });
}

function timeOf(plan: Pick<RenderPlan, "segments"> | null, scene: number): StoryboardScene["time"] {
  const segments = plan?.segments.filter((segment) => segment.scene === scene && segment.brandCard === undefined) ?? [];
  const [first] = segments;
  return first ? { fromMs: first.startMs, toMs: segments.at(-1)?.endMs ?? first.endMs } : null;
}

/** The picture of a scene, by its number. */
export function stillKeyOf(plan: Pick<RenderPlan, "segments">, number: number): string | null {
  const segment = plan.segments.find((each) => each.scene === number - 1 && each.brandCard === undefined);
  return segment?.still.objectKey ?? null;
}
