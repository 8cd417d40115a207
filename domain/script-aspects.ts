/**
 * Ways of looking at any subject: the body of a template script. `{subject}` is the topic as a phrase and never
 * governs a verb ("{subject} can", not "{subject} is"), so that singular, plural and "how …" topics all read well.
 */
export interface Aspect {
  readonly heading: string;
  /** The heading as a question. */
  readonly question: string;
  /** A short saying, shown large and spoken. */
  readonly quote: string;
  /** Label on the card, and the sentence spoken while it appears. */
  readonly lines: readonly (readonly [label: string, sentence: string])[];
}

export const ASPECTS_OF_A_SUBJECT: readonly Aspect[] = [
  {
    heading: "Where it begins",
    question: "Where does it begin?",
    quote: "Every answer starts with an older question.",
    lines: [
      ["Look for the first step", "To understand {subject}, it helps to look for the very first step."],
      ["Early choices last", "Early choices tend to last, because everything later is built on top of them."],
      ["Ask who needed it", "Ask who needed it first, and the reason behind it becomes much clearer."],
      ["Names hide history", "Even the names we use carry small pieces of history inside them."],
      ["Origins explain oddities", "What looks odd today often made perfect sense on the day it began."],
      ["Nothing starts alone", "Nothing starts alone, and the neighbours of an idea shape it from the beginning."],
    ],
  },
  {
    heading: "The moving parts",
    question: "What is it made of?",
    quote: "A whole is easier to hold once you know its parts.",
    lines: [
      ["Name the pieces", "Break {subject} into pieces, and give every piece a plain name."],
      ["Find the link", "Then look at the links, because most of the action happens between the pieces."],
      ["One part leads", "Usually one part sets the pace, and the others follow its lead."],
      ["Remove one, watch", "Imagine taking one part away, and watch what stops working first."],
      ["Small parts matter", "The smallest part is often the one that nobody can do without."],
      ["Draw it once", "Draw it once on paper, and the shape will stay in your memory."],
    ],
  },
  {
    heading: "Cause and effect",
    question: "What causes what?",
    quote: "Follow the cause, and the effect explains itself.",
    lines: [
      ["Start from the push", "With {subject}, every change you can see begins with a push you cannot."],
      ["Effects arrive late", "Effects often arrive late, long after their cause has left the room."],
      ["Loops feed themselves", "Some effects feed their own cause, and a small nudge grows into a trend."],
      ["Two causes meet", "When two causes meet, the result can surprise even careful observers."],
      ["Order is not cause", "One thing following another does not prove that the first one caused it."],
      ["Test by removing", "The cleanest test is to take the cause away and see what remains."],
    ],
  },
  {
    heading: "A sense of scale",
    question: "How big is it, really?",
    quote: "Size changes everything, including the rules.",
    lines: [
      ["Zoom out first", "Zoom out, and {subject} can look like part of a much larger pattern."],
      ["Then zoom in", "Zoom in again, and details appear that no overview could ever show."],
      ["Compare with a hand", "Compare it with something you can hold, and the numbers start to mean something."],
      ["Ten times more", "Ten times more is rarely just ten times harder, and sometimes it is easier."],
      ["Limits appear", "At every scale there is a limit, and the limit decides the design."],
      ["Averages hide extremes", "An average is comfortable, but the extremes are where the lessons are."],
    ],
  },
  {
    heading: "The role of time",
    question: "What does time do?",
    quote: "Time is the quiet partner in every process.",
    lines: [
      ["Fast and slow", "Some sides of {subject} change in seconds, while others take generations."],
      ["Watch the rhythm", "Look for the rhythm, because things that repeat can be understood and planned."],
      ["Waiting is work", "Waiting can look like nothing, yet it is often where the real work happens."],
      ["Timing beats force", "Good timing can do more than force, and it costs far less."],
      ["Note what stays", "Notice what stays the same, because it shows you what really matters."],
      ["Look back often", "A short look back, every now and then, keeps the direction honest."],
    ],
  },
  {
    heading: "People behind it",
    question: "Who is behind it?",
    quote: "Behind every system there is somebody who cared.",
    lines: [
      ["Someone asked why", "Behind {subject} there is always someone who stopped and asked why."],
      ["Many quiet hands", "For every famous name, many quiet hands carried the work forward."],
      ["Different eyes", "A beginner and an expert will notice completely different things."],
      ["Skills are shared", "Skills travel from person to person, mostly by watching and trying."],
      ["Disagreement helps", "Honest disagreement has moved things forward more often than easy applause."],
      ["Ask a practitioner", "Ten minutes with someone who does it daily can replace hours of guessing."],
    ],
  },
  {
    heading: "What gets measured",
    question: "What can be measured?",
    quote: "What you measure is what you learn to see.",
    lines: [
      ["Pick one number", "Pick one number that describes {subject}, and follow it for a while."],
      ["Doubt the number", "Then doubt that number, and ask what it leaves out."],
      ["Same way each time", "Measure the same way each time, or the comparison will mean nothing."],
      ["Small errors add up", "Small errors add up quietly, until one day they are the whole story."],
      ["Trends beat points", "A single value says little, while a trend can say a great deal."],
      ["Write it down", "Write results down at once, because memory is a generous editor."],
    ],
  },
  {
    heading: "Common mistakes",
    question: "What goes wrong?",
    quote: "A mistake is a lesson that has not been read yet.",
    lines: [
      ["Too fast, too sure", "The usual mistake with {subject} is to be sure a little too early."],
      ["Copying the surface", "Another is to copy what can be seen, and to miss what makes it work."],
      ["Skipping basics", "People skip the basics because they look easy, and then pay for it later."],
      ["One cause only", "It is tempting to name a single cause where several are at work."],
      ["Ignoring limits", "Ignoring the limits works well, right up to the moment when it does not."],
      ["Not asking", "The most expensive mistake is the question that was never asked."],
    ],
  },
  {
    heading: "Everyday life",
    question: "Where do we meet it?",
    quote: "The ordinary is only the familiar unexplained.",
    lines: [
      ["Closer than you think", "You may meet {subject} more often than you think."],
      ["Hidden in routine", "It hides in routines, in tools, and in words that we use every day."],
      ["Notice it once", "Notice it once, and you will begin to see it everywhere."],
      ["Small choices", "Small choices at home or at work can follow exactly the same logic."],
      ["Explain it simply", "Try to explain it over breakfast, in three sentences, without special words."],
      ["Use it today", "Use one idea from it today, and it will be yours tomorrow."],
    ],
  },
  {
    heading: "A useful comparison",
    question: "What is it like?",
    quote: "A good comparison is half of an explanation.",
    lines: [
      ["Find a cousin", "Set {subject} next to something familiar, and compare the two honestly."],
      ["What is shared", "Begin with what they share, because that is what you already understand."],
      ["What differs", "Then look at the differences, since each one is a small discovery."],
      ["Where it breaks", "Every comparison breaks somewhere, and that point is worth knowing."],
      ["Change the frame", "Choose another comparison, and a new side comes into the light."],
      ["Keep the best", "Keep the one that helps you predict something, and let the others go."],
    ],
  },
  {
    heading: "Rules and exceptions",
    question: "Which rules hold?",
    quote: "Exceptions are where the rules show their edges.",
    lines: [
      ["Learn the rule", "Begin with the rule that explains most of {subject}."],
      ["Collect exceptions", "After that, collect the exceptions, and treat each one as a clue."],
      ["Ask why it fails", "When the rule fails, ask what was different, not what was wrong."],
      ["Rules have reasons", "Rules have reasons, and a forgotten reason makes a rule look silly."],
      ["Simple beats perfect", "A simple rule that works often can beat a perfect one nobody remembers."],
      ["Know the edge", "The edge of a rule is the best place to learn something new."],
    ],
  },
  {
    heading: "What it costs",
    question: "What does it cost?",
    quote: "Everything has a price, though not always in money.",
    lines: [
      ["Count every cost", "To judge {subject} fairly, count every cost, and not only the money."],
      ["Time and attention", "Time and attention are spent as well, and neither can be refunded."],
      ["Who pays", "Ask who pays and who gains, because they are not always the same."],
      ["The cheap way", "The cheap way is sometimes the one that must be paid for twice."],
      ["What you save", "Remember the other side, since a good choice also saves something."],
      ["Worth it?", "In the end the question is simple: would you choose it again?"],
    ],
  },
  {
    heading: "Signs of change",
    question: "What is changing?",
    quote: "Change whispers long before it shouts.",
    lines: [
      ["Watch the edges", "Change in {subject} will often appear first at the edges."],
      ["Small signals", "Small signals come early, and they are easy to miss in the noise."],
      ["Old and new", "For a while the old and the new live side by side."],
      ["Then it tips", "Then something tips, and what was unusual becomes the normal way."],
      ["Not all is progress", "Not every change is progress, so keep asking what became better."],
      ["Stay curious", "A curious person is seldom surprised for very long."],
    ],
  },
  {
    heading: "The evidence",
    question: "How do we know?",
    quote: "Trust grows where claims can be checked.",
    lines: [
      ["How do we know?", "Whenever you hear a claim about {subject}, ask how anyone could know."],
      ["Look for the source", "Look for the first source, and not for the loudest repetition."],
      ["Seek the opposite", "Search for a good argument against your own view, and read it twice."],
      ["More than one", "One example can mislead, while several independent ones can convince."],
      ["Say what is unsure", "It is a strength to say clearly which parts are still unsure."],
      ["Change your mind", "Changing your mind for a good reason is the point of evidence."],
    ],
  },
  {
    heading: "Tools and methods",
    question: "How can you explore it?",
    quote: "The right tool makes a hard thing look easy.",
    lines: [
      ["Start simple", "You can explore {subject} with simple tools and a little patience."],
      ["One at a time", "Change one thing at a time, so that you know what made the difference."],
      ["Make a small test", "A small test today is worth more than a grand plan next year."],
      ["Tools shape thinking", "Tools shape thinking, so try a second one before you decide."],
      ["Keep notes", "Keep short notes, and let the next attempt begin where this one ended."],
      ["Share the method", "Share the method together with the result, and others can improve both."],
    ],
  },
  {
    heading: "Risk and safety",
    question: "What is the risk?",
    quote: "Care is cheaper than repair.",
    lines: [
      ["What can go wrong", "A careful look at {subject} includes the question of what can go wrong."],
      ["Likely or severe", "Separate what is likely from what is severe, because they need different answers."],
      ["Plan the return", "Before you begin, know how you would stop or turn back."],
      ["Redundancy helps", "A second way out is dull and cheap, until the day it saves you."],
      ["Near misses teach", "Near misses are free lessons, if somebody takes the time to read them."],
      ["Calm helps", "Calm preparation does more for safety than any amount of worry."],
    ],
  },
  {
    heading: "Place and setting",
    question: "Does place matter?",
    quote: "The same seed grows differently in another soil.",
    lines: [
      ["Setting matters", "Put {subject} in another place, and a different story can unfold."],
      ["Local conditions", "Local conditions decide which ideas survive and which ones fade."],
      ["Follow the border", "Follow it across a border, and see what changes and what does not."],
      ["Surroundings answer", "The surroundings always answer, and their answer becomes part of the result."],
      ["No neutral ground", "There is no neutral ground, only conditions we have stopped noticing."],
      ["Travel in thought", "A short journey in thought is often enough to see your own place better."],
    ],
  },
  {
    heading: "Patterns to spot",
    question: "What repeats?",
    quote: "A pattern is a promise that can be tested.",
    lines: [
      ["Look for repeats", "Look closely at {subject}, and some patterns will begin to repeat."],
      ["Predict the next", "A pattern becomes useful when it lets you predict what comes next."],
      ["Beware of chance", "Beware of chance, because random things also make beautiful shapes."],
      ["Symmetry and breaks", "Where a pattern breaks, something interesting is usually going on."],
      ["Patterns nest", "Large patterns are often made from smaller copies of themselves."],
      ["Name it, keep it", "Give the pattern a name, and you will find it again much sooner."],
    ],
  },
  {
    heading: "Open questions",
    question: "What is still open?",
    quote: "The best part of a map is where it ends.",
    lines: [
      ["Not all is known", "There are still open questions about {subject}, and that is good news."],
      ["Why it is hard", "Some remain open because they are hard, others because nobody looked."],
      ["Who is looking", "Somewhere, right now, somebody is working on exactly one of them."],
      ["A better question", "Progress sometimes means asking a better question, not finding a faster answer."],
      ["You may help", "Careful amateurs have helped before, and they will help again."],
      ["Keep a list", "Keep a list of what you do not understand, and enjoy making it shorter."],
    ],
  },
  {
    heading: "Where it leads",
    question: "Where does it lead?",
    quote: "The future is built from what we notice now.",
    lines: [
      ["Next small step", "Where {subject} may lead next depends on many small steps."],
      ["Several futures", "There is rarely one future, but a handful of likely ones."],
      ["Prepare, not predict", "Preparing for several of them beats predicting a single one."],
      ["What will remain", "Ask what will still matter in ten years, and give it more attention."],
      ["Who decides", "Many of those decisions are made by people who simply showed up."],
      ["Your part", "Your own part may be small, but it is the part you can choose."],
    ],
  },
];
