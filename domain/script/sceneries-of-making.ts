import type { Scenery } from "./scenery.ts";

/** What people build, play, pay, remember and think. */
export const SCENERIES_OF_MAKING: readonly Scenery[] = [
  {
    name: "machine",
    words:
      "tech technolog comput software program code coding internet web robot artificial ai algorithm phone smartphone batter electric engine machine car airplane plane bridge chip data encrypt password blockchain bitcoin crypto network wifi app video camera printer quantum laser nuclear energy wind-turbine gps radio radar semiconductor cloud-computing cyber python javascript linux elevator".split(
        " ",
      ),
    hooks: [
      "Look at the nearest device. {thing} may have something to do with what you see, or with what you do not.",
      "Most machines ask us not to look inside. With {thing}, let us look anyway.",
      "Press a button and something happens. Keep that small wonder in mind for {thing}.",
    ],
    tries: {
      heading: "Hands on",
      figure: "Try it",
      opens: [
        "Use your hands: Now use your hands. {thing} can stand it.",
        "Look closer: There is something within reach that belongs to {thing}. Pick it up.",
      ],
      quote: "Switch it off and see what you miss.",
      lines: [
        "Switch it off: Live without it for an afternoon, and list what stopped working.",
        "Read the label: Read the label on the back. Every symbol there is a decision.",
        "Make a toy version: Build a toy version out of paper, string or twenty lines of code.",
        "Follow the cable: Follow the cable, the pipe or the signal until it leaves the building.",
        "Old one: Take an old, broken one apart, unplugged. The insides are honest.",
      ],
    },
  },
  {
    name: "money",
    words:
      "money invest stock saving budget inflation econom bank tax debt credit price market business startup marketing salary retire mortgage insurance trade finance currency wealth".split(
        " ",
      ),
    hooks: [
      "Put a coin on the table. It may have more to do with {thing} than one would think.",
      "Think of the last thing that you paid for, and then of {thing}.",
      "Empty your pockets. A few receipts are a good start for {thing}.",
    ],
    tries: {
      heading: "With pencil and receipt",
      figure: "Try it",
      opens: [
        "A quarter of an hour: A pencil, a receipt, and a quiet quarter of an hour for {thing}.",
        "On paper: Bring {thing} down to one sheet of paper.",
      ],
      quote: "Write it down before you feel it.",
      lines: [
        "One month on paper: Write down one month, line by line, without judging any of it.",
        "Per hour: Turn a price into hours of work. It changes the taste.",
        "Ask who gains: In every offer, find out who gains if you say yes.",
        "Sleep on it: Sleep on anything that has to be decided today.",
        "No promises: Be wary of promises. Numbers about the future are guesses in a suit.",
      ],
    },
  },
  {
    name: "past",
    words:
      "history ancient roman rome greek egypt medieval empire war revolution king queen viking pyramid castle century civilization civilisation archaeolog myth legend samurai knight pirate silk colon dynasty pharaoh renaissance industrial".split(
        " ",
      ),
    hooks: [
      "Close your eyes and take away the street noise, the lamps and the clocks. {thing} can begin there.",
      "Every old wall has been new once. Keep that in mind for {thing}.",
      "History has a smell, and no book can print it. Let us get as near to {thing} as we can.",
    ],
    tries: {
      heading: "Dig where you stand",
      figure: "Try it",
      opens: [
        "No expedition: You need no expedition to get nearer to {thing}.",
        "Under your feet: With a little luck, {thing} can be traced from where you stand.",
      ],
      quote: "The nearest old thing will do.",
      lines: [
        "An old map: Lay an old map over a new one, and look for the bend that survived.",
        "Read a street sign: Read a street sign as if it were a sentence. Somebody wanted to be remembered.",
        "Hold something old: Hold something old in your hand, and count who may have held it before.",
        "Ask at the museum: Ask the guard in the museum which piece people walk past.",
        "One primary source: Read one page that was written at the time. One page beats a shelf.",
      ],
    },
  },
  {
    name: "art",
    words:
      "entertainment music song guitar piano violin drum sing paint draw photograph film movie book novel writ poem poetry art theatre theater dance danc colour color design fashion architect sculpt comic animation story jazz opera orchestra".split(
        " ",
      ),
    hooks: [
      "Turn the sound of the room off for a moment. {thing} should have some silence around it.",
      "Remember the last thing that gave you goose bumps, and bring it along to {thing}.",
      "There is a maker and there is an audience, and {thing} can look different from either chair.",
    ],
    tries: {
      heading: "Make a little",
      figure: "Try it",
      opens: [
        "The shortest way: The shortest way to {thing} leads through your own hands.",
        "Try it badly: Make something that belongs to {thing}, and make it badly on purpose.",
      ],
      quote: "Copy one small thing, by hand.",
      lines: [
        "Copy by hand: Copy a small piece by hand. Copying is slow looking.",
        "Three times: Meet the same piece three times: once for the whole, once for a detail, once for yourself.",
        "Take something away: Take one element away, and see whether the piece can stand it.",
        "Make it tiny: Make the smallest possible one of your own, in ten minutes.",
        "Describe it: Describe it to somebody who cannot see or hear it.",
      ],
    },
  },
  {
    name: "play",
    words:
      "game gaming chess football soccer basketball tennis sport olympic cycling bike climb swim surf ski marathon poker puzzle esport minecraft speedrun golf boxing martial skateboard".split(
        " ",
      ),
    hooks: [
      "Every game begins with somebody who says: let us try. That is how we meet {thing}.",
      "Watch a beginner play for five minutes. You will understand something about {about}.",
      "Rules, space, time, and someone to play with: {thing} may need no more than that.",
    ],
    tries: {
      heading: "Play it small",
      figure: "Try it",
      opens: [
        "A small version: Make a small version of {thing}, small enough for a table or a yard.",
        "One round: Allow yourself a single round of something like {thing}, and watch yourself.",
      ],
      quote: "Change one rule, and play again.",
      lines: [
        "Change one rule: Change one rule for one round. You will see what it was for.",
        "Watch the feet: Watch what happens away from the ball. That is where it is decided.",
        "Half the field: Play on half the field, or with half the time.",
        "Replay one moment: Replay one single moment in your head, from three seats.",
        "Lose well: Lose to somebody better, and ask for one piece of advice.",
      ],
    },
  },
  {
    name: "mind",
    words:
      "learn study habit focus productiv motivat happ mindful meditat psycholog emotion fear anger confiden decision procrastinat creativ language speech public-speaking interview school education teach exam math mathemat philosoph ethic logic statistic probabil remote leadership team meeting parenting relationship friend love lonel kind".split(
        " ",
      ),
    hooks: [
      "Be honest for one minute. Where are you right now with {thing}?",
      "There is a quiet voice that comments on everything. Ask it about {about}.",
      "You are about to think about {about}. Notice what your mind offers first.",
    ],
    tries: {
      heading: "A small experiment",
      figure: "Try it",
      opens: [
        "Make it a test: Let us make an experiment out of {thing}, a small one.",
        "Seven days: Seven days are enough for a fair trial of one idea about {about}.",
      ],
      quote: "Small enough to do, clear enough to judge.",
      lines: [
        "One week, one change: Choose one change, keep it for one week, and write a line a day.",
        "When and where: Write down when and where you will do it. Wishes have no address.",
        "Tell one person: Tell one person, not everybody.",
        "The opposite: Try the opposite for a day, as an experiment and not as a vow.",
        "Look back on Sunday: On Sunday, read the lines in one go, and underline a single word.",
      ],
    },
  },
];
