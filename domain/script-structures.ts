import type { Aspect } from "./script-aspects.ts";
import type { SceneKind } from "./script.ts";

/** How a template script is told. `{title}` is the topic as a title, `{subject}` as a phrase, `{count}` a number word. */
export interface Structure {
  readonly name: string;
  readonly titles: readonly string[];
  /** First sentence spoken. */
  readonly hooks: readonly string[];
  /** Second sentence of the opening. */
  readonly promises: readonly string[];
  readonly openingKicker: string;
  readonly kicker: (part: number, parts: number) => string;
  readonly heading: (aspect: Aspect) => string;
  /** Kinds of the body scenes, repeated. */
  readonly kinds: readonly Exclude<SceneKind, "title" | "recap">[];
  readonly recapHeading: string;
  readonly recaps: readonly string[];
  readonly closings: readonly string[];
}

const byHeading = (aspect: Aspect): string => aspect.heading;
const byQuestion = (aspect: Aspect): string => aspect.question;

function numbered(noun: string, part: number, parts: number): string {
  return parts === 1 ? `${noun} ${part}` : `${noun} ${part} of ${parts}`;
}

export const STRUCTURES: readonly Structure[] = [
  {
    name: "explainer",
    titles: ["{title}, explained simply", "{title} in plain words", "A clear look at: {title}"],
    hooks: [
      "Let us take a clear and simple look at {subject}.",
      "Here is {subject}, explained without a single special word.",
      "This is a short and honest guide to {subject}.",
    ],
    promises: [
      "By the end you will have a picture that you can explain to a friend.",
      "We go step by step, and every step stands on the one before.",
    ],
    openingKicker: "In plain words",
    kicker: (part, parts) => numbered("Part", part, parts),
    heading: byHeading,
    kinds: ["points", "points", "quote", "points", "figure"],
    recapHeading: "What to remember",
    recaps: ["So what is worth remembering about {subject}?", "Let us put the picture of {subject} together."],
    closings: [
      "Keep the simple picture, and let the details find their place.",
      "Explain it to somebody today, and it is yours.",
    ],
  },
  {
    name: "countdown",
    titles: ["{count} ways to look at: {title}", "{title}: {count} ideas worth knowing", "{count} keys to: {title}"],
    hooks: [
      "If you remember only a few things about {subject}, remember these.",
      "Here are a few ideas that can change how you see {subject}.",
      "Most of what matters about {subject} fits into a handful of ideas.",
    ],
    promises: [
      "The last one is the one that people most often forget.",
      "Each of them takes less than a minute to understand.",
    ],
    openingKicker: "The short list",
    kicker: (part) => `Idea ${part}`,
    heading: byHeading,
    kinds: ["figure", "points", "figure", "quote"],
    recapHeading: "The whole list",
    recaps: ["That was {subject} in a handful of ideas.", "Here is the whole list about {subject} once more."],
    closings: [
      "Choose the one that surprised you, and start there.",
      "Pick one idea, use it this week, and see what happens.",
    ],
  },
  {
    name: "questions",
    titles: [
      "{title}: the questions that matter",
      "Asking the right questions: {title}",
      "{title}, question by question",
    ],
    hooks: [
      "What should you ask first about {subject}?",
      "Good questions can open up {subject} faster than any lecture.",
      "Have you ever stopped to wonder about {subject}?",
    ],
    promises: [
      "Let us ask the simple questions, because they reach the furthest.",
      "We will take one question at a time, beginning with the easiest.",
    ],
    openingKicker: "Good questions",
    kicker: (part, parts) => numbered("Question", part, parts),
    heading: byQuestion,
    kinds: ["points", "quote", "points", "figure"],
    recapHeading: "Keep asking",
    recaps: [
      "These questions will take you a long way with {subject}.",
      "So these are the questions to carry along about {subject}.",
    ],
    closings: ["The next question is yours.", "Ask one of them out loud today, and listen to the answers."],
  },
  {
    name: "story",
    titles: ["The story of: {title}", "{title}: a story in {count} chapters", "Behind the scenes: {title}"],
    hooks: [
      "This is a story about {subject}, told in a few short chapters.",
      "Behind {subject} there is a story worth telling.",
      "Every story has a door, and ours opens on {subject}.",
    ],
    promises: ["It begins small, as most good stories do.", "Listen for the moment when everything turns."],
    openingKicker: "A short story",
    kicker: (part) => `Chapter ${part}`,
    heading: byHeading,
    kinds: ["quote", "points", "points", "figure"],
    recapHeading: "How the story ends",
    recaps: ["And that is where our story about {subject} rests for now.", "So ends this short story about {subject}."],
    closings: [
      "The next chapter can be written by anyone who pays attention.",
      "Good stories do not end, they are passed on.",
    ],
  },
  {
    name: "field guide",
    titles: ["A field guide to: {title}", "{title}: notes from the field", "How to see it clearly: {title}"],
    hooks: [
      "Think of this as a pocket field guide to {subject}.",
      "With a few notes in your pocket, {subject} can become much easier to read.",
      "Before you explore {subject}, take these notes with you.",
    ],
    promises: [
      "Every note is something that you can check with your own eyes.",
      "Use them in any order, and add your own as you go.",
    ],
    openingKicker: "Field notes",
    kicker: (part) => `Note ${part}`,
    heading: byHeading,
    kinds: ["points", "figure", "points", "quote"],
    recapHeading: "Notes to take along",
    recaps: [
      "Now your notes about {subject} are complete.",
      "Fold up these notes about {subject} and keep them close.",
    ],
    closings: [
      "Go out, look closely, and trust what you can check.",
      "The best note is the one you will write yourself.",
    ],
  },
];
