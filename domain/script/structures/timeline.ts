import type { Beat } from "../beat.ts";
import { type Structure, byHeading } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "Before it had a name",
    quote: "First the thing, then the word.",
    opens: [
      "No word yet: Go back to a time when nobody had a word for {thing}.",
      "The empty start: The first card of {thing} stays blank. Nobody had anything to write on it yet.",
    ],
    lines: [
      "What did they say?: What would people have said instead? Try it. It becomes a riddle.",
      "Was it there?: Was it not there, or did nobody look? Those are two different beginnings.",
      "What they had: Make a list of what they did have. Start from that, not from what they lacked.",
      "A child's name: Children name things faster than scholars. What would a child have called it?",
      "Look for its shadow: Look for its shadow in older words, older tools, older worries.",
    ],
  },
  {
    heading: "The first time",
    figure: "No. 1",
    opens: [
      "Somebody first: Sooner or later somebody must have been the first to notice {thing}.",
      "The first witness: Give the first witness of {thing} a face, a mood and a bad night's sleep.",
    ],
    lines: [
      "No applause: Probably nobody applauded. Firsts tend to look like accidents.",
      "Told or kept?: Was it told to others, or kept? What is kept has to be found again.",
      "The second one: The second person is the interesting one. A single dancer is not yet a dance.",
      "Wrong for years: Perhaps it was misunderstood at first, and got its chance for that reason.",
      "What day was it?: Picture the weather on that day. It makes people real.",
    ],
  },
  {
    heading: "The awkward years",
    opens: [
      "It did not work well: Every new thing is clumsy for a while. Picture {thing} in that age.",
      "Growing pains: Nothing arrives grown up, and {thing} should not be the exception.",
    ],
    lines: [
      "Too heavy, too dear: Too heavy, too dear, too strange: most things are all of that in the beginning.",
      "Stubborn people: What carries something through the awkward years is stubborn people.",
      "Good reasons against: The critics had good reasons. Read them. Some still hold.",
      "Small circle: For a long time, a kitchen table is large enough for everyone who cares.",
      "What kept it alive: Ask what kept it alive when nobody needed it yet.",
    ],
  },
  {
    heading: "When it spread",
    quote: "What spreads must fit through the door.",
    opens: [
      "From hand to hand: Think of {thing} as something that travels. What carried it from hand to hand?",
      "It moves: At this flag, see {thing} begin to move. Ask who carried the load, and who paid the fare.",
    ],
    lines: [
      "Copying: Copies are never exact. Look for what got lost on the road.",
      "Who kept out?: Somebody kept it out for a while. Ask what they were protecting.",
      "The helper: Behind everything that spreads there is a dull helper: a road, a standard, a price.",
      "Border guards: Ideas cross borders without papers. What did this one leave behind at the gate?",
      "Too early: Some places had it early, and let it go again. Why?",
    ],
  },
  {
    heading: "Where we stand",
    figure: "Now",
    opens: [
      "The present: Put a flag in the present, and look at {thing} from here, as a visitor would.",
      "You are here: Here is the flag that says: you are here. What can you see of {thing} from this spot?",
    ],
    lines: [
      "What is taken for granted: What do we take for granted that would have amazed the first ones?",
      "What we put up with: What do we put up with that someone will laugh about?",
      "Unevenly: Now is not the same everywhere. Look one valley further.",
      "The oldest part: Find the oldest part that is still in use.",
      "The newest part: Find the newest part, and ask whether anyone will miss it.",
    ],
  },
  {
    heading: "A little further on",
    figure: "+ 10",
    opens: [
      "Ten years on: Walk ten years past the flag, turn around, and look at {thing} from there.",
      "Past the flag: Walk on past the last flag, where {thing} can have left no footprints yet.",
    ],
    lines: [
      "What stayed?: Name one thing that will be the same. It is the harder half of the exercise.",
      "Two roads: Draw two roads, not one. On which of them would you like to live?",
      "A letter back: What would somebody from there want to tell us? Keep it to one sentence.",
      "Wild card: Put one card there that makes no sense today.",
      "What must not be lost: Write down what must not be lost on the way.",
    ],
  },
];

export const TIMELINE: Structure = {
  name: "timeline",
  titles: ["{title}: a timeline", "{title}, then and now", "From first to next: {title}", "{title} along a line"],
  hooks: [
    "Draw a long line, put a flag in the middle, and call it now. Our subject is {thing}.",
    "There was a time before {thing}, at least for somebody.",
    "Let us walk along {thing} as along a road, with our eyes on the edges.",
    "If {thing} could be laid out on a long table, where would you put the first card?",
    "Things have a youth. What might the youth of {thing} have been like?",
    "Let us travel along {thing}, with no luggage but a question.",
  ],
  promises: [
    "No dates to learn. Dates can be looked up, questions cannot.",
    "At each flag we stop, and turn around once.",
    "Walk slowly, and look backwards more than forwards.",
    "If a flag seems to stand in the wrong place, move it.",
    "It is a walk, not an exam.",
  ],
  openingKicker: "Along a line",
  kicker: (part) => `Flag ${part}`,
  heading: byHeading,
  kinds: ["quote", "points", "figure"],
  recapHeading: "The line, end to end",
  recaps: [
    "Step back until the whole line fits into your eyes.",
    "From the first flag to the last, that was the walk.",
    "So much for the line. The flags stay.",
    "The flags flutter, and the walk is over.",
    "Look along the line once more with one eye closed.",
  ],
  closings: [
    "Put dates on it when you find good ones.",
    "The next flag is already in somebody's hand.",
    "Which flag would you move?",
    "A line on paper is a fine place to hang new knowledge.",
    "Somebody at the far end may be looking back at you.",
    "Every line can be drawn longer in both directions.",
  ],
  beats: BEATS,
  asideKicker: "By the roadside",
  inOrder: true,
  suits: ["history", "thing", "list"],
};
