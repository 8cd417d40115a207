import type { Beat } from "./beat.ts";
import { SCENERIES_OF_LIVING } from "./sceneries-of-living.ts";
import { SCENERIES_OF_MAKING } from "./sceneries-of-making.ts";

/** What a topic is broadly about, and what that lets a script say: where to look, what to do with one's hands. */
export interface Scenery {
  readonly name: string;
  /** Beginnings of words, lower case, that point here. */
  readonly words: readonly string[];
  /** First sentences spoken. */
  readonly hooks: readonly string[];
  /** Concrete things to do or watch. */
  readonly tries: Beat;
}

export const SCENERIES: readonly Scenery[] = [...SCENERIES_OF_LIVING, ...SCENERIES_OF_MAKING];
