import type { Beat } from "./beat.ts";

/** For topics that ask how or why something is so. */
export const BEATS_OF_QUESTIONS: readonly Beat[] = [
  {
    heading: "Guess first",
    question: "What would you guess?",
    quote: "A wrong guess is better glue than a right answer.",
    figure: "1 guess",
    opens: [
      "Make a guess: Stop for a breath and make a guess about {about}. Be specific.",
      "Say it out loud: Before anyone explains {about}, say your own version out loud.",
    ],
    lines: [
      "Write it down: A guess that is written down cannot move while you are not looking.",
      "How sure are you?: How sure are you, from one to ten? Write that beside it.",
      "Where it came from: Ask where your guess came from: a book, a film, or a feeling?",
      "Keep it: Keep the guess. At the end you can see how far you came.",
    ],
  },
  {
    heading: "One case, slowly",
    question: "What happens step by step?",
    quote: "One case, followed to the end, beats ten in passing.",
    opens: [
      "Follow one example: Take a single example, and follow it from the first moment to the last.",
      "In slow motion: Play one case in slow motion, and stop at every change.",
    ],
    lines: [
      "And then?: At each stop ask two words: and then?",
      "What is passed on?: What is handed over from one step to the next? Look for something you could weigh or count.",
      "The missing link: There will be a gap in your story. Good. That is the part to look up.",
      "Run it backwards: Now run it backwards. If it still makes sense, you have understood it.",
    ],
  },
  {
    heading: "What if it were not so?",
    question: "What if it were not so?",
    quote: "To see why a wall stands, imagine it gone.",
    opens: [
      "Turn it around: Imagine a world where the answer to this question was the opposite. What else would have to change?",
      "Switch it off: Switch it off in your mind. What would you notice first, and what a year later?",
    ],
    lines: [
      "The first to notice: Who would notice first? That tells you who depends on it.",
      "The knock-on effects: Follow the consequences three steps down, and then stop and look back.",
      "A fair comparison: Has anybody seen it fail, or missing? Such cases explain more than the rule.",
      "Rule something out: Every answer forbids something. Find out what yours forbids.",
    ],
  },
  {
    heading: "Two kinds of why",
    question: "Which why do you mean?",
    quote: "By what means, and to what end: two different questions.",
    figure: "2",
    opens: [
      "By what means?: Two questions are folded into one here: by what means, and what for?",
      "Split the question: Split the question in two. One half is about the machinery, the other about the reason.",
    ],
    lines: [
      "Machinery first: Answer the machinery first. It can be checked.",
      "Reasons are slippery: Reasons are slippery. They tend to be told by whoever won.",
      "Both can be true: Two answers can both be true, when they answer different halves.",
      "Children know: Children ask why until it hurts. Five times in a row is a fine research plan.",
    ],
  },
  {
    heading: "Test it at home",
    question: "Can you test it?",
    quote: "The best explanations invite an experiment.",
    figure: "1 test",
    opens: [
      "Design a test: What could you do this week that would come out differently if your answer to this question was wrong?",
      "A kitchen test: Find something small and safe that behaves in a similar way, and play with it.",
    ],
    lines: [
      "Predict first: Predict the result before you look. Otherwise you will agree with anything.",
      "Do it twice: Do it twice. The second time shows how much of it was luck.",
      "Tell nobody: Let a friend watch without knowing what you expect.",
      "Be glad to be wrong: If it comes out wrong, be glad. You have just learned something cheap.",
    ],
  },
  {
    heading: "Good answers, bad answers",
    question: "What is a good answer?",
    quote: "A good answer makes the next question possible.",
    opens: [
      "Taste the answer: There are many answers to this question in the world. Here is how to taste them.",
      "Beware the smooth one: The smoothest answer to this question is not always the one that explains something.",
    ],
    lines: [
      "Circular ones: An answer that only repeats the question in longer words is no answer.",
      "Names are not reasons: A name is not a reason. Ask what the name does.",
      "It predicts: A good answer tells you something that you have not checked yet.",
      "It can be wrong: If nothing could ever prove it wrong, it does not say much.",
    ],
  },
];
