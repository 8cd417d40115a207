import type { Beat } from "./beat.ts";

/** Ways of looking at what something is. */
export const ASPECTS_OF_THINGS: readonly Beat[] = [
  {
    heading: "Where it begins",
    question: "Where does it begin?",
    quote: "Every answer starts with an older question.",
    figure: "1st",
    opens: [
      "Find the first step: [Before|Long before] the details of {thing}, find the very first step, and stand on it for a moment.",
      "Start at the start: With {thing}, the beginning is the cheapest place to understand anything.",
    ],
    lines: [
      "Who needed it?: Who needed it first? [Answer that, and half of the rest follows.|The reason is often hiding in that answer.]",
      "Early choices last: Early choices last, because everything later is built on top of them.",
      "Odd for a reason: What looks odd today [often made|may have made] perfect sense on the day it began.",
      "Nothing starts alone: Nothing starts alone. Look at the neighbours it had.",
      "Ask for the cause: Ask what had to be true one minute earlier, and then ask it again.",
    ],
  },
  {
    heading: "The moving parts",
    question: "What is it made of?",
    quote: "A whole is easier to hold once you know its parts.",
    figure: "3 parts",
    opens: [
      "Three plain names: Take {thing} apart on paper, into three pieces with plain names.",
      "Pull it apart: If {thing} came in a box, what would be lying on the table?",
    ],
    lines: [
      "Look between pieces: Most of the action happens between the pieces, so draw the lines as well as the boxes.",
      "Which part leads?: One part sets the pace. Which one?",
      "Take one away: Now take a single part away in your mind, and watch what stops first.",
      "The smallest part: The smallest part is a good suspect whenever something breaks.",
      "Draw it badly: A bad drawing made by you [teaches|will teach] more than a perfect one made by someone else.",
    ],
  },
  {
    heading: "Push and pull",
    question: "What causes what?",
    quote: "Follow the cause, and the effect explains itself.",
    opens: [
      "Find the push: Behind {thing} there must be a push. Look for it before you look at the result.",
      "What makes it go?: Ask about {thing} what a mechanic would ask: what makes it go, and what slows it down?",
    ],
    lines: [
      "Effects arrive late: Effects can arrive late, long after their cause has left the room.",
      "Loops: Some effects feed their own cause, and then a nudge turns into a trend.",
      "After is not because: After is not the same as because of. [Say it twice.|It is the oldest trap there is.]",
      "Two at once: When two causes meet, even careful observers can be surprised.",
      "The cleanest test: The cleanest test is to take the cause away and see what remains.",
    ],
  },
  {
    heading: "A sense of scale",
    question: "How big is it, really?",
    quote: "Size changes everything, including the rules.",
    figure: "10 ×",
    opens: [
      "Bring it to size: Bring {thing} down to something that you could hold, or up to something you could walk around.",
      "Ten times more: Imagine {thing} at ten times the size. What would break first?",
    ],
    lines: [
      "Zoom out: Zoom out until it is a dot, and see what it is part of.",
      "Zoom in: Zoom in until the pattern falls apart into single pieces.",
      "A limit somewhere: There is a limit at every scale, and the limit decides the design.",
      "Averages hide: An average is comfortable. The extremes are where the lessons are.",
      "A human measure: Turn every large number into days, steps or spoonfuls before you trust your feeling for it.",
    ],
  },
  {
    heading: "What time does to it",
    question: "What does time do?",
    quote: "Time is the quiet partner in every process.",
    figure: "1 year",
    opens: [
      "Speed it up: Picture {thing} as a film that runs a year in a minute.",
      "Two clocks: There are two clocks in {thing}, a fast one that everybody watches and a slow one that decides.",
    ],
    lines: [
      "Find the rhythm: Things that repeat can be understood, so listen for the rhythm.",
      "Waiting counts: Waiting can look like nothing, and yet be the part that does the work.",
      "Timing beats force: Good timing can do more than force, and it costs less.",
      "What stays: Notice what stays the same. That is the frame on which the rest hangs.",
      "Ask when: When is a better question than how much, more often than one would think.",
    ],
  },
  {
    heading: "Place and setting",
    question: "Does place matter?",
    quote: "The same seed grows differently in another soil.",
    opens: [
      "Move it: Move {thing} to another place in your mind, somewhere hotter, poorer, louder or more crowded.",
      "Look around it: Turn your eyes from {thing} to whatever surrounds it.",
    ],
    lines: [
      "What would change?: What would change there, and what would not? The second list is the interesting one.",
      "Borders: Follow it across a border, and notice what needs a permit.",
      "Surroundings answer: The surroundings answer back, and their answer becomes part of the result.",
      "No neutral ground: There is no neutral ground, only conditions we have stopped noticing.",
      "Your own place: Begin with the place that you know best. It has been a laboratory all along.",
    ],
  },
  {
    heading: "Patterns to spot",
    question: "What repeats?",
    quote: "A pattern is a promise that can be tested.",
    figure: "2 ×",
    opens: [
      "Seen it twice?: Has anything about {thing} ever happened twice in the same way? Begin there.",
      "Look for repeats: Squint at {thing} until only the repeats are left.",
    ],
    lines: [
      "Guess the next: A pattern earns its name on the day it lets you guess what comes next.",
      "Beware of chance: Chance draws beautiful shapes as well, so ask for one more example.",
      "The break: Where a pattern breaks, slow down. [Something is going on there.|That is where the news is.]",
      "Patterns nest: Large patterns can be built from small copies of themselves.",
      "Give it a name: Give the pattern a name, even a silly one, and you will find it again sooner.",
    ],
  },
  {
    heading: "The words for it",
    question: "What do the words mean?",
    quote: "A word is a drawer; look inside before you label it.",
    opens: [
      "Say it plainly: Explain {thing} without using the name. It is harder than it sounds.",
      "Listen to the words: Listen to the words that people use around {thing}, and collect the strange ones.",
    ],
    lines: [
      "Borrowed words: Many special words are borrowed from ordinary life, and still carry some of it.",
      "Two meanings: When two people argue for an hour, check whether they mean the same thing by the same word.",
      "Words for parts: Learn the names of the parts, and you can ask for help.",
      "The missing word: Is there something here that has no word yet? Make one, just for today.",
      "Child's version: Find the sentence that a six-year-old would accept, and keep it.",
    ],
  },
  {
    heading: "Rules and exceptions",
    question: "Which rules hold?",
    quote: "Exceptions are where the rules show their edges.",
    opens: [
      "The rule that covers most: Try to catch most of {thing} in one simple rule. Write down your best guess.",
      "What always holds?: What can never happen with {thing}? The answer is a rule in disguise.",
    ],
    lines: [
      "Collect exceptions: Collect exceptions the way others collect stamps, and treat each one as a clue.",
      "What was different?: When the rule fails, ask what was different, not who was wrong.",
      "Forgotten reasons: A rule whose reason is forgotten looks silly. Look for the reason first.",
      "Good enough: A simple rule that works often can beat a perfect one that nobody remembers.",
      "Go to the edge: Walk to the edge of the rule. The view is best from there.",
    ],
  },
  {
    heading: "A useful comparison",
    question: "What is it like?",
    quote: "A good comparison is half of an explanation.",
    opens: [
      "Find a cousin: Compare {thing} with three things within your reach, and say out loud why.",
      "Put two side by side: Put {thing} beside something that you already know by heart.",
    ],
    lines: [
      "What is shared: What do the two share? That part you understand already.",
      "What differs: Each difference is a small discovery, so write them down one by one.",
      "Where it breaks: Every comparison breaks somewhere, and the place where it breaks is worth knowing.",
      "Change the frame: Swap the comparison for a worse one. [Even that will show a new side.|Odd ones show new sides.]",
      "Keep what predicts: Keep the comparison that lets you predict something, and let the pretty ones go.",
    ],
  },
  {
    heading: "Signs of change",
    question: "What is changing?",
    quote: "Change whispers long before it shouts.",
    opens: [
      "Watch the edges: If {thing} should look different in a few years, the first signs are probably at the edges already.",
      "Then and now: Ask someone twice your age about {thing}, and compare notes.",
    ],
    lines: [
      "Small signals: Small signals come early, and drown easily in the noise.",
      "Side by side: For a while, old and new live side by side and hardly greet each other.",
      "The tipping point: Then something tips, and what was unusual is suddenly the normal way.",
      "Better for whom?: Not every change is progress. Better for whom is always a fair question.",
      "What was lost: Ask what was lost as well. Somebody is missing it.",
    ],
  },
  {
    heading: "What you cannot see",
    question: "What is hidden?",
    quote: "Look twice: once for what is there, once for what is missing.",
    opens: [
      "The hidden half: There is a visible half to {thing}, and then there is the half that does the carrying.",
      "Look behind it: Walk around {thing} once, at least in your mind, and look at the back.",
    ],
    lines: [
      "Who cleans up?: Who cleans up afterwards? That person knows more than the brochure.",
      "Silence is data: What nobody talks about can tell you as much as what everybody repeats.",
      "What is missing?: Make a list of what you expected to find and did not.",
      "Follow the supply: Follow what comes in, and follow what goes out. The middle will explain itself.",
      "Slow is invisible: What is slow enough becomes invisible. Look again next month.",
    ],
  },
];
