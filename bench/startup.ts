import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { removePlatformFiles, startPlatform } from "../deploy/embedded/embedded-platform.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { processorSecondsOf, processTree, pssMebibytes } from "./processes.ts";

const REPEATS = 3;
const WARM_START_GOAL_S = 15;
const IDLE_MEMORY_LIMIT_MIB = 1.2 * 1024;
const IDLE_MEMORY_GOAL_MIB = 1024;
/** Long enough for the first garbage collections and the schedules' first runs. */
const SETTLE_MS = 15_000;

/** How soon the platform is up on data it already has, and what it weighs when nothing happens. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "longtake-bench-startup-"));
  onLine("First start, which makes the data folder (not measured)");
  const first = await startPlatform({ dataDir });
  await first.stop();
  const seconds: number[] = [];
  const processorSeconds: number[] = [];
  let weights: readonly Figure[] = [];
  try {
    for (let repeat = 1; repeat <= REPEATS; repeat++) {
      const startedMs = Date.now();
      const platform = await startPlatform({ dataDir });
      seconds.push((Date.now() - startedMs) / 1000);
      processorSeconds.push(sum(platform.children.map(({ pid }) => processorSecondsOf(pid ?? 0))));
      onLine(`Warm start ${repeat}: ${seconds.at(-1)?.toFixed(1)} s`);
      try {
        if (repeat === REPEATS) {
          await sleep(SETTLE_MS);
          const children = platform.children.map(({ name, pid }) => ({ name, pid: pid ?? 0 }));
          weights = weigh([...children, { name: "supervisor", pid: process.pid }]);
        }
      } finally {
        await platform.stop();
      }
    }
  } finally {
    removePlatformFiles(first.paths);
  }
  return [...startFigures(seconds), processorFigure(processorSeconds), ...weights];
}

function startFigures(seconds: readonly number[]): readonly Figure[] {
  const sorted = seconds.toSorted((left, right) => left - right);
  const goal = `≤ ${WARM_START_GOAL_S}`;
  const named = { minimum: sorted[0], median: sorted[Math.floor(sorted.length / 2)], maximum: sorted.at(-1) };
  return Object.entries(named).map(([name, value = Number.NaN]) => ({
    figure: `warm start, ${name} of ${sorted.length}`,
    value,
    unit: "s",
    goal,
    ok: value <= WARM_START_GOAL_S,
  }));
}

/** What a start costs the processor, which a busy machine does not change: half of it is the least time on two cores. */
function processorFigure(seconds: readonly number[]): Figure {
  const value = seconds.toSorted((left, right) => left - right)[Math.floor(seconds.length / 2)] ?? Number.NaN;
  return { figure: "processor time of a warm start, median", value, unit: "CPU-s", goal: "", ok: true };
}

function weigh(processes: readonly { name: string; pid: number }[]): readonly Figure[] {
  const rows = processes.map(({ name, pid }) => {
    const own = name === "supervisor" ? [pid] : processTree(pid);
    return { name, mebibytes: sum(own.map(pssMebibytes)) };
  });
  const total = sum(rows.map(({ mebibytes }) => mebibytes));
  const figures = rows.map(({ name, mebibytes }) => ({
    figure: `idle memory of ${name}`,
    value: mebibytes,
    unit: "MiB PSS",
    goal: "",
    ok: true,
  }));
  return [
    ...figures,
    {
      figure: "idle memory, all",
      value: total,
      unit: "MiB PSS",
      goal: `≤ ${Math.round(IDLE_MEMORY_LIMIT_MIB)}, wanted ${IDLE_MEMORY_GOAL_MIB}`,
      ok: total <= IDLE_MEMORY_LIMIT_MIB,
    },
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
