import type { Chapter } from "./plan.ts";

/** YouTube shows chapters only when the first is at 0:00, there are three, and each lasts ten seconds. */
const SHORTEST_MS = 10_000;
const FEWEST = 3;

/** Chapters from scenes: short scenes join the one before; too few chapters make none. */
export function chaptersOf(scenes: readonly { title: string; startMs: number }[], durationMs: number): Chapter[] {
  const starts: { title: string; startMs: number }[] = [];
  for (const scene of scenes) {
    const open = starts.at(-1);
    if (open === undefined) starts.push({ ...scene, startMs: 0 });
    else if (scene.startMs - open.startMs >= SHORTEST_MS) starts.push(scene);
  }
  while (starts.length > 1 && durationMs - (starts.at(-1)?.startMs ?? 0) < SHORTEST_MS) starts.pop();
  if (starts.length < FEWEST) return [];
  return starts.map(({ title, startMs }, index) => ({
    title,
    startMs,
    endMs: starts[index + 1]?.startMs ?? durationMs,
  }));
}
