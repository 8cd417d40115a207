import { rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";

import { readQualityPolicy } from "../clients/quality-policy.ts";
import { ASPECTS } from "../domain/video/video.ts";
import { TRANSITIONS } from "../domain/video/video-settings.ts";
import { type ClipShape, makeClip } from "../tests/activities/inspection/clip.ts";
import { type Expected, inspectIn, inspectMade, nameOf, problemOf } from "../tests/activities/inspection/judge.ts";
import { FILE_MUTANTS, plant } from "../tests/activities/inspection/mutants.ts";
import { judgePlan, PLAN_MUTANTS } from "../tests/activities/inspection/plan-mutants.ts";
import { makeVideo, openStudio, specOf, type Studio } from "../tests/activities/rendering/made-video.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, shown } from "./measure.ts";

const SHAPES: readonly ClipShape[] = [
  { width: 640, height: 360, seed: 5 },
  { width: 360, height: 640, seed: 6 },
  { width: 360, height: 360, seed: 7 },
];
const CLEAN_VIDEOS = 50;
const CLEAN_SECONDS = 10;
const PLANTED_MIN = 300;
const MEASURED_SECONDS = 60;
const CPU_LIMIT = 0.12;
const REPEATS = 3;

const TOPICS = [
  "How tides work",
  "Why bees dance",
  "The history of paper",
  "What black holes do",
  "Five ways to sleep",
];

interface Judged {
  readonly expected: Expected;
  /** Null when it came out as it must. */
  readonly problem: string | null;
}

/**
 * GEN-8: planted defects (kind × magnitude × position, in three shapes) that are caught by the right check at the right
 * second, false alarms on whole videos made by the pipeline, and what an inspection costs at 1080p.
 */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const judged = [...(await plansJudged()), ...(await filesJudged(onLine))];
  for (const { expected, problem } of judged) if (problem !== null) onLine(`${nameOf(expected)}: ${problem}`);
  const planted = judged.filter(({ expected }) => expected.magnitude !== "under");
  const below = judged.filter(({ expected }) => expected.magnitude === "under");
  const kinds = Map.groupBy(planted, ({ expected }) => expected.kind);
  const { alarms, cpuSecondsPerSecond } = await onVideos(onLine);
  return [
    ...Array.from(kinds, ([kind, each]) => exactly(`caught: ${kind}`, caught(each), each.length, `of ${each.length}`)),
    exactly("caught, all kinds", caught(planted), planted.length, `of ${planted.length}`),
    { ...shown("planted", planted.length, "defects"), goal: `≥ ${PLANTED_MIN}`, ok: planted.length >= PLANTED_MIN },
    exactly(`alarms below the thresholds, of ${below.length}`, below.length - caught(below), 0, "alarms"),
    exactly(`false alarms on ${CLEAN_VIDEOS} clean videos`, alarms, 0, "alarms"),
    ...cpuSecondsPerSecond.map((value, repeat): Figure => {
      const figure = `CPU-s per video-second at 1080p, repeat ${repeat + 1}`;
      return { figure, value, unit: "CPU-s/s", goal: `≤ ${CPU_LIMIT}`, ok: value <= CPU_LIMIT };
    }),
  ];
}

function caught(judged: readonly Judged[]): number {
  return judged.filter(({ problem }) => problem === null).length;
}

async function plansJudged(): Promise<Judged[]> {
  const policy = await readQualityPolicy();
  return Promise.all(
    PLAN_MUTANTS.map(async (expected) => {
      return { expected, problem: problemOf(expected, await judgePlan(expected.given, policy)) };
    }),
  );
}

async function filesJudged(onLine: (line: string) => void): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const shape of SHAPES) {
    const root = await mkdtemp(join(tmpdir(), "longtake-bench-inspection-"));
    try {
      const clip = await makeClip(root, shape);
      onLine(`${FILE_MUTANTS.length} files of ${shape.width}×${shape.height}`);
      const waiting = FILE_MUTANTS.map((mutant, index) => ({ mutant, index }));
      await atOnce(async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const input = await plant(clip, next.mutant, `mutant-${next.index}`);
          const { result } = await inspectIn(root, input);
          judged.push({ expected: next.mutant, problem: problemOf(next.mutant, result.findings) });
          // Some defects lie in what stands beside the clean video, which the next ones need.
          if (input.videoKey !== clip.videoKey) await rm(clip.at(input.videoKey), { force: true });
        }
      });
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }
  return judged;
}

async function atOnce(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

async function onVideos(onLine: (line: string) => void) {
  const studio = await openStudio();
  try {
    let alarms = 0;
    for (let seed = 1; seed <= CLEAN_VIDEOS; seed += 1) {
      const transition = TRANSITIONS[seed % TRANSITIONS.length] ?? "wipe";
      const aspect = ASPECTS[seed % ASPECTS.length] ?? "16:9";
      const topic = TOPICS[seed % TOPICS.length] ?? "Tides";
      const spec = specOf({ topic, aspect, seed, seconds: CLEAN_SECONDS, look: { transition } });
      const { findings } = (await inspected(studio, spec)).result;
      for (const { check, fromMs, message } of findings) onLine(`seed ${seed}, ${check} at ${fromMs} ms: ${message}`);
      alarms += findings.length;
      if (seed % 10 === 0) onLine(`${seed} clean videos`);
    }
    onLine(`a video of ${MEASURED_SECONDS} s at 1080p`);
    const cpuSecondsPerSecond: number[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const spec = specOf({ seconds: MEASURED_SECONDS, size: "1080p", seed: 20 });
      const { cpuSeconds, seconds } = await inspected(studio, spec);
      cpuSecondsPerSecond.push(cpuSeconds / seconds);
    }
    return { alarms, cpuSecondsPerSecond };
  } finally {
    await rm(studio.folder, { recursive: true, force: true });
  }
}

/** Makes a video, or finds what is made of it, and judges it with everything at hand; ffmpeg's time and this process's own. */
async function inspected(studio: Studio, spec: ReturnType<typeof specOf>) {
  const made = await makeVideo(studio, spec);
  const ownBefore = process.cpuUsage();
  const { result, report } = await inspectMade(studio.folder, made);
  await rm(join(studio.folder, result.reportKey), { force: true });
  const own = process.cpuUsage(ownBefore);
  const tools = result.usage.reduce((sum, { units }) => sum + units, 0);
  return { result, cpuSeconds: tools + (own.user + own.system) / 1e6, seconds: report.durationMs / 1000 };
}
