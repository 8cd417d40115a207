import type { Beat } from "./beat.ts";

/** For topics that are something to do: "how to bake bread", "learning guitar"; `{thing}` is "baking bread". */
export const BEATS_OF_TASKS: readonly Beat[] = [
  {
    heading: "Before you start",
    question: "What do you need first?",
    quote: "Half of the work is done before it begins.",
    figure: "5 min",
    opens: [
      "Clear five minutes: Before {thing}, take five minutes to lay out everything that you will need.",
      "Why now?: Begin {thing} with one written line: what should be different afterwards?",
    ],
    lines: [
      "Fewer tools: Take fewer tools than you think, and know where each of them is.",
      "Decide the end: Decide what done looks like. Otherwise you will never arrive.",
      "One free hour: An hour without interruptions is a tool too, perhaps the best one.",
      "Read to the end: Read the instructions to the end before you follow the first line.",
    ],
  },
  {
    heading: "The first attempt",
    question: "How does the first try go?",
    quote: "The first try is a question, not an answer.",
    figure: "1st try",
    opens: [
      "Make it small: Make your first round of {thing} so small that failing would be almost funny.",
      "Allow it to be bad: The first go at {thing} may be bad. It only has to be finished.",
    ],
    lines: [
      "All the way through: Go all the way through once, even roughly, so that you know every station.",
      "No polishing yet: Do not polish anything yet. Polish hides what needs to change.",
      "Note what surprised you: Afterwards, write down the one thing that surprised you.",
      "Keep the result: Keep the result, however crooked. You will want to compare.",
    ],
  },
  {
    heading: "The step people rush",
    question: "Which step needs patience?",
    quote: "Slow is smooth, and smooth is fast.",
    opens: [
      "Find the slow step: In {thing} there is a step that wants more time than it seems to need. Find it.",
      "Half the speed: Do the hardest minute of {thing} at half the speed, just once.",
    ],
    lines: [
      "Watch your hands: Watch your own hands, as if they belonged to somebody else.",
      "Where it jams: The place where it jams is the place to practise, and nowhere else.",
      "Count aloud: Counting aloud keeps a hurried mind at a walking pace.",
      "Stop early: Stop while it is still going well. Tomorrow you will want to come back.",
    ],
  },
  {
    heading: "How to tell it worked",
    question: "How can you tell?",
    quote: "If you cannot tell, you cannot improve.",
    figure: "2 signs",
    opens: [
      "Two clear signs: Choose two signs by which a stranger could tell that {thing} went well.",
      "Look, do not hope: After {thing}, look at the result before you look at the instructions again.",
    ],
    lines: [
      "Compare two: Compare this result with the last one, not with a perfect one.",
      "Ask someone honest: Show it to someone who is honest and kind, in that order.",
      "A photo helps: Take a picture every time. Progress is invisible from close up.",
      "One thing next time: Choose one thing to change next time, and leave the others alone.",
    ],
  },
  {
    heading: "Making it a habit",
    question: "How does it stick?",
    quote: "Often beats long.",
    figure: "2 ×",
    opens: [
      "Twice, not once: Put {thing} into the calendar twice, because the second time is the one that counts.",
      "Tie it to something: Tie {thing} to something that you do anyway, and it will need no willpower.",
    ],
    lines: [
      "Make it easy to begin: Leave the tools where you will trip over them.",
      "Short sessions: Short and often beats long and rarely.",
      "Expect a dip: There will be a dull week. Plan for it, and it loses its power.",
      "Teach one person: Show one other person how it goes, and your own hands will learn it again.",
    ],
  },
  {
    heading: "When it goes wrong",
    question: "What if it fails?",
    quote: "A rescue plan is worth more than talent.",
    opens: [
      "Stop and look: If {thing} should go wrong, stop, and look for the last moment at which all was well.",
      "Name the failure: Give the failure a name. {thing} will feel less mysterious at once.",
    ],
    lines: [
      "Undo one step: Undo one step, not ten.",
      "Change one thing: Change a single thing and try again. Two changes teach nothing.",
      "Somebody has been there: Somebody has been exactly here before. Describe it in one line, and ask.",
      "Rest counts: A night's sleep is a method too.",
    ],
  },
];
