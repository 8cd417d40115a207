import type { Beat } from "../beat.ts";
import { type Structure, byHeading, counted } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "Simple against thorough",
    quote: "Simple first, or thorough first?",
    opens: [
      "Two openings: On {thing}, one side says: keep it simple. The other says: then you will miss the point.",
      "The first round: How much should one know about {about} before one begins? They already disagree.",
    ],
    lines: [
      "For simple: Simple gets used. What is never used has never helped anyone.",
      "For thorough: Thorough holds when the wind turns. Simple plans are made for good weather.",
      "A bridge: Perhaps simple is where one starts, and thorough where one ends.",
      "From the gallery: Somebody in the gallery asks: simple for whom?",
      "A test: Try both for a week each, and ask your neighbour which was which.",
    ],
  },
  {
    heading: "Trust or check",
    opens: [
      "Who to believe: When it comes to {thing}, should one trust those who know, or check everything oneself?",
      "Whose word?: About {about}, whose word is good enough?",
    ],
    lines: [
      "For trust: Nobody can check everything. Trust is how we stand on other shoulders.",
      "For checking: Trust that cannot be checked is only hope with good manners.",
      "A bridge: Check a sample. It keeps everybody honest, and leaves time for lunch.",
      "From the gallery: A child asks who checks the checkers. Nobody laughs.",
      "Small print: Look at what each of them has never checked. There is always something.",
    ],
  },
  {
    heading: "Old ways, new ways",
    quote: "Old is not wise, and new is not better.",
    opens: [
      "Keep or change: One chair would leave {thing} alone, the other would begin again.",
      "Touch it or not: Should one respect {thing} the old way, or try another one?",
    ],
    lines: [
      "For the old: What has lasted has survived many people who wanted to improve it.",
      "For the new: What has lasted may only have been too awkward to throw away.",
      "A bridge: Change one part, and keep a copy of the old one within reach.",
      "From the gallery: A voice from the back: what would it cost to be wrong?",
      "Ask the grandmother: Ask somebody who has seen both. They tend to say: it depended on the people.",
    ],
  },
  {
    heading: "Numbers or stories",
    figure: "1 : 1",
    opens: [
      "How to decide: About {about}, one of them brings a table of numbers. The other brings a person.",
      "Table or tale: What would convince you about {about}, a table or a tale?",
    ],
    lines: [
      "For numbers: Numbers see the many. A story sees whoever told it.",
      "For stories: A story can show what nobody thought of counting.",
      "A bridge: Let the story ask, and let the numbers answer.",
      "From the gallery: How many were not counted? asks someone, and sits down again.",
      "Both at once: A good chart tells a story. A good story can be counted.",
    ],
  },
  {
    heading: "Fast or careful",
    opens: [
      "What is the hurry?: The next point about {about} is speed. How long may one think before one acts?",
      "The clock: Somebody looks at the clock. Must anything about {thing} be decided today?",
    ],
    lines: [
      "For speed: Doing teaches faster than thinking, as long as mistakes are cheap.",
      "For care: Some mistakes are cheap for the one who makes them, and dear for somebody else.",
      "A bridge: Ask first whether it can be undone. That decides the speed.",
      "From the gallery: Somebody wants to know who will clean up. It gets quiet.",
      "A clock on the table: Put a clock on the table: half the time for thinking, half for trying.",
    ],
  },
  {
    heading: "For everyone, or for some",
    opens: [
      "Who is it for?: Should {thing} be something for everybody? The two chairs move apart.",
      "The door: Then the question comes up that always comes up with {thing}: who is invited?",
    ],
    lines: [
      "For everyone: Doors that are open to everybody let in the people nobody expected.",
      "For some: What has to please everyone often ends up lukewarm.",
      "A bridge: Open the door wide, and let the depth do the sorting.",
      "From the gallery: Who is not in the room? is the question of the evening.",
      "Two doors: It could have two doors, a wide one in front and a steep one at the side.",
    ],
  },
  {
    heading: "Each side's weak spot",
    figure: "2 weak spots",
    opens: [
      "Be honest: Each side has a weak spot when it talks about {about}. Can you hear both?",
      "A pause: Before the end, each of them has to name the weakest point in their own view of {thing}.",
    ],
    lines: [
      "What they skip: Listen for the question that gets a joke instead of an answer.",
      "Best version: Argue against the best version of the other side. The worst one is too easy.",
      "What would change you?: Ask each of them: what would change your mind? Silence is an answer.",
      "Own goal: Name your own weak spot first. It makes the others brave.",
      "The hidden wish: Under each view there is a wish. Listen for it.",
    ],
  },
];

export const DEBATE: Structure = {
  name: "debate",
  titles: ["{title}: a debate", "Two sides of {about}", "{title}: for and against", "Arguing about {about}"],
  hooks: [
    "Two chairs, one table, one subject: {about}.",
    "Let two sensible people argue about {about}, and sit down between them.",
    "You can learn a great deal about {about} from a good argument.",
    "Tonight's subject is {thing}. Both sides have promised to be fair.",
    "Some subjects deserve two speakers. {thing} should have them.",
    "Place a bet with yourself: on which side of {about} will you be in a minute?",
  ],
  promises: [
    "Nobody has to win. Listen for the better reasons.",
    "Change sides whenever you like. It is encouraged.",
    "After each round, ask yourself who moved you, and by what.",
    "There is tea for the winner, and the same tea for the loser.",
    "Both speakers mean well. That makes it harder.",
  ],
  openingKicker: "Two chairs",
  kicker: (part, parts) => counted("Round", part, parts),
  heading: byHeading,
  kinds: ["points", "points", "quote", "figure"],
  recapHeading: "No verdict",
  recaps: [
    "The chairs are empty now, and the question stays.",
    "These were the rounds. Keep your own score.",
    "Both of them shake hands.",
    "The bell rings. Both are still friends.",
    "Weigh it once more, without the voices.",
  ],
  closings: [
    "If you can argue either side, you have understood it.",
    "Which reason would you take home?",
    "Continue at dinner, and swap chairs halfway.",
    "A good argument leaves both sides a little wiser and a little less sure.",
    "If you are less sure than before, it worked.",
    "Ask somebody for the side that you did not like.",
  ],
  beats: BEATS,
  leadingLines: 2,
  asideKicker: "From the audience",
  suits: ["thing", "list", "comparison", "history"],
};
