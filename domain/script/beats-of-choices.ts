import type { Beat } from "./beat.ts";

/** For topics that set two things against each other: "coffee vs tea". */
export const BEATS_OF_CHOICES: readonly Beat[] = [
  {
    heading: "What they share",
    question: "What do they share?",
    quote: "Rivals are usually relatives.",
    opens: [
      "Common ground first: Begin with everything that {left} and {right} have in common.",
      "Relatives first: Nobody compares strangers. Somewhere {left} and {right} must be relatives.",
    ],
    lines: [
      "The same need: Both answer some need. Name it, and the comparison becomes fair.",
      "Where you can swap: Find one situation where you could swap them and nobody would notice.",
      "Shared weakness: Look for a weakness that both of them have. It is rarely mentioned.",
      "The quiet third: Ask what a third option would look like. There usually is one.",
    ],
  },
  {
    heading: "Where they part",
    question: "Where do they differ?",
    quote: "The difference that matters is the one you would notice blindfolded.",
    figure: "1 test",
    opens: [
      "The blindfold test: If somebody swapped {left} for {right} overnight, how would you find out?",
      "Find the fork: Follow {left} and {right} to the point where their ways part.",
    ],
    lines: [
      "Differences that count: List five differences, and cross out those that would not change what you do.",
      "Degree or kind?: Is it a difference of degree, or of kind? [Degrees can be traded.|Kinds cannot be traded.]",
      "Who cares most?: Find someone who feels strongly about it, and ask for the reason behind the reason.",
      "On a bad day: Compare them on a bad day, not on a good one.",
    ],
  },
  {
    heading: "The case for the first",
    question: "What speaks for the first?",
    quote: "Argue for it as if it were yours.",
    opens: [
      "Speak for the first: For one minute, be the lawyer of {left}, and mean it.",
      "Its best hour: Picture the situation in which {left} could not be beaten.",
    ],
    lines: [
      "The honest price: A good lawyer names the price too, before the other side does.",
      "Loyal friends: Some have stayed with it for years. Ask what keeps them.",
      "What is easy: What becomes easy with it that would be hard without?",
      "When to leave: And when would even its friends advise against it?",
    ],
  },
  {
    heading: "The case for the second",
    question: "What speaks for the second?",
    quote: "Now change chairs.",
    opens: [
      "Change chairs: Now change chairs, and speak for {right} with the same warmth.",
      "The other hour: Picture the day on which {right} would be the only sensible choice.",
    ],
    lines: [
      "What it fixes: Which complaint about the other one does it answer?",
      "What it asks: Everything asks for something in return. What does this one ask?",
      "First week: Think about the first week, and then about the tenth. They may not agree.",
      "A fair witness: Find someone who has lived with both, and listen for the pauses.",
    ],
  },
  {
    heading: "How to choose",
    question: "How do you choose?",
    quote: "Choose for the week you have, not for the one you imagine.",
    figure: "50 : 50",
    opens: [
      "Your own weights: Between {left} and {right}, the weights decide, and the weights are yours.",
      "Toss a coin: Toss a coin for {left} or {right}, and notice which side you hope for.",
    ],
    lines: [
      "Three wishes: Write down three wishes in order. The first one decides, the others comfort.",
      "Can you go back?: If you can go back, choose quickly. If not, sleep on it.",
      "Borrow before buying: Try one for a week before you defend it for a year.",
      "No verdict needed: You do not owe anybody a verdict. It may simply depend.",
    ],
  },
];
