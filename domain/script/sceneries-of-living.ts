import type { Scenery } from "./scenery.ts";

/** Out of doors, at home, in one's own skin. */
export const SCENERIES_OF_LIVING: readonly Scenery[] = [
  {
    name: "sky",
    words:
      "space star planet moon galax comet asteroid orbit rocket astro cosmo univers eclipse solar telescope meteor satellite mars jupiter saturn aurora constellation nebula".split(
        " ",
      ),
    hooks: [
      "Step outside after dark and look up. {thing} could not ask for a better ceiling.",
      "Find the darkest spot you can reach, and wait ten minutes. Then think about {about}.",
      "Somewhere above the street lamps, {thing} can wait for your eyes to get used to the dark.",
    ],
    tries: {
      heading: "Tonight, outside",
      figure: "Try it",
      opens: [
        "Leave the screen: Leave the screen for a moment. For {thing} you need a door, a coat and some patience.",
        "Under the sky: A roof is in the way of {thing}. Go where there is none.",
      ],
      quote: "Give your eyes twenty minutes of dark.",
      lines: [
        "Twenty minutes of dark: Give your eyes twenty minutes of dark. They get better than you remember.",
        "Same hour, same spot: Stand on the same spot at the same hour for a week, and note what has moved.",
        "Thumb at arm's length: Measure with your thumb at arm's length. It is an old tool and a good one.",
        "Paper and torch: Draw what you see. A red torch keeps your night eyes.",
        "Bring somebody: Bring somebody along. Wonder is louder in company.",
      ],
    },
  },
  {
    name: "wild",
    words:
      "animal bird owl cat dog bee ant insect octopus penguin elephant dolphin bat rabbit mouse duck whale shark wolf lion bear horse fish frog snake spider butterfl plant tree forest flower garden fung mushroom ocean sea tide river mountain volcano earthquake weather climate rain storm thunder lightning snow cloud wind desert glacier ice nature species evolution dinosaur fossil photosynth soil coral wild hibernat migrat rainbow hurricane tornado season".split(
        " ",
      ),
    hooks: [
      "Sit on a bench for ten minutes without a phone, and {thing} may feel closer.",
      "The nearest patch of green is a fair place to begin with {thing}.",
      "Open a window. Whatever {thing} can teach, it begins with paying attention.",
    ],
    tries: {
      heading: "Go and look",
      figure: "Try it",
      opens: [
        "Books can wait: Books can wait. {thing} should be met outside, or at least at a window.",
        "Meet it: You can read about {about}, or you can go and meet some of it.",
      ],
      quote: "Ten minutes of sitting still is a scientific method.",
      lines: [
        "Sit still: Sit still for ten minutes in one place. Things come back when nobody moves.",
        "Same place again: Go back to the same place in another hour, in other weather.",
        "Ears first: Close your eyes and count what you can hear.",
        "Draw, do not collect: Draw it instead of taking it home. The drawing keeps better.",
        "Ask a gardener: Ask a gardener, an angler or a shepherd. They have been watching for years.",
      ],
    },
  },
  {
    name: "body",
    words:
      "sleep brain heart body health muscle exercis fitness yoga run diet vitamin immun memory dream breath stress pain skin eye ear blood cell disease virus aging ageing posture walking headache hiccup yawn".split(
        " ",
      ),
    hooks: [
      "Put a hand on your chest and breathe out slowly. Now we can talk about {about}.",
      "You carry a laboratory with you all day, so {thing} need not stay theory.",
      "Before we talk about {about}, sit up straight and notice one thing about your body.",
    ],
    tries: {
      heading: "Notice it yourself",
      figure: "Try it",
      opens: [
        "Your own subject: For {thing}, the best subject you have is yourself.",
        "Start with yourself: Turn {thing} into a small study with exactly one participant.",
      ],
      quote: "Notice first, judge later.",
      lines: [
        "One week of notes: Keep three words a day about how you feel, for a week. Then look for a pattern.",
        "Same time: Notice at the same time each day, since bodies have clocks.",
        "Change one habit: Change one small habit for a few days, and change it back. Compare.",
        "Ask the right person: For anything that worries you, ask a doctor, and bring your notes along.",
        "You are not average: Advice is made for the average. Your notes are made for you.",
      ],
    },
  },
  {
    name: "kitchen",
    words:
      "food cook bake baking bread coffee tea cheese chocolate sugar salt spice wine beer pizza pasta soup rice egg butter ferment sourdough recipe kitchen meal breakfast fruit vegetable meat honey taste flavour flavor dough yeast".split(
        " ",
      ),
    hooks: [
      "Begin in the kitchen, with clean hands and an empty table. The subject is {thing}.",
      "Take a slow sip of something before you hear about {about}.",
      "You could think about {about} with a spoon in your hand. It helps.",
    ],
    tries: {
      heading: "At the kitchen table",
      figure: "Try it",
      opens: [
        "Something to taste: Enough talk about {about}. Something has to be tasted.",
        "Apron on: Put an apron on. {thing} will make more sense with flour on the table, or crumbs.",
      ],
      quote: "Taste twice, decide once.",
      lines: [
        "Two small plates: Make two small versions that differ in one thing, and taste them side by side.",
        "Eyes closed: Taste with your eyes closed. Eyes like to vote.",
        "Write the amount down: Write down what you really used, and not what the recipe said.",
        "Smell it first: Smell every step. The nose notices a change before the clock does.",
        "Feed someone: Give some to a person who does not know what you changed.",
      ],
    },
  },
  {
    name: "journey",
    words:
      "travel city cities country island paris london tokyo japan iceland africa india china train flight hik camp road trip map village border language route backpack tourism venice norway subway".split(
        " ",
      ),
    hooks: [
      "Pack lightly. A first look at {thing} needs two eyes and some time.",
      "Unfold a map, put a finger on it, and let {thing} begin there.",
      "Arriving is the easy part. Let us be strangers in front of {thing} for a minute.",
    ],
    tries: {
      heading: "On foot",
      figure: "Try it",
      opens: [
        "Your own feet: Before the next guidebook about {about}, try your own feet.",
        "Go there: Even a picture of {thing} can be walked through slowly.",
      ],
      quote: "Walk until you stop comparing.",
      lines: [
        "Walk one hour: Walk for an hour without a plan, and draw the way from memory.",
        "Sit in one place: Sit in one place for as long as a coffee takes. Let them pass by.",
        "Learn ten words: Learn ten words of the local tongue. Nine are for thank you.",
        "Market first: Go to the market before you go to the monument.",
        "Ask for the way: Ask for the way even when you know it. You will get more than the way.",
      ],
    },
  },
  {
    name: "home",
    words:
      "lifestyle home house clean tidy organi declutter sew knit woodwork furniture paint wall repair diy craft pottery candle soap plumbing laundry minimalis interior houseplant pet".split(
        " ",
      ),
    hooks: [
      "Walk through your rooms once with a stranger's eyes, and keep {thing} in mind.",
      "Clear a corner of the table. {thing} can start there.",
      "A free afternoon and a cup of something warm: a good moment for {thing}.",
    ],
    tries: {
      heading: "This afternoon",
      figure: "Try it",
      opens: [
        "One afternoon: Give {thing} one afternoon, and begin with the corner nearest to the door.",
        "Start in a corner: Choose one corner of {thing}, and leave the rest for another day.",
      ],
      quote: "One drawer is a start.",
      lines: [
        "One drawer: Begin with something the size of a drawer. Finish it.",
        "Before and after: Take a picture before and after. The eye forgets quickly.",
        "Use what is there: Use what is there before you go to the shop.",
        "Timer for twenty: Set a timer to twenty minutes, and stop when it rings.",
        "Fix one thing: Mend one thing that you have been stepping around for months.",
      ],
    },
  },
];
