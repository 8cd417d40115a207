import type { Beat } from "../beat.ts";
import { type Structure, byHeading } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "It will not stick",
    quote: "Memory is a hook, not a bucket.",
    opens: [
      "Complaint: The first patient says: I have read so much about {about}, and nothing stays.",
      "Complaint: Yesterday it was all clear, says the first one about {about}, and today it is gone.",
    ],
    lines: [
      "Finding: Reading is not yet remembering. Nothing was ever fetched back.",
      "Remedy: Close the book after each page, and say what was on it.",
      "Next visit: Come back in a week, and tell it without looking.",
      "Dose: Ten minutes of recalling, for every hour of reading.",
      "Side effects: It will feel slower. It is the feeling that is wrong.",
    ],
  },
  {
    heading: "Too much at once",
    figure: "1 thing",
    opens: [
      "Complaint: The next one wants to know everything about {about} by the weekend.",
      "Complaint: Somebody has opened eleven books about {about}, and finished none.",
    ],
    lines: [
      "Finding: The plate is larger than the appetite.",
      "Remedy: One thing. Only one, until it bores you a little. Then the next.",
      "Side effects: You will feel slow for a while. That passes.",
      "Finding, again: Eleven open doors make a draught, not a house.",
      "Rest: Close all the windows on the screen but one.",
    ],
  },
  {
    heading: "All theory",
    opens: [
      "Complaint: Here somebody can talk about {about} for an hour, and has never touched it.",
      "Complaint: Every word about {about} sits in the right place, and the hands have never joined in.",
    ],
    lines: [
      "Finding: A shortage of dirt under the fingernails.",
      "Remedy: Do the smallest real thing, today, badly.",
      "Next visit: Bring the result along. Crumbs are fine.",
      "Second remedy: Watch somebody's hands for as long as you have listened to their words.",
      "Outlook: Excellent, as soon as something has been broken.",
    ],
  },
  {
    heading: "Only one source",
    figure: "2 more",
    opens: [
      "Complaint: Another has a favourite voice on {thing}, and listens to no other.",
      "Complaint: One voice explains {thing} so well that all others seem unnecessary.",
    ],
    lines: [
      "Finding: A one-sided diet.",
      "Remedy: Add two sources that do not like each other. Chew slowly.",
      "Watch for: Watch for anger while reading. It marks the spot that needs exercise.",
      "Second remedy: Ask that favourite voice whom it likes to disagree with.",
      "Outlook: Good, and a bit noisier.",
    ],
  },
  {
    heading: "Stuck on a plateau",
    quote: "A plateau is where the roots grow.",
    opens: [
      "Complaint: It went so well with {thing}, says the next, and for weeks nothing has moved.",
      "Complaint: No progress with {thing} for a month, and yet nothing hurts. How odd.",
    ],
    lines: [
      "Finding: The easy part has been learned. This is what that feels like.",
      "Remedy: Make it harder in one place, and easier in all the others.",
      "Outlook: Good. Plateaus end suddenly, and often after a rest.",
      "Second remedy: Go back to something easy, and do it beautifully.",
      "Dose: One hard thing a day, before lunch.",
    ],
  },
  {
    heading: "Arguing about words",
    opens: [
      "Complaint: Two people come in together, quarrelling about {about}.",
      "Complaint: There is shouting in the corridor, and it is about {about}.",
    ],
    lines: [
      "Finding: They mean the same, or they mean two different things. Either way it is the word.",
      "Remedy: Forbid the word for ten minutes. Describe the thing instead.",
      "Outlook: Excellent. One of them is already laughing.",
      "Dose: Three examples each, before the next opinion.",
      "Second remedy: Let each of them speak for the other. It ends quickly.",
    ],
  },
  {
    heading: "Nobody to ask",
    figure: "1 person",
    opens: [
      "Complaint: This one has been alone with {thing} for a long time.",
      "Complaint: Nobody at home wants to hear another word about {about}, says this one.",
    ],
    lines: [
      "Finding: No feedback. Even good eyes drift without it.",
      "Remedy: Find one person who is two steps ahead. Ten steps ahead is too far.",
      "Dose: One question a week, well prepared.",
      "Second remedy: Failing that, write to yourself in a month. It is better than silence.",
      "Outlook: Good company cures more than it should.",
    ],
  },
  {
    heading: "Perfect or nothing",
    opens: [
      "Complaint: The last patient will not show anything about {about} until it is perfect.",
      "Complaint: A drawer full of unfinished work on {thing}, and every piece almost ready.",
    ],
    lines: [
      "Finding: The standard grows faster than the work.",
      "Remedy: Set a date, not a standard. On that day it goes out of the door.",
      "Side effects: Some embarrassment, followed by conversation.",
      "Second remedy: Show a quarter of it. Quarters are easy to forgive.",
      "Outlook: Good. Nobody has ever been harmed by a rough sketch.",
    ],
  },
];

export const CLINIC: Structure = {
  name: "clinic",
  titles: [
    "{title}: the mistakes clinic",
    "Common mistakes: {title}",
    "{title}: what is wrong, and what helps",
    "First aid: {title}",
  ],
  hooks: [
    "The clinic is open. Today: troubles with {thing}.",
    "Something is not working with {thing}? Take a seat, you are not the first.",
    "A few complaints about {about}, with findings and simple remedies.",
    "If {thing} should give you trouble, one of these cases may sound familiar.",
    "Next, please. Everybody in this waiting room is here because of {thing}.",
    "Take a number. The doctor for {thing} is in a good mood today.",
  ],
  promises: [
    "No case is hopeless, and none is yours alone.",
    "See whether you recognise a friend. Or the mirror.",
    "The remedies are free, and most of them are dull. That is a good sign.",
    "Nothing here is contagious, except the remedies.",
    "The doctor asks more than the doctor says.",
  ],
  openingKicker: "The clinic",
  kicker: (part) => `Case ${part}`,
  heading: byHeading,
  kinds: ["points", "points", "figure", "quote"],
  recapHeading: "Take home",
  recaps: [
    "The waiting room is empty.",
    "Those were the cases of the day.",
    "Put the remedies on a single card.",
    "The last light in the surgery goes off.",
    "On the prescription there are only a few lines.",
  ],
  closings: [
    "Choose one remedy. A handful of medicines cancel each other out.",
    "Come back with new complaints. They are a sign of progress.",
    "And be kind to the patient. It may be you.",
    "Nobody leaves perfect. Everybody leaves with something to do.",
    "Repeat once a week, with plenty of patience.",
    "Share the remedy, and keep the complaint to yourself.",
  ],
  beats: BEATS,
  leadingLines: 2,
  asideKicker: "Second opinion",
  suits: ["task", "thing", "list", "how"],
};
