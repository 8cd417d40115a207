/** A scene that shows its own numbers or places, and the words that say them. */
export interface FigureScene {
  readonly heading: string;
  readonly sentence: string;
  readonly chart: object | null;
  readonly map: object | null;
}

const COUNTED: FigureScene = {
  heading: "Counted out",
  sentence: "According to the stand-in's notebook, people asked about it 3 times at dawn, 5 at noon and 8 after dark.",
  chart: {
    kind: "bar",
    labels: ["At dawn", "At noon", "After dark"],
    values: [3, 5, 8],
    unit: "",
    source: "the stand-in's notebook",
  },
  map: null,
};
const SEEN_IN: FigureScene = {
  heading: "Where it is told",
  sentence: "You hear of it in Lisbon, in Nairobi and in Osaka.",
  chart: null,
  map: {
    places: [
      { name: "Lisbon", lat: 38.72, lon: -9.14 },
      { name: "Nairobi", lat: -1.29, lon: 36.82 },
      { name: "Osaka", lat: 34.69, lon: 135.5 },
    ],
  },
};

/** A topic of numbers gets a chart, one of places a map, as a model would see fit; most topics get neither. */
export function figureScenes(topic: string): FigureScene[] {
  return [
    ...(/\b(numbers?|figures?|how (many|much|often)|statistics)\b/iu.test(topic) ? [COUNTED] : []),
    ...(/\b(world|maps?|places|countries|cities|journeys?)\b/iu.test(topic) ? [SEEN_IN] : []),
  ];
}
