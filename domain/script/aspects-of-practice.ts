import type { Beat } from "./beat.ts";

/** Ways of looking at how people deal with something. */
export const ASPECTS_OF_PRACTICE: readonly Beat[] = [
  {
    heading: "People behind it",
    question: "Who is behind it?",
    quote: "Behind every system there is somebody who cared.",
    opens: [
      "Somebody asked why: Somewhere behind {thing} there are people who stopped in the middle of something and asked why.",
      "Look for the hands: Do not look at {thing} for a moment. Look for the hands.",
    ],
    lines: [
      "Quiet work: For every famous name, count the quiet ones who carried the work forward.",
      "Two pairs of eyes: A beginner and an expert will notice completely different things. Ask both.",
      "Skills travel: Skills travel from person to person, mostly by watching and trying.",
      "Let them disagree: Find two good people who disagree, and listen to both until the end.",
      "Ten minutes: Ten minutes with someone who does it every day can replace hours of guessing.",
    ],
  },
  {
    heading: "What gets measured",
    question: "What can be measured?",
    quote: "What you measure is what you learn to see.",
    figure: "1 number",
    opens: [
      "Pick one number: Pick one number about {thing}, only one, and follow it for a while.",
      "Could you count it?: What about {thing} could you count on your fingers? Begin with that.",
    ],
    lines: [
      "What it leaves out: Ask of every number what it leaves out. [There is always something.|That part may be the point.]",
      "Same way each time: Measure in the same way each time, or the comparison will mean nothing.",
      "Errors add up: Small errors add up quietly, until one day they are the whole story.",
      "Trends over points: One value is an anecdote. Ten in a row are a trend.",
      "Write it down: Write it down at once, since memory is a generous editor.",
    ],
  },
  {
    heading: "Where it goes wrong",
    question: "What goes wrong?",
    quote: "A mistake is a lesson that has not been read yet.",
    opens: [
      "Too sure, too soon: The usual trouble with {thing} is to be sure a little too early.",
      "Plan the failure: Suppose that {thing} should go badly. Write down why, before it can happen.",
    ],
    lines: [
      "Copying the surface: It is easy to copy what can be seen, and to miss what makes it work.",
      "Skipping basics: The basics look easy, and are skipped for that reason. The bill comes later.",
      "One cause only: Beware of the single cause. It is usually a team.",
      "Ignoring limits: Ignoring a limit works well, right up to the moment when it does not.",
      "Not asking: The most expensive mistake is the question that was never asked.",
    ],
  },
  {
    heading: "In everyday life",
    question: "Where do we meet it?",
    quote: "The ordinary is only the familiar unexplained.",
    figure: "24 h",
    opens: [
      "Closer than it seems: Go through yesterday, hour by hour, and look for {thing}.",
      "Within reach: Where is the nearest trace of {thing}? It may be within reach of your chair.",
    ],
    lines: [
      "Hidden in routine: Routines hide things well, because nobody looks at them twice.",
      "Once seen: Notice it once, and you will begin to notice it everywhere.",
      "The same logic: A choice at the kitchen table can follow the very same logic.",
      "Over breakfast: Explain it over breakfast, in three sentences, without special words.",
      "Use one idea: Use one idea from it today, and it will be yours tomorrow.",
    ],
  },
  {
    heading: "What it costs",
    question: "What does it cost?",
    quote: "Everything has a price, though not always in money.",
    opens: [
      "Count every cost: To be fair to {thing}, count every cost, and not only the money.",
      "Read the bill: If a bill for {thing} came by post, which lines would be on it?",
    ],
    lines: [
      "Attention is spent: Time and attention are spent as well, and neither of them comes back.",
      "Who pays?: Ask who pays and who gains. They are not always the same people.",
      "Cheap twice: The cheap way may have to be paid for twice.",
      "What it saves: Put the savings on the other page, and be generous.",
      "Again?: In the end there is a simple test: would you choose it again?",
    ],
  },
  {
    heading: "The evidence",
    question: "How do we know?",
    quote: "Trust grows where claims can be checked.",
    opens: [
      "How could anyone know?: Take any claim about {thing}, and ask how anyone could know that.",
      "Show me: Two words are enough to test most of what is said about {thing}: show me.",
    ],
    lines: [
      "The first source: Look for the first source, and not for the loudest repetition.",
      "Against yourself: Search for a good argument against your own view, and read it twice.",
      "More than one: One example can mislead. Several that know nothing of each other convince.",
      "Say what is unsure: Saying clearly what is unsure is a strength, and rarer than it should be.",
      "Change your mind: Changing your mind for a good reason is the whole point of evidence.",
    ],
  },
  {
    heading: "Tools and methods",
    question: "How can you explore it?",
    quote: "The right tool makes a hard thing look easy.",
    figure: "1 change",
    opens: [
      "Pencil first: A pencil, a timer and some patience are enough to explore {thing} for an evening.",
      "Make a small test: What is the smallest test of {thing} that could surprise you?",
    ],
    lines: [
      "One change at a time: Change one thing at a time, or you will never know what made the difference.",
      "Today beats someday: A small test today is worth more than a grand plan next year.",
      "A second tool: Tools shape thinking. Try a second one before you decide.",
      "Leave a trail: Keep notes, and let the next attempt begin where this one ended.",
      "Share the method: Share the method along with the result, so that others can improve both.",
    ],
  },
  {
    heading: "Risk and care",
    question: "What is the risk?",
    quote: "Care is cheaper than repair.",
    opens: [
      "What could go wrong?: A careful look at {thing} has room for an unpopular question: what could go wrong?",
      "Likely or severe: Sort the worries about {thing} into two piles, the likely ones and the severe ones.",
    ],
    lines: [
      "Know the way back: Before you begin, know how you would stop or turn back.",
      "A second way out: A second way out is dull and cheap, until the day it saves you.",
      "Near misses: Near misses are free lessons, if somebody takes the time to read them.",
      "Ask the cautious: Invite the most cautious person you know, and do not interrupt.",
      "Calm helps: Calm preparation does more than any amount of worry.",
    ],
  },
  {
    heading: "Open questions",
    question: "What is still open?",
    quote: "The best part of a map is where it ends.",
    figure: "?",
    opens: [
      "Not everything is known: Write down one thing about {thing} that you have never heard anybody explain.",
      "Good news: There are open questions about {thing}, and that is good news for the curious.",
    ],
    lines: [
      "Hard or ignored?: Some questions stay open because they are hard, others because nobody looked.",
      "A better question: Progress can mean a better question, and not a faster answer.",
      "Careful amateurs: A careful amateur with a notebook is never useless.",
      "Enjoy the list: Keep a list of what you do not understand, and enjoy making it shorter.",
      "Say so: I do not know is a complete sentence, and an honest place to start.",
    ],
  },
  {
    heading: "Where it leads",
    question: "Where does it lead?",
    quote: "The future is built from what we notice now.",
    figure: "10 years",
    opens: [
      "The next small step: What could come after {thing}? Start with the next step, not with the last.",
      "Write to the future: Write one line about {thing} for somebody who will read it in ten years.",
    ],
    lines: [
      "Several futures: There is rarely one future. There is a handful of likely ones.",
      "Prepare, not predict: Preparing for three of them beats predicting one.",
      "What will remain: Ask what will still matter in ten years, and give it more of your time.",
      "Who decides: Many decisions are made by whoever simply showed up.",
      "Your part: Your own part may be small. It is also the part that you can choose.",
    ],
  },
  {
    heading: "Explaining it to others",
    question: "Could you explain it?",
    quote: "You own what you can give away.",
    figure: "3 lines",
    opens: [
      "Find a listener: Find someone patient, and explain {thing} in three sentences.",
      "The empty chair: Explain {thing} to an empty chair. The chair will not mind if you start again.",
    ],
    lines: [
      "Where you stumble: Wherever you stumble is exactly where to read on.",
      "Let them repeat: Ask the other person to tell it back, and listen for what got lost.",
      "One picture: One picture, one example, one sentence. Then stop.",
      "No jargon: Replace every special word with two ordinary ones, and see what is left.",
      "Their question: The first question that comes back is [worth|often worth] more than the explanation.",
    ],
  },
  {
    heading: "Beginner and expert",
    question: "What do experts see?",
    quote: "Experience is knowing where to look.",
    opens: [
      "Borrow their eyes: Watch somebody who is good with {thing}, and follow the eyes, not the hands.",
      "What do they skip?: People who know {thing} well leave things out. Find out what, and why.",
    ],
    lines: [
      "Fewer things: Experts look at fewer things, and look at them longer.",
      "Fresh eyes: A beginner sees what the expert has stopped seeing. Use that while it lasts.",
      "Small vocabulary: A small vocabulary, used precisely, beats a large one used loosely.",
      "Their notebook: Ask an expert for a mistake instead of a tip. You will get a better story.",
      "Slow hands: Good hands look slow, because nothing has to be done twice.",
    ],
  },
];
