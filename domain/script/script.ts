/** The words of a video before they are spoken: JSON `scripts/<hash>.json` in the object store. */
export const SCENE_KINDS = ["title", "points", "figure", "quote", "recap"] as const;
export type SceneKind = (typeof SCENE_KINDS)[number];

/** Figures of a scene, drawn as they are; there is no chart without them. */
export interface SceneChart {
  readonly kind: "bar" | "line" | "donut";
  readonly labels: readonly string[];
  /** One a label. */
  readonly values: readonly number[];
  /** Written after each value: `%`, ` km`. */
  readonly unit: string;
  /** Where the figures come from; shown under the chart. */
  readonly source: string;
}

/** Places of a scene, shown on an outline of the land; degrees, north and east positive. */
export interface SceneMap {
  readonly places: readonly { readonly name: string; readonly lat: number; readonly lon: number }[];
}

export interface Scene {
  readonly kind: SceneKind;
  /** Small line above the heading: "Part 2 of 4". */
  readonly kicker: string | null;
  /** Shown large on the card. */
  readonly heading: string;
  /** Spoken, one entry a sentence, in order. */
  readonly sentences: readonly string[];
  /** Short lines of the card; line n appears when sentence `pointSentences[n]` begins. */
  readonly points: readonly string[];
  readonly pointSentences: readonly number[];
  /** The large numeral or word of a `figure` card. */
  readonly figure: string | null;
  readonly chart?: SceneChart;
  readonly map?: SceneMap;
  /** What its picture is of, in a few English words: libraries know their pictures by English words. */
  readonly shows?: string;
}

export interface Script {
  readonly version: 1;
  readonly title: string;
  /** The sentence that opens the description. */
  readonly hook: string;
  readonly scenes: readonly Scene[];
  readonly tags: readonly string[];
  readonly description: string;
  /** Speaking rate that lands the narration on the wanted length, words per minute. */
  readonly wordsPerMinute: number;
  /** `template`, `own`, or the model's name. */
  readonly provider: string;
  /** BCP 47; left out it is English. */
  readonly language?: string;
  /** What a person should look at before this is published: claims without a source, a missed length. */
  readonly notes?: readonly string[];
}

export function wordCount(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== "").length;
}

export function scriptWordCount(script: Pick<Script, "scenes">): number {
  return wordCount(script.scenes.flatMap((scene) => scene.sentences).join(" "));
}
