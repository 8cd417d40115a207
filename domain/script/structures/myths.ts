import type { Beat } from "../beat.ts";
import { type Structure, byHeading, counted } from "./structure.ts";

const BEATS: readonly Beat[] = [
  {
    heading: "“It takes talent”",
    quote: "Talent is often practice that nobody watched.",
    figure: "0 talent",
    opens: [
      "Born with it?: Somebody is sure to say that one has to be born for {thing}.",
      "A gift from birth: They have it or they have not, people say about {about}. It saves asking further.",
    ],
    lines: [
      "Look at the hours: Before you believe in a gift, ask about the hours.",
      "Nobody films the start: Nobody films the clumsy beginning, so all we get to see is ease.",
      "Compare with last month: Compare yourself with yourself, one month ago. That is the only fair race.",
      "A useful replacement: Swap the word gifted for the word practised, and the sentence [usually|often] still works.",
      "Watch the warm-up: Watch somebody good while they warm up. It looks like work, since it is.",
      "Slow learners: Slow learners have an advantage: they remember how they did it.",
    ],
  },
  {
    heading: "“There is one secret”",
    quote: "Where a secret is sold, look for the shopkeeper.",
    figure: "1 secret",
    opens: [
      "The one trick: If anyone offers you the one secret of {thing}, keep a hand on your purse.",
      "A single lever: A whole shelf of books promises one lever that moves {thing}.",
    ],
    lines: [
      "Small things, together: What works tends to be several small things, done together, for a while.",
      "Ask who earns: Ask who earns something when the secret is believed.",
      "Try without: Try it without the secret first. You may not need it.",
      "Boring is a sign: Advice that sounds boring has a better chance of being tested.",
      "Too short: Advice that fits on a mug was probably made for the mug.",
      "Count the failures: Ask about those who knew the secret and failed all the same.",
    ],
  },
  {
    heading: "“It is all settled”",
    opens: [
      "No more debate: It sounds comfortable to say that everything about {about} is settled.",
      "Nothing left to ask: Whenever it is said that nothing is left to ask about {about}, ask once more.",
    ],
    lines: [
      "Ask two people: Ask two people who know it well. Then ask them about each other's answer.",
      "Where they differ: The places where they differ are worth more than the places where they nod.",
      "Loud is not many: A loud group can look like a large one.",
      "Settled parts: Some parts may well be settled. Find out which, and how that happened.",
      "Who was not asked?: Agreement is easy among people who were invited for it.",
      "A live question: Where a question is alive, somebody is polite and annoyed at once.",
    ],
  },
  {
    heading: "“It was always like this”",
    quote: "Always is a very short word for a very long time.",
    opens: [
      "Since forever?: The word always turns up quickly when people talk about {about}.",
      "Old as the hills: How often do people explain {thing} with a shrug and the word tradition?",
    ],
    lines: [
      "How long is always?: Ask how long always is. Sometimes it is younger than your grandmother.",
      "It was decided: What looks natural may have been decided by somebody on a busy afternoon.",
      "Elsewhere: Look at another place. If it is done differently there, it is not a law of nature.",
      "It can change: What began once can change again.",
      "First photo: Look for the oldest picture you can find. Something in it will surprise you.",
      "Ask a migrant: Ask someone who grew up elsewhere what they found odd.",
    ],
  },
  {
    heading: "“More is better”",
    figure: "2 × more",
    opens: [
      "Just add more: With {thing}, more can sound like the answer before anyone has heard the question.",
      "Turn it up: The volume knob is the first idea anybody has about {about}.",
    ],
    lines: [
      "A best amount: Many good things have a best amount, and it is not the largest one.",
      "Try less: Try a little less for a week. It costs nothing, and tells you a lot.",
      "More of what?: More of what, exactly? Push until the sentence has a noun in it.",
      "Who counts?: Beware of anything that is good only because it can be counted.",
      "Enough: Enough is a number too. Write yours down before you start.",
      "The last tenth: The last tenth often costs as much as all the rest.",
    ],
  },
  {
    heading: "“You need the right gear”",
    figure: "€ 0",
    opens: [
      "First buy this: It is pleasant to prepare for {thing} by buying something.",
      "The shopping list: Before {thing}, there is a shopping list. Somebody wrote it, and somebody sells it.",
    ],
    lines: [
      "Borrow it first: Borrow before you buy. Boredom is cheaper that way.",
      "What is it for?: For each thing on the list, ask what would go wrong without it.",
      "The old way: Somebody did it before that tool existed. Find out how.",
      "Then upgrade: Upgrade when you can name what limits you.",
      "Second-hand: Good tools lie in drawers all over town, used twice.",
      "Two hands: Begin with what your two hands and a table can do.",
    ],
  },
  {
    heading: "“Complicated means clever”",
    quote: "If it cannot be said simply, somebody is still thinking.",
    opens: [
      "It sounds clever: A complicated account of {thing} is not yet a good one.",
      "Fog machine: Some accounts of {thing} come with a great deal of fog.",
    ],
    lines: [
      "Ask for an example: Ask for one example. Fog does not survive an example.",
      "Long words: Long words can be precise, or they can be a coat with nobody in it.",
      "Simple takes work: Simple takes longer to make. That is why there is less of it.",
      "Not too simple: Too simple is a myth of its own. It should still predict something.",
      "Explain the joke: Let them explain it to a ten-year-old. Ten-year-olds do not nod.",
      "Ask what follows: Ask what would be different if it was false. Silence is informative.",
    ],
  },
  {
    heading: "“It is too late to start”",
    figure: "Day 1",
    opens: [
      "Too late?: It is never hard to find a reason why it is too late for {thing}.",
      "The train has left: With {thing}, they say, the train has left. Trains come back.",
    ],
    lines: [
      "Late compared to what?: Too late compared to whom? Name the person, and the sentence looks odd.",
      "A late start: A late start has an advantage: you know why you came.",
      "Next year: In a year you will have another date to regret, or a year of practice.",
      "Half an hour: Half an hour today is a start. It does not need a ceremony.",
      "Slow beginnings: Nobody asks a tree why it did not start earlier.",
      "The best day: The best day was some time ago. The second best is on your calendar.",
    ],
  },
];

export const MYTHS: Structure = {
  name: "myths",
  titles: [
    "{title}: {count} myths",
    "Myths about {about}",
    "{title}: what to stop believing",
    "{title}, without the myths",
  ],
  hooks: [
    "Some sentences about {about} are repeated so often that nobody checks them any more.",
    "Let us play a game: {about}, and the things that everybody just knows.",
    "A myth can be told in five words. Taking it apart takes a minute. Our subject is {thing}.",
    "Which of your certainties about {about} have you ever tested?",
    "You know it, I have heard it, and nobody has checked: sentences about {about}.",
    "Put every saying about {about} on a shelf, and see which ones are hollow.",
  ],
  promises: [
    "None of this needs special knowledge. It needs a raised eyebrow.",
    "Do not believe the corrections either, before you have tried them.",
    "Keep count of the ones that you have said yourself.",
    "Some of them are nearly true. Those are the sticky ones.",
    "Knock on each of them, and listen.",
  ],
  openingKicker: "Myth check",
  kicker: (part, parts) => counted("Myth", part, parts),
  heading: byHeading,
  kinds: ["points", "figure", "quote"],
  recapHeading: "Off the table",
  recaps: [
    "Once the myths are off the table, there is room for questions.",
    "So these are the sentences to be careful with.",
    "That is a tidier view of {thing}.",
    "Sweep up the pieces. What remains can carry weight.",
    "The shelf is emptier now, and tidier.",
  ],
  closings: [
    "The next time you hear one of them, just ask: how do we know?",
    "And if one of your favourites was among them, welcome to the club.",
    "Doubt politely, check gladly, and change your mind in public.",
    "Be gentle with people who believe them. Yesterday that was us.",
    "A myth goes quietly when somebody asks it a question.",
    "Keep the raised eyebrow. It suits you.",
  ],
  beats: BEATS,
  asideKicker: "Instead",
};
