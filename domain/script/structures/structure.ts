import type { SceneKind } from "../script.ts";
import type { Beat } from "../beat.ts";
import type { TopicKind } from "../topic-shape.ts";

/** How a template script is told. Slots as in beat.ts; `{title}` is the topic as a title, `{count}` a number word. */
export interface Structure {
  /** As people choose it: `spec.script.structure`. */
  readonly name: string;
  readonly titles: readonly string[];
  /** First sentence spoken. */
  readonly hooks: readonly string[];
  /** Second sentence of the opening. */
  readonly promises: readonly string[];
  readonly openingKicker: string;
  readonly kicker: (part: number, parts: number) => string;
  readonly heading: (beat: Beat) => string;
  /** Kinds of the body scenes, repeated; a beat without a saying or a figure is shown as points. */
  readonly kinds: readonly Exclude<SceneKind, "title" | "recap">[];
  /** What a figure card shows; left out it is the beat's own figure. */
  readonly figure?: (part: number) => string;
  readonly recapHeading: string;
  readonly recaps: readonly string[];
  readonly closings: readonly string[];
  /** Scenes of its own, told before anything general; in the given order when `inOrder`. */
  readonly beats?: readonly Beat[];
  readonly inOrder?: boolean;
  /** So many first lines of its own scenes keep their place: a finding comes before its remedy. */
  readonly leadingLines?: number;
  /** Above a scene that is not one of its own, so that "Myth 3" is a myth. */
  readonly asideKicker?: string;
  /** Topics for which a seed may choose it; left out any. A person may choose it for all. */
  readonly suits?: readonly TopicKind[];
}

export const byHeading = (beat: Beat): string => beat.heading;
export const byQuestion = (beat: Beat): string => beat.question ?? beat.heading;

export function counted(noun: string, part: number, parts: number): string {
  return parts === 1 ? `${noun} ${part}` : `${noun} ${part} of ${parts}`;
}
