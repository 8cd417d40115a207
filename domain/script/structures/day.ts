import type { Beat } from "../beat.ts";
import { type Structure, byHeading } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "At breakfast",
    figure: "7:00",
    opens: [
      "Before the phone: Before you reach for the phone, ask one question about {about}, and leave it open.",
      "First thought: Let the first thought of the day be a small one about {about}.",
    ],
    lines: [
      "A slow cup: Let the question stand beside the cup. It needs no answer yet.",
      "On the table: Is anything on the table connected with it? Follow the threads for a minute.",
      "Say it aloud: Say the question aloud. It will sound different in a kitchen.",
      "Window: Look out of the window for as long as the kettle takes.",
      "First guess: Make a first guess, and let it be wrong until tonight.",
    ],
  },
  {
    heading: "On the way",
    opens: [
      "Look out: On the way to wherever you go, look out for one trace of {thing}.",
      "On the road: Take {thing} along for the ride, the way others take a newspaper.",
    ],
    lines: [
      "Signs and windows: Read the signs, look into windows, listen at corners.",
      "One stop earlier: Get off one stop earlier, and use the extra minutes only for looking.",
      "Who else?: Who else might be thinking about it on this street, right now?",
      "Someone's job: Somebody on the way earns a living with it, or because of it. Who could that be?",
      "The usual corner: Look at the corner that you pass every day. What has changed there?",
    ],
  },
  {
    heading: "Mid-morning",
    figure: "10:00",
    opens: [
      "Ten o'clock: At ten, take two minutes, and write down what you believe about {about}.",
      "A short stop: Stop what you are doing, and put {thing} into three lines.",
    ],
    lines: [
      "Three lines: Three lines are enough. Do not improve them.",
      "Underline one: Underline the line that you would bet on.",
      "Circle one: Circle the line that you have only heard from somebody.",
      "No looking up: Look nothing up. It is about what is in there already.",
      "Fold it: Fold the paper, and put it where you will find it at night.",
    ],
  },
  {
    heading: "At lunch",
    quote: "Ask at lunch; people are kinder when they eat.",
    opens: [
      "Ask somebody: Ask whoever sits across from you what comes to mind about {about}.",
      "Pass the salt: While the salt goes round, drop a question about {about} on the table.",
    ],
    lines: [
      "Do not correct: Do not correct anything. Collect.",
      "Strangest answer: The strangest answer is the one to keep.",
      "Swap: Then give your own answer, and watch their eyebrows.",
      "The quiet one: Ask the one who has not said anything yet.",
      "Listen for verbs: Listen for the verbs. That is where people hide what they believe.",
    ],
  },
  {
    heading: "The slow afternoon",
    figure: "15:00",
    opens: [
      "Three o'clock: At three, when the day gets heavy, spend ten minutes on one good source about {about}.",
      "One good source: When the coffee is cold, read one page about {about}, and read it slowly.",
    ],
    lines: [
      "Only one: One source, no tabs.",
      "Look for a picture: If there is a picture, read the picture first and the text afterwards.",
      "One new word: Bring back a single new word. More will not survive the evening.",
      "Who wrote it?: Look up who wrote it. That is part of the reading.",
      "Stop early: Stop while you would like to go on.",
    ],
  },
  {
    heading: "In the evening",
    quote: "Hands remember what eyes forget.",
    opens: [
      "Use your hands: In the evening, make something about {about}: a sketch, a list, a mess.",
      "Make a mess: The evening belongs to the hands. Let them do something with {thing}.",
    ],
    lines: [
      "Timer on: Put a timer on. When it rings, stop in the middle.",
      "No audience: Nobody has to see it. That is the luxury of evenings.",
      "Compare: Put it beside the three lines from this morning.",
      "Use the wrong hand: Draw it with the wrong hand. It looks better than expected.",
      "Two colours: Two colours are enough. One for what you know.",
    ],
  },
  {
    heading: "Lights out",
    figure: "1 line",
    opens: [
      "Last line: Before the lights go out, write one line about {about} that you could not have written at breakfast.",
      "One sentence: A single sentence about {about}, in pencil, beside the bed.",
    ],
    lines: [
      "Let it sleep: Then let it sleep. Heads go on sorting in the dark.",
      "Tomorrow's question: Put tomorrow's question under it.",
      "Good night: That was a whole day with one thing on your mind. It is rarer than it sounds.",
      "Thank someone: Send a word of thanks to whoever gave you the strangest answer.",
      "Light off: Leave the last word open.",
    ],
  },
];

export const DAY: Structure = {
  name: "day",
  titles: [
    "A day with {about}",
    "{title}: one day, one question",
    "{title}, from morning to night",
    "24 hours with {about}",
  ],
  hooks: [
    "Give {thing} one day of your life, from breakfast until the lights go out.",
    "What would happen if you kept {thing} in mind for a single day?",
    "Here is a plan for tomorrow, and it has only one subject: {about}.",
    "A day has about a thousand waking minutes. Let us lend a few of them to {thing}.",
    "Tomorrow could be an ordinary day, except for one small thing: {about}.",
    "Set the alarm as always. The only new thing is {thing}.",
  ],
  promises: [
    "You do not need to change your plans, only where you look.",
    "Each stop takes a couple of minutes.",
    "Bring a scrap of paper, and keep it in your pocket.",
    "Skip the stops that do not fit. A day is not a timetable.",
    "It works on a train, in a queue and in bed.",
  ],
  openingKicker: "One day",
  kicker: (part) => `Stop ${part}`,
  heading: byHeading,
  kinds: ["points", "figure", "quote"],
  recapHeading: "The day in short",
  recaps: [
    "So that is the day.",
    "Unfold the paper and read it from the top.",
    "A few minutes here and there, and it adds up.",
    "From the first cup to the last light, that was it.",
    "Nothing happened today, and yet.",
  ],
  closings: [
    "Try it on a Tuesday. Tuesdays have room.",
    "The second day will be quieter, and you will see more.",
    "If you skip a stop, skip it with a good conscience.",
    "Whatever is on that paper now, you found it yourself.",
    "Some days are for doing. This one was for noticing.",
    "Give the paper to somebody, and let them have the next day.",
  ],
  beats: BEATS,
  asideKicker: "Between stops",
  inOrder: true,
  suits: ["thing", "why", "how", "list", "task"],
};
