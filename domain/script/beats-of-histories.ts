import type { Beat } from "./beat.ts";

/** For topics about what was: "the history of coffee", "the fall of Rome". */
export const BEATS_OF_HISTORIES: readonly Beat[] = [
  {
    heading: "Who wrote it down?",
    question: "Who wrote it down?",
    quote: "History is what somebody found worth the ink.",
    opens: [
      "Ask for the witness: Whatever you read about {thing}, ask first who wrote it down, and for whom.",
      "Ink costs money: Somebody paid for the ink. Keep that in mind with every story about {thing}.",
    ],
    lines: [
      "Who is missing?: Then ask who could not write. Their half is harder to find.",
      "Near or far: Was the writer there, or did the story travel first?",
      "Letters and lists: A shopping list can be more honest than a chronicle.",
      "Two accounts: Look for a second account that disagrees. Between the two there is light.",
    ],
  },
  {
    heading: "An ordinary day",
    question: "What was an ordinary day like?",
    quote: "The past was once a Tuesday.",
    figure: "1 day",
    opens: [
      "A Tuesday back then: Forget the great dates. How did an ordinary day feel at the time of {thing}?",
      "Hands and hours: Picture one person in the middle of {thing}, and give that person a chore.",
    ],
    lines: [
      "What did it smell of?: What did the place smell of? It sounds like a game, and leads to good questions.",
      "They did not know: Nobody there knew how it would end. Try to forget that you do.",
      "Small objects: Look for the small objects: a spoon, a key, a receipt.",
      "What was normal?: The strangest thing is what they found too normal to mention.",
    ],
  },
  {
    heading: "The turning points",
    question: "When did it turn?",
    quote: "A turning point is only seen from behind.",
    figure: "1 turn",
    opens: [
      "Find the hinge: In every account of {thing} there is a hinge. See whether you would put it in the same place.",
      "What if?: Take one moment away from {thing}. Does the rest still follow?",
    ],
    lines: [
      "Slow causes: Behind a sudden event, look for the slow one that made it possible.",
      "Luck: Leave some room for luck. It signs nothing, and is often there.",
      "Who gained?: Ask who was better off on the day after.",
      "The road not taken: Somebody warned, or had another plan. What became of it?",
    ],
  },
  {
    heading: "What is left of it",
    question: "What is left today?",
    quote: "The past is not gone, it is only furnished differently.",
    opens: [
      "Look for traces: Traces of {thing} may be closer than any museum: in words, in streets, on the table.",
      "Touch something old: Find one thing that you can touch, and that would not exist without {thing}.",
    ],
    lines: [
      "In a word: Look up where a word comes from. It is the cheapest kind of digging.",
      "In a habit: Which habit makes no sense any more, and is kept all the same?",
      "In a map: An old map beside a new one asks its own questions.",
      "In a family: Ask the oldest person you know. That library closes early.",
    ],
  },
  {
    heading: "Then and now",
    question: "What can it tell us now?",
    quote: "It does not repeat, but it clears its throat.",
    opens: [
      "Careful with parallels: Parallels between {thing} and today are tempting. Test them before you use them.",
      "What carries over: Ask what carries over from {thing} to now, and what certainly does not.",
    ],
    lines: [
      "Same people: Hopes and fears have not changed much. Tools have.",
      "Different rules: Be careful with blame. They played by other rules, with other knowledge.",
      "One lesson: Take one lesson, not ten. Ten are a sermon.",
      "Who will write ours?: And who will write down what we find too normal to mention?",
    ],
  },
];
