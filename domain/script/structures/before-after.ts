import type { Beat } from "../beat.ts";
import { type Structure, byHeading } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "From fog to outline",
    quote: "First the outline, then the details.",
    opens: [
      "Before: Before, {thing} can feel like one large grey cloud.",
      "Before: At first sight, {thing} can look like a heap, and heaps have no handles.",
    ],
    lines: [
      "After: After, there are three or four shapes in it, and each of them has a name.",
      "What makes the change: What makes the change is a pencil. Outlines come from drawing, not from staring.",
      "Test it: Hide your drawing and make it again. What you forgot is what you had not understood.",
      "Names first: Give the largest shape a name, even a wrong one. It can be corrected, fog cannot.",
      "Distance: Step back two metres. Outlines are easier to see from there.",
    ],
  },
  {
    heading: "From opinions to questions",
    opens: [
      "Before: Before, it is easy to have an opinion about {about}.",
      "Before: Ask anybody about {about}, and you will get an answer at once. That is the before.",
    ],
    lines: [
      "After: Afterwards there are fewer opinions and better questions. That is not a loss.",
      "What makes the change: One honest conversation with somebody who knows the ground will do it.",
      "A sign: You will notice it when you begin to say it depends, and can say on what.",
      "Small words: Perhaps, sometimes, in my case: small words like these are the sound of progress.",
      "Curiosity: The best proof is that you want to know how it goes on.",
    ],
  },
  {
    heading: "From watching to doing",
    figure: "1 try",
    opens: [
      "Before: Before, we watch others deal with {thing}, and nod.",
      "Before: To begin with, {thing} may seem like something for other people.",
    ],
    lines: [
      "After: After a single attempt of your own, every second of watching is worth more.",
      "What makes the change: The attempt may fail. It is the ticket, not the journey.",
      "Smallest step: Take the smallest step that leaves a trace: a line, a photo, a crumb.",
      "Bruises teach: A small bruise explains what ten videos could not.",
      "Others change too: You will begin to see how much the others leave out.",
    ],
  },
  {
    heading: "From luck to method",
    figure: "2nd time",
    opens: [
      "Before: Before, when something goes well with {thing}, it is hard to say why.",
      "Before: In the first picture, {thing} can seem a matter of good days and bad days.",
    ],
    lines: [
      "After: After, you can do it again, and even explain the one step that matters.",
      "What makes the change: Notes make the difference. Three lines are enough, if you write them at once.",
      "Second time: It is the second success that counts. The first may have been the weather.",
      "Repeat on purpose: Repeat it on purpose, at a time when nothing depends on it.",
      "Boring is good: When it becomes a little boring, it has become a method.",
    ],
  },
  {
    heading: "From alone to together",
    opens: [
      "Before: Before, {thing} can be a lonely business.",
      "Before: In the beginning you may not know a single person who cares about {about}.",
    ],
    lines: [
      "After: Afterwards there is somebody to ask, and somebody who asks you.",
      "What makes the change: Show your unfinished work. It invites people in, and finished work keeps them out.",
      "Give first: Answer one beginner's question. It will sort your own thoughts.",
      "A table for two: It only takes one other person. A crowd can come later.",
      "Different answers: The other one will do it differently. That is the gift.",
    ],
  },
  {
    heading: "From hurry to rhythm",
    quote: "Rhythm is patience with a beat.",
    opens: [
      "Before: Before, there is a rush: everything about {about} at once, and by Sunday.",
      "Before: Look at the left picture: a calendar, crossed out in red, and {thing} on every page.",
    ],
    lines: [
      "After: After, there is a rhythm, and it carries you on the days without enthusiasm.",
      "What makes the change: Choose the same hour, the same chair, the same small portion.",
      "Missed a day?: A missed day is a rest in the music. Two in a row are a different tune.",
      "Small and daily: A quarter of an hour survives almost any calendar.",
      "Measure weeks: Count weeks, not minutes. Minutes make everybody nervous.",
    ],
  },
  {
    heading: "From rules to judgement",
    opens: [
      "Before: Before, we want rules for {thing}, the stricter the better.",
      "Before: A beginner asks what is allowed in {thing}. It is a sensible question, at first.",
    ],
    lines: [
      "After: Later, rules turn into reasons, and reasons bend where they should.",
      "What makes the change: Break one rule on purpose, safely, and watch what it was protecting.",
      "Keep a few: Keep the rules that have saved you once. Thank them, and keep them.",
      "When rules collide: When two rules collide, you find out which of them was yours.",
      "Calm hands: Judgement can be seen from far away: the hands are calm.",
    ],
  },
];

export const BEFORE_AFTER: Structure = {
  name: "before-and-after",
  titles: ["{title}: before and after", "Before and after: {title}", "What changes: {title}", "{title}, seen twice"],
  hooks: [
    "There is a before and an after to almost everything, and {thing} should be no exception.",
    "Think back to the last time you met {thing}. How did that feel?",
    "Two pictures of the same person, before and after getting to know {thing}.",
    "What is different once {about} is no longer new to you?",
    "Hold up a mirror on the first day with {thing}, and another one a year later.",
    "Something happens to people who stay with {thing} for a while. Let us look closer.",
  ],
  promises: [
    "We will hold the two pictures side by side.",
    "The interesting part is what happens in between.",
    "Look for yourself in the left picture or in the right one. Both are fine.",
    "None of the changes is dramatic. All of them are useful.",
    "Some changes hurt a little. They are marked.",
  ],
  openingKicker: "Two pictures",
  kicker: (part) => `Change ${part}`,
  heading: byHeading,
  kinds: ["points", "quote", "points", "figure"],
  recapHeading: "What has changed",
  recaps: [
    "Lay the pictures next to each other one last time.",
    "Those are the changes worth waiting for.",
    "Nothing in the second picture is magic.",
    "From left to right, that was the gallery.",
    "Put both pictures back into the drawer.",
  ],
  closings: [
    "You do not have to be in the second picture by tomorrow.",
    "Take a snapshot of today. It will make a good before.",
    "Between the two pictures there is only a row of ordinary days.",
    "Which change would you begin with?",
    "Date the first picture, and begin.",
    "The second picture is taken when nobody is looking.",
  ],
  beats: BEATS,
  leadingLines: 1,
  asideKicker: "In between",
  suits: ["task", "thing", "list"],
};
