import { seedOf, seededRandom } from "../../domain/seeded-random.ts";

export interface Search {
  readonly words: string;
  /** As the platform rounds them. */
  readonly traffic: string;
  readonly headlines: readonly string[];
}

/** What people might look for, each with what the papers say of it. */
const SUBJECTS: readonly (readonly [words: string, ...headlines: readonly string[]])[] = [
  ["northern lights tonight", "Where the sky may glow tonight", "A solar storm reaches the Earth"],
  ["partial lunar eclipse", "The Moon goes into shadow: when to look up"],
  ["sourdough starter", "Why more people bake their own bread"],
  ["heat pump", "What a heat pump costs, and what it saves"],
  ["marathon results", "A record falls by four seconds"],
  ["train strike", "Which trains run on Thursday"],
  ["new phone release", "Thinner, faster, dearer: the phone of the year"],
  ["daylight saving time", "The clocks change on Sunday"],
  ["meteor shower", "Up to a hundred shooting stars an hour, astronomers say"],
  ["wild mushrooms", "Doctors warn of what looks like a chanterelle"],
  ["film festival winner", "A first film takes the main prize"],
  ["storm warning", "Strong winds on the coast, the weather service says"],
  ["chess championship", "The title is decided in a tie-break"],
  ["electric car range", "How far they really go in winter"],
];
const TRAFFIC = ["200+", "500+", "1K+", "2K+", "5K+", "10K+", "50K+", "200K+"];
const LISTED = 10;

/** The searches of a country's day (UTC, `YYYY-MM-DD`): the same for the same day, in no order of size. */
export function searchesOf(country: string, day: string): readonly Search[] {
  const random = seededRandom(seedOf(`${country} ${day}`, 1));
  return random
    .shuffled(SUBJECTS)
    .slice(0, LISTED)
    .map(([words, ...headlines]) => ({ words, traffic: random.pick(TRAFFIC), headlines }));
}
