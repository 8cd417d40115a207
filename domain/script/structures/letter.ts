import type { Beat } from "../beat.ts";
import { type Structure, byHeading } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "On being confused",
    quote: "Confusion is the sound of something new arriving.",
    opens: [
      "It is normal: In the beginning, {thing} may leave you confused. Stay there for a while.",
      "Fog first: At first {thing} may look like fog with voices in it. Everybody starts there.",
    ],
    lines: [
      "A good sign: Confusion means that you have noticed something that does not fit. Many never get that far.",
      "Write the knot down: Write the knot down as a question. Half of all knots come loose on paper.",
      "Do not nod: Do not nod when you have not understood. Nodding is expensive.",
      "Two piles: Make two piles: what I cannot do yet, and what nobody has told me.",
      "It moves: Confusion moves on if you walk. It stays if you sit.",
    ],
  },
  {
    heading: "On the first week",
    figure: "7 days",
    opens: [
      "Seven small days: For the first week with {thing}, aim low and turn up every day.",
      "Small portions: Take {thing} in small portions for a week, and leave the table a little hungry.",
    ],
    lines: [
      "Turn up: Turning up is the whole task. What happens then is a bonus.",
      "Same place: The same place and the same hour save you a decision.",
      "Last thing: Always leave the last thing unfinished, so that there is a way back in.",
      "Bad days: Bad days count double, if you turn up.",
      "No record: Break no records in the first week. They only make the second one longer.",
    ],
  },
  {
    heading: "On asking people",
    opens: [
      "Ask early: You will want to find out everything about {about} by yourself. Ask somebody anyway.",
      "Knock on doors: There are people who would love to be asked about {about}. Knock.",
    ],
    lines: [
      "What you tried: Begin with what you have tried. People love to help someone who is already moving.",
      "Small questions: Ask small questions. Large ones make even kind people tired.",
      "Say thank you: Afterwards, tell them how it went. Hardly anybody does.",
      "Listen to the pause: Listen to the pause before the answer. That is where the experience sits.",
      "Ask two: Ask two people the same thing, and enjoy the difference.",
    ],
  },
  {
    heading: "On comparing yourself",
    quote: "You are comparing your rehearsal with their premiere.",
    opens: [
      "Look sideways less: There will be others who seem to be born for {thing}. Look at your own page.",
      "Other people's pages: Sooner or later you will look at how others manage {thing}, and feel small.",
    ],
    lines: [
      "Old notebooks: Keep your oldest notes. They are the only fair comparison.",
      "Learn, not rank: If you have to look, look for what to learn and not for who is ahead.",
      "Different roads: They may have started in another place. Roads differ in length.",
      "What you cannot see: You cannot see their drafts. There are always drafts.",
      "Use it: If you envy somebody, write down what exactly. It makes a good plan.",
    ],
  },
  {
    heading: "On tools and books",
    figure: "1 book",
    opens: [
      "One is enough: Somebody will hand you a long list of books and tools for {thing}. Take one.",
      "The long list: There is always a long list of what one needs for {thing}. Cross out most of it.",
    ],
    lines: [
      "Use it up: Use one thing up completely. It teaches more than ten that were opened.",
      "Old is fine: An old book with pencil marks is good company.",
      "When to buy: Buy the better tool on the day the simple one stops you.",
      "Borrow: Borrow the rest. Libraries and neighbours exist.",
      "Chapter three: If it is dull, jump to chapter three. Authors warm up, too.",
    ],
  },
  {
    heading: "On mistakes",
    opens: [
      "Make them early: You are going to make mistakes with {thing}. Make them early, while they are small.",
      "A safe place to fail: Find a corner of {thing} where mistakes cost nothing, and make plenty.",
    ],
    lines: [
      "Keep one: Keep a favourite mistake and tell it at dinner.",
      "Fix the cause: Repair what caused it before you repair what it broke.",
      "Not you: You made a mistake. You are not one.",
      "Write the date: Write the date beside each one. Later they read like a diary.",
      "Tell it first: Tell it yourself before others find it. It takes the sting out.",
    ],
  },
  {
    heading: "On joy",
    quote: "Follow what makes you forget the clock.",
    opens: [
      "Keep the fun: Somewhere in {thing} there is a part that makes you forget the clock. Find it.",
      "What you like: Remember what drew you to {thing}, and write it inside the cover.",
    ],
    lines: [
      "Begin with it: Begin with that part on difficult days.",
      "Share it: Show it to somebody while you are still delighted. It is catching.",
      "No purpose: It need not be useful. Plenty of useful things began as play.",
      "Small rituals: Keep one small ritual around it: a cup, a song, a chair.",
      "Strangers: Now and then, let a stranger see how much you like it.",
    ],
  },
  {
    heading: "On stopping",
    opens: [
      "You may stop: You are allowed to put {thing} down again. That too should be said.",
      "The exit: Know where the exit is. {thing} will be better company if you may leave.",
    ],
    lines: [
      "With a date: Stop with a date on which you decide again, and not in the middle of a bad evening.",
      "What stays: What you have learned comes along. It does not ask for permission.",
      "No debt: Curiosity is not a contract.",
      "Ask why: Ask whether you are tired of it, or only tired.",
      "Come back: The door stays open. Doors are patient.",
    ],
  },
];

export const LETTER: Structure = {
  name: "letter",
  titles: [
    "{title}: a letter to a beginner",
    "Dear beginner: {title}",
    "{title}: what to tell a beginner",
    "A letter about {about}",
  ],
  hooks: [
    "Dear beginner, so you have decided to find out about {about}.",
    "This is a letter to anybody who is just starting with {thing}.",
    "Dear friend, you asked about {about}, and the answer became a letter.",
    "To whoever stands at the very beginning of {thing}: a few lines for the road.",
    "Dear you, I hear that you are curious about {about}. Good.",
    "Before you begin with {thing}, put this note in your pocket.",
  ],
  promises: [
    "Read it slowly, and ignore whatever does not fit.",
    "It holds no secrets, only what is easy to forget.",
    "You may disagree in the margin. There is room.",
    "It is shorter than it could be, and that took some time.",
    "Keep it for the day on which nothing works.",
  ],
  openingKicker: "A letter",
  kicker: () => "Dear beginner",
  heading: byHeading,
  kinds: ["points", "quote", "points", "figure"],
  recapHeading: "P.S.",
  recaps: [
    "P.S. Should the letter get lost, keep this much.",
    "That is all that fits on the page.",
    "Fold it up, and put it where you will find it by accident.",
    "Before I run out of paper, once more in short.",
    "P.S. Underline what you need, and forget the rest.",
  ],
  closings: [
    "Write back when you are no longer a beginner.",
    "And one day, write this letter to somebody else.",
    "Good luck, and good company.",
    "With warm regards, from a little further down the road.",
    "Go slowly. I mean it kindly.",
    "See you on the road.",
  ],
  beats: BEATS,
  asideKicker: "One more thing",
  suits: ["task", "thing", "list", "how"],
};
