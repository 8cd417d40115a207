import type { SeededRandom } from "../seeded-random.ts";
import { ASPECTS_OF_PRACTICE } from "./aspects-of-practice.ts";
import { ASPECTS_OF_THINGS } from "./aspects-of-things.ts";
import type { Beat } from "./beat.ts";
import { BEATS_OF_CHOICES } from "./beats-of-choices.ts";
import { BEATS_OF_HISTORIES } from "./beats-of-histories.ts";
import { BEATS_OF_QUESTIONS } from "./beats-of-questions.ts";
import { BEATS_OF_TASKS } from "./beats-of-tasks.ts";
import type { Structure } from "./structures/structure.ts";
import type { TopicKind, TopicShape } from "./topic-shape.ts";

const BEATS_OF_KIND: Readonly<Record<TopicKind, readonly Beat[]>> = {
  task: BEATS_OF_TASKS,
  how: BEATS_OF_QUESTIONS,
  why: BEATS_OF_QUESTIONS,
  history: BEATS_OF_HISTORIES,
  comparison: BEATS_OF_CHOICES,
  list: [],
  thing: [],
};

/** Share of a body that a structure tells in scenes of its own; the rest belongs to the topic. */
const OWN_SHARE = 0.5;
/** One scene of its own does not make a structure. */
const OWN_LEAST = 2;
/** Bodies of so many scenes have room for something to do. */
const PARTS_WITH_A_TRY = 3;

/** A scene of a body: the structure's own, about the topic, or something to do. */
export interface BodyBeat {
  readonly beat: Beat;
  readonly role: "own" | "aside" | "try";
}

/** The scenes of a body, in the order in which they are told. */
export function bodyBeats(structure: Structure, shape: TopicShape, parts: number, random: SeededRandom): BodyBeat[] {
  const own = structure.beats ?? [];
  const ofKind = random.shuffled(BEATS_OF_KIND[shape.kind]);
  const general = random.shuffled([...ASPECTS_OF_THINGS, ...ASPECTS_OF_PRACTICE]);
  const tries = shape.scenery !== null && parts >= PARTS_WITH_A_TRY ? [shape.scenery.tries] : [];
  const room = parts - tries.length;
  const ownCount = Math.min(own.length, room, Math.max(OWN_LEAST, Math.ceil(room * OWN_SHARE)));
  const chosenOwn = chosen(own, ownCount, structure.inOrder ?? false, random);
  // A structure without scenes of its own tells half of the body in the topic's kind.
  const kindCount = Math.min(ofKind.length, own.length === 0 ? Math.ceil(room / 2) : room - ownCount);
  const other = [...ofKind.slice(0, kindCount), ...general, ...ofKind.slice(kindCount)].slice(0, room - ownCount);
  const mine = chosenOwn.map((beat): BodyBeat => ({ beat, role: "own" }));
  const asides = other.map((beat): BodyBeat => ({ beat, role: own.length === 0 ? "own" : "aside" }));
  const doing = tries.map((beat): BodyBeat => ({ beat, role: "try" }));
  if (structure.inOrder === true) return [...mine, ...random.shuffled(asides), ...doing];
  // The structure speaks first, so that the listener knows where they are; something to do comes later.
  const told = mine.length > 0 ? mine : asides;
  const rest = [...told.slice(1), ...(mine.length > 0 ? asides : []), ...doing];
  return [...told.slice(0, 1), ...random.shuffled(rest)];
}

function chosen(beats: readonly Beat[], count: number, inOrder: boolean, random: SeededRandom): Beat[] {
  const some = random.shuffled(beats).slice(0, count);
  return inOrder ? beats.filter((beat) => some.includes(beat)) : some;
}
