import { expect, test } from "vitest";

import { chaptersOf } from "../../../domain/render/chapters.ts";

const at = (...seconds: number[]) => seconds.map((second) => ({ title: `at ${second}`, startMs: second * 1000 }));

test.each([
  {
    rule: "start at zero and join scenes under ten seconds",
    scenes: at(0.2, 6, 14, 25, 31, 40),
    seconds: 60,
    starts: [0, 14, 25, 40],
  },
  { rule: "leave ten seconds to the last", scenes: at(0, 12, 24, 36, 58), seconds: 60, starts: [0, 12, 24, 36] },
  { rule: "are none when fewer than three remain", scenes: at(0, 12), seconds: 28, starts: [] },
])("chapters $rule", ({ scenes, seconds, starts }) => {
  const chapters = chaptersOf(scenes, seconds * 1000);
  expect(chapters.map((chapter) => chapter.startMs / 1000)).toEqual(starts);
  for (const chapter of chapters) expect(chapter.endMs - chapter.startMs).toBeGreaterThanOrEqual(10_000);
  expect(chapters.at(-1)?.endMs ?? seconds * 1000).toBe(seconds * 1000);
});
