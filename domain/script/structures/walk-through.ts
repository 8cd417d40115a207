import type { Beat } from "../beat.ts";
import { type Structure, byHeading, counted } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "Draw the box",
    figure: "1 box",
    opens: [
      "A box on paper: Draw an empty box, and write the name of our subject on it: {thing}.",
      "One empty box: Give {thing} an empty box on the page. For now, we know nothing about the inside.",
    ],
    lines: [
      "What is outside: Everything outside the box is scenery for now. Be strict.",
      "How many doors?: How many doors does the box have? Guess low.",
      "Who opens them?: Beside each door, write who or what can open it.",
      "Size of the box: How large is the box in truth? Write a size beside it, with a question mark.",
      "Name it twice: Give it a second name that says what it does.",
    ],
  },
  {
    heading: "What goes in",
    opens: [
      "First arrow: Draw an arrow that points in. Something has to arrive before {thing} can happen.",
      "Something arrives: What has to be there before {thing} can begin? Draw it coming in from the left.",
    ],
    lines: [
      "Stuff, force or news: Is it stuff, is it force, or is it information? Most boxes need all three.",
      "What if it stops?: Block the arrow with your finger. How long until anybody notices?",
      "Quality in: What comes in dirty can hardly come out clean.",
      "In what order?: Does the order matter? Number the arrows if it does.",
      "Who pays for it?: Somebody or something has to supply it. Write that at the end of the arrow.",
    ],
  },
  {
    heading: "What comes out",
    quote: "Judge a machine by what it leaves behind.",
    opens: [
      "Second arrow: Now the arrow that points out. What can {thing} leave behind?",
      "Something leaves: On the right, draw what {thing} may give back to the world.",
    ],
    lines: [
      "The unwanted part: There is a second product, the one that nobody ordered. Heat, noise, dust, doubt.",
      "Does it balance?: Compare the arrows. What went in and never came out?",
      "Who waits for it?: Somebody is waiting at the end of that arrow. Put the name there.",
      "How often?: Does it come out in drops, in waves, or all at once?",
      "Too much of it: What happens if nobody takes it away?",
    ],
  },
  {
    heading: "Follow one piece",
    figure: "1 piece",
    opens: [
      "Ride along: Choose one small piece of {thing}, and ride along.",
      "Be the passenger: Shrink yourself, and travel once through {thing} as a passenger.",
    ],
    lines: [
      "Stations: Count the stations. At each one, say what changed.",
      "The long wait: Somewhere it waits. Find the longest wait, and you have found the slow part.",
      "The fork: At the fork, what decides? Put a question mark there, if you do not know.",
      "Take notes: At every bump, write one word.",
      "Who was there?: Whom did you meet on the way? Put a small face there.",
    ],
  },
  {
    heading: "The part that decides",
    quote: "Find the hand on the valve.",
    opens: [
      "Find the valve: In the middle of {thing} there may be something small that decides about the rest.",
      "Something decides: Not all parts of {thing} are equal. One of them should have a hand on the switch.",
    ],
    lines: [
      "Small but in charge: It is often small, cheap and easy to overlook.",
      "How does it know?: How does it know when to open and when to close? Follow the wire.",
      "If it sticks: A valve that sticks can look like a hundred different problems.",
      "Turn it slowly: Turn it a little, in your mind. Does all the rest turn with it?",
      "Who set it?: Somebody or something has set it. When was that?",
    ],
  },
  {
    heading: "The loop back",
    figure: "1 loop",
    opens: [
      "The arrow back: Look for an arrow that runs from the end of {thing} back to the beginning.",
      "Does it listen?: Can {thing} react to what came out? Then there is an arrow that runs back.",
    ],
    lines: [
      "It calms or it grows: Some loops calm things down, others blow them up. Which kind is it?",
      "With delay: Add a delay to a loop and it will begin to swing. Showers teach this every morning.",
      "No loop?: No loop at all? Then nothing corrects the mistakes. Somebody must.",
      "Fast or slow: A quick loop feels like control, a slow one like fate.",
      "Say it in words: Put the loop into words: the more of this, the less of that.",
    ],
  },
  {
    heading: "Break it on purpose",
    opens: [
      "Take something out: The quickest way to understand {thing} may be to break something, on paper.",
      "A thought crash: Let {thing} fail, safely, in your head. That will show you what holds everything up.",
    ],
    lines: [
      "One at a time: Cross out one arrow, and follow the trouble to the end.",
      "The surprising one: One of the arrows will turn out to be unnecessary. Enjoy that.",
      "Repair it: Now repair it in a different way. That is how new versions are born.",
      "Weakest spot: Press on the part with the most arrows. That is where it hurts.",
      "Half of it: Remove a half instead of a whole. Some things only limp.",
    ],
  },
];

export const WALK_THROUGH: Structure = {
  name: "walk-through",
  titles: ["{title}: a walk-through", "Step by step: {title}", "{title}, opened up", "Inside: {title}"],
  hooks: [
    "Take a pencil. We are going to open {thing} like an old radio.",
    "Let us walk through {thing} from the front door to the back.",
    "You do not need the manual for this tour of {thing}. We draw it ourselves.",
    "Every working thing has an inside. Today we look for the inside of {thing}.",
    "Imagine a door into {thing}, and that somebody had left it open.",
    "If you had to build {thing} again from nothing, what would you draw first?",
  ],
  promises: [
    "At every step there is one thing to draw.",
    "Keep the pencil moving, even when you are not sure. Above all then.",
    "You will end with a sketch, and with the gaps marked. Gaps are welcome.",
    "Nobody will check the drawing. Be bold.",
    "Whenever you are lost, go back to the last arrow.",
  ],
  openingKicker: "Walk-through",
  kicker: (part, parts) => counted("Step", part, parts),
  heading: byHeading,
  kinds: ["points", "points", "figure", "quote"],
  recapHeading: "Your sketch",
  recaps: [
    "Hold the sketch at arm's length.",
    "So this is the tour, in three lines.",
    "The drawing is crooked, and it is yours.",
    "Turn the page around, and read it from the other side.",
    "Everything on that page was in your head already.",
  ],
  closings: [
    "Look up only the parts that you had to guess.",
    "Pin it somewhere, and correct it when you learn something.",
    "Give the sketch to someone else, and ask what they cannot read.",
    "A map with honest gaps is a good map.",
    "Compare it with a real drawing, and smile at the differences.",
    "Put a date on it, so that you can laugh later.",
  ],
  beats: BEATS,
  asideKicker: "Look around",
  inOrder: true,
  suits: ["how", "why", "thing", "task"],
};
