import { setTimeout as sleep } from "node:timers/promises";
import { type SeededRandom, seededRandom } from "../domain/seeded-random.ts";
import { type BenchPlatform, onPlatform } from "./bench-platform.ts";
import { type Audit, auditStores } from "./crash/audit-stores.ts";
import { type Kill, killPart, type Part, PARTS } from "./crash/kills.ts";
import { completedCount, queueThrough, waitUntilMade } from "./crash/videos.ts";
import type { BenchContext, Figure } from "./figure.ts";

const SEED = 20_261_121;
const RUNS = 50;
/** At 50 runs; fewer runs get as many fewer. */
const KILLS_PER_PART = 8;
/** A kill comes this long after its place in the work, at most: seeded, so that it meets every stage. */
const DELAY_MAX_MS = 8_000;
/** The last kills come before the last videos are done. */
const KILLING_SHARE = 0.95;
const REPEAT_GOAL_S = 20;
const LIMIT_S = 30 * 60;
/** One caption track and thumbnail take 450 of the day's 10,000 units: fifty need the extension a big project has. */
const ENV = { SANDBOX_QUERY_UNITS_PER_DAY: "1000000" };

/** Kills every part of the platform with -9 while it makes videos, and audits the stores afterwards. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const runs = Number(process.env.LONGTAKE_BENCH_RUNS ?? RUNS);
  return onPlatform("crash-generate", { env: ENV, onLine }, async (bench) => {
    const startedMs = Date.now();
    const [videoIds, kills] = await Promise.all([queueVideos(bench, runs), killParts(bench, runs, onLine)]);
    onLine(`${kills.length} kills done after ${secondsSince(startedMs).toFixed(0)} s; waiting for the last videos`);
    const leftMs = LIMIT_S * 1000 - (Date.now() - startedMs);
    await waitUntilMade(bench.db, bench.temporal, runs, leftMs);
    const wallSeconds = secondsSince(startedMs);
    onLine(`${runs} videos after ${wallSeconds.toFixed(0)} s; auditing`);
    const stores = { dataFolder: bench.platform.paths.data, db: bench.db, temporal: bench.temporal };
    const audit = await auditStores(stores, videoIds, kills);
    for (const violation of audit.violations) onLine(`BROKEN: ${violation}`);
    return figuresOf({ runs, kills, audit, wallSeconds });
  });
}

async function queueVideos({ platform, channelId }: BenchPlatform, runs: number): Promise<readonly string[]> {
  const videoIds: string[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const spec = { topic: `Why bridges stand, part ${seed}`, seconds: 10, size: "360p", seed, channel_id: channelId };
    videoIds.push(await queueThrough(platform, `crash-generate-${seed}`, spec));
  }
  return videoIds;
}

/** In a seeded order, each kill when its share of the videos is done and a seeded moment has passed. */
async function killParts(
  { platform, db }: BenchPlatform,
  runs: number,
  onLine: (line: string) => void,
): Promise<readonly Kill[]> {
  const random = seededRandom(SEED);
  const plan = killPlan(random, Math.max(1, Math.round((KILLS_PER_PART * runs) / RUNS)));
  const kills: Promise<Kill>[] = [];
  for (const [index, part] of plan.entries()) {
    const doneBefore = Math.floor((index / plan.length) * runs * KILLING_SHARE);
    while (((await completedCount(db)) ?? -1) < doneBefore) await sleep(200);
    await sleep(random.integer(DELAY_MAX_MS));
    onLine(`kill ${index + 1} of ${plan.length}: ${part}`);
    // The next may come while this one's successor still starts.
    kills.push(killPart(platform, part));
  }
  return Promise.all(kills);
}

function killPlan(random: SeededRandom, perPart: number): readonly Part[] {
  return random.shuffled(PARTS.flatMap((part) => Array.from({ length: perPart }, () => part)));
}

function figuresOf(found: { runs: number; kills: readonly Kill[]; audit: Audit; wallSeconds: number }): Figure[] {
  const { runs, kills, audit, wallSeconds } = found;
  const count = (figure: string, value: number, unit: string, goal: string, ok: boolean) =>
    ({ figure, value, unit, goal, ok }) satisfies Figure;
  const none = (figure: string, value: number, unit: string) => count(figure, value, unit, "0", value === 0);
  const { waste } = audit;
  const slowestPartS = Math.max(...kills.map(({ readyAfterMs }) => readyAfterMs)) / 1000;
  const repeatS = audit.slowestRepeatMs / 1000;
  return [
    ...PARTS.map((part) => {
      const ofPart = kills.filter((kill) => kill.part === part).length;
      return count(`kill -9 of ${part}`, ofPart, "kills", "≥ 1", ofPart > 0);
    }),
    count("videos", runs, "videos", "", true),
    count("published exactly once", audit.publishedOnce, "videos", String(runs), audit.publishedOnce === runs),
    none("lost", audit.lost.length, "videos"),
    none("published twice", audit.doubled.length, "videos"),
    none("finished segments rendered again", waste.finishedAgain, "segments"),
    count(
      "interrupted segments rendered again",
      waste.interruptedAgain,
      "segments",
      `≤ ${waste.inFlightAtKills} in flight at the kills`,
      waste.interruptedAgain <= waste.inFlightAtKills,
    ),
    none("cost rows not settled", audit.unsettledRows, "rows"),
    none("broken invariants, all", audit.violations.length, "findings"),
    count("slowest part back", slowestPartS, "s", "", true),
    count("slowest repeat of a lost attempt", repeatS, "s", `≤ ${REPEAT_GOAL_S}`, repeatS <= REPEAT_GOAL_S),
    count("wall time", wallSeconds, "s", `≤ ${LIMIT_S}`, wallSeconds <= LIMIT_S),
  ];
}

function secondsSince(startedMs: number): number {
  return (Date.now() - startedMs) / 1000;
}
