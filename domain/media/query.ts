import { stemOf, stemsOf, tellingWords } from "./words.ts";
import type { Scene } from "../script/script.ts";

/** What a scene is about, in weighted words, and the words to search a library with. */
export interface SceneQuery {
  /** Heaviest first. */
  readonly terms: readonly QueryTerm[];
  /** What the writer says that the picture is of. Libraries are then searched in English, whatever is spoken. */
  readonly shown?: readonly QueryTerm[];
  /** Sent to the library; a second, wider search follows when the first finds nothing fit. */
  readonly searches: readonly string[];
}

export interface QueryTerm {
  readonly word: string;
  readonly stem: string;
  readonly weight: number;
}

/** A heading names what is shown; sentences mention much beside it. */
const WEIGHTS = { heading: 3, keyword: 2, topic: 2, point: 1.5, sentence: 1 } as const;
const TERMS_AT_MOST = 8;
/** Libraries search for all words at once: more than three find next to nothing. */
const SEARCH_WORDS = 3;
/** A picture that shows what the three heaviest words say is as relevant as can be. */
const FULL_MATCH_TERMS = 3;

export function queryOf(
  scene: Pick<Scene, "heading" | "sentences" | "points" | "shows">,
  video: { readonly topic: string; readonly keywords?: readonly string[] },
): SceneQuery {
  const found = new Map<string, QueryTerm>();
  const add = (text: string, weight: number): void => {
    const seen = new Set<string>();
    for (const word of tellingWords(text)) {
      const stem = stemOf(word);
      if (seen.has(stem)) continue;
      seen.add(stem);
      const known = found.get(stem);
      found.set(stem, { word: known?.word ?? word, stem, weight: (known?.weight ?? 0) + weight });
    }
  };
  add(scene.heading, WEIGHTS.heading);
  add(video.topic, WEIGHTS.topic);
  add((video.keywords ?? []).join(" "), WEIGHTS.keyword);
  add(scene.points.join(" "), WEIGHTS.point);
  add(scene.sentences.join(" "), WEIGHTS.sentence);
  // A stable sort: words of equal weight stay in the order in which they were said.
  const terms = [...found.values()].toSorted((left, right) => right.weight - left.weight).slice(0, TERMS_AT_MOST);
  const shown = [...new Set(tellingWords(scene.shows ?? ""))].map((word) => ({ word, stem: stemOf(word), weight: 1 }));
  const narrow = (shown.length > 0 ? shown : terms).slice(0, SEARCH_WORDS).map(({ word }) => word);
  const about = shown.length > 0 ? narrow : tellingWords(`${video.topic} ${(video.keywords ?? []).join(" ")}`);
  const wide = [...new Set(about)].slice(0, 2);
  const searches = [narrow, wide].map((words) => words.join(" ")).filter((words) => words !== "");
  return { terms, ...(shown.length > 0 ? { shown } : {}), searches: [...new Set(searches)] };
}

/** Share of the scene's heaviest words, or of what it shows, that a description holds: 0 to 1, the better of the two. */
export function relevanceOf({ terms, shown = [] }: Pick<SceneQuery, "terms" | "shown">, description: string): number {
  const stems = stemsOf(description);
  return Math.max(shareOf(terms, stems), shareOf(shown, stems));
}

function shareOf(terms: readonly QueryTerm[], stems: ReadonlySet<string>): number {
  const weightOf = (list: readonly QueryTerm[]): number => list.reduce((sum, { weight }) => sum + weight, 0);
  const full = weightOf(terms.slice(0, FULL_MATCH_TERMS));
  if (full === 0) return 0;
  return Math.min(1, weightOf(terms.filter(({ stem }) => stems.has(stem))) / full);
}
