import type { Expected } from "./judge.ts";
import type { Planned, PlanMutant } from "./plan-mutants.ts";

const POSITIONS = [
  ["start", 0],
  ["middle", 9],
  ["end", 19],
] as const;

const SEGMENT_MS = 3_000;

type Magnitude = Expected["magnitude"];

/** What must not be said, and what only looks like it. */
const WORDS: readonly (readonly [kind: string, over: string, far: string, under: string])[] = [
  ["profanity", "what a bastard wind", "Shit!", "the classic bastardised shitake"],
  ["banned claim", "a miracle cure", "GUARANTEED  returns", "a cure for boredom, no miracle"],
  ["e-mail address", "ask jane@example.org", "j.d+x@a-b.co.uk", "twitter @jane or a@b"],
  ["telephone number", "call +44 20 7946 0958", "(030) 1234 5678", "in 2026, 1,500 of 12.5 million at 3.14159"],
];

export function contentMutants(clean: Planned): PlanMutant[] {
  const cueAt = (index: number) => clean.plan.captions[index]?.startMs ?? 0;
  return [
    ...WORDS.flatMap(([kind, over, far, under]) =>
      Object.entries({ over, far, under }).flatMap(([name, text]): PlanMutant[] => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are given as such
        const magnitude = name as Magnitude;
        const said = { kind: `${kind}, captioned`, magnitude, caughtBy: ["content" as const] };
        const written = { kind: `${kind}, written`, magnitude, caughtBy: ["content" as const] };
        const { plan } = clean;
        return [
          ...POSITIONS.map(([position, index]): PlanMutant => {
            const startMs = cueAt(index);
            const where = { fromMs: startMs, toMs: startMs + 2_900 };
            return { ...said, position, where, given: captioned(clean, index, text) };
          }),
          ...POSITIONS.map(([position, index]): PlanMutant => {
            const where = { fromMs: index * SEGMENT_MS, toMs: (index + 1) * SEGMENT_MS };
            return { ...written, position, where, given: carded(clean, index, text) };
          }),
          { ...written, position: "whole", given: { ...clean, plan: { ...plan, title: text } } },
          { ...written, position: "whole", given: { ...clean, plan: { ...plan, description: text } } },
          { ...written, position: "whole", given: { ...clean, plan: { ...plan, tags: [text] } } },
        ];
      }),
    ),
    ...(["CC BY 4.0", "All rights reserved"] as const).map((licence, place): PlanMutant => {
      const music = { source: "licensed" as const, objectKey: "uploads/a.mp3", licence, author: "Jane" };
      const plan = { ...clean.plan, audio: { ...clean.plan.audio, music } };
      const magnitude = place === 0 ? "under" : "over";
      return {
        kind: "licence of the music",
        magnitude,
        position: "whole",
        caughtBy: ["content"],
        given: { ...clean, plan },
      };
    }),
    {
      ...{ kind: "synthetic media undisclosed", magnitude: "over", position: "whole", caughtBy: ["content"] },
      given: { ...clean, containsSyntheticMedia: false },
    },
  ];
}

function captioned(clean: Planned, index: number, text: string): Planned {
  const captions = clean.plan.captions.map((cue, at) =>
    at === index ? { ...cue, lines: [text], endMs: cue.startMs + 2_900 } : cue,
  );
  return { ...clean, plan: { ...clean.plan, captions } };
}

function carded(clean: Planned, index: number, text: string): Planned {
  const card = [{ text, role: "point" as const, x: 10, y: 10, sizePx: 20, enterMs: 0 }];
  const segments = clean.plan.segments.map((segment, at) => (at === index ? { ...segment, card } : segment));
  return { ...clean, plan: { ...clean.plan, segments } };
}
