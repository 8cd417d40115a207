import { BEFORE_AFTER } from "./structures/before-after.ts";
import { CLINIC } from "./structures/clinic.ts";
import { DAY } from "./structures/day.ts";
import { DEBATE } from "./structures/debate.ts";
import { LETTER } from "./structures/letter.ts";
import { MYTHS } from "./structures/myths.ts";
import type { Structure } from "./structures/structure.ts";
import { TIMELINE } from "./structures/timeline.ts";
import { COUNTDOWN, EXPLAINER, FIELD_GUIDE, QUESTIONS, STORY } from "./structures/told-as-lists.ts";
import { WALK_THROUGH } from "./structures/walk-through.ts";

/** The ways in which the grammar can tell a topic. */
export const STRUCTURES: readonly Structure[] = [
  EXPLAINER,
  COUNTDOWN,
  QUESTIONS,
  STORY,
  FIELD_GUIDE,
  MYTHS,
  BEFORE_AFTER,
  WALK_THROUGH,
  DEBATE,
  DAY,
  TIMELINE,
  CLINIC,
  LETTER,
];

export const STRUCTURE_NAMES: readonly string[] = STRUCTURES.map(({ name }) => name);
