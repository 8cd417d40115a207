import { BEFORE_AFTER } from "./script/structures/before-after.ts";
import { CLINIC } from "./script/structures/clinic.ts";
import { DAY } from "./script/structures/day.ts";
import { DEBATE } from "./script/structures/debate.ts";
import { LETTER } from "./script/structures/letter.ts";
import { MYTHS } from "./script/structures/myths.ts";
import type { Structure } from "./script/structures/structure.ts";
import { TIMELINE } from "./script/structures/timeline.ts";
import { COUNTDOWN, EXPLAINER, FIELD_GUIDE, QUESTIONS, STORY } from "./script/structures/told-as-lists.ts";
import { WALK_THROUGH } from "./script/structures/walk-through.ts";

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
