import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { EstimateSchema } from "../api/cost-schemas.ts";
import { StatusSchema } from "../api/pipeline/video-schemas.ts";
import { AppError } from "../domain/errors.ts";
import { type BenchPlatform, enqueue, onPlatform } from "./bench-platform.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { shown } from "./measure.ts";

/** Videos of a kind before the first that is judged: what an estimate learns from. */
const LEARNT_FROM = 3;
const JUDGED = 4;
const FARTHEST = 0.1;
const ENV = { LONGTAKE_STAND_INS: "all", SANDBOX_QUERY_UNITS_PER_DAY: "1000000" };

/** Sentences that two videos share are bought once; no estimate of the second knows that, so each has a topic of its own. */
const TOPICS = [
  ...["Why bridges stand", "How tides work", "Why bread rises", "How bees talk", "The first computers"],
  ...["What makes a good map", "Why leaves turn red"],
];

const KINDS: readonly { readonly name: string; readonly request: object }[] = [
  // Only the processor is paid: what a process takes to start would weigh more in a short, small video than in a real one.
  { name: "drawn and free", request: { script: { source: "template" }, seconds: 60, size: "720p" } },
  { name: "model and OpenAI speech", request: { script: { source: "model" }, voice: "openai:alloy" } },
  {
    name: "stock pictures and Google speech",
    request: {
      script: { source: "template" },
      voice: "google:en-US-Neural2-C",
      media: { sources: ["pexels", "pixabay", "generated"] },
    },
  },
];

interface Judged {
  readonly estimated: number;
  readonly actual: number;
}

/** GEN-10: what a video was estimated to cost before it was queued, beside what its ledger says in the end. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  return onPlatform("estimate", { env: ENV, onLine }, async (bench) => {
    const figures: Figure[] = [];
    let seed = 0;
    for (const { name, request } of KINDS) {
      const made: Judged[] = [];
      for (let n = 0; n < LEARNT_FROM + JUDGED; n += 1) {
        seed += 1;
        const video = {
          topic: `${TOPICS[n % TOPICS.length]}, part ${seed}`,
          seconds: 30,
          size: "360p",
          seed,
          media: { sources: ["generated"] },
          ...request,
        };
        const judged = await estimatedAndMade(bench, video);
        const { estimated, actual } = judged;
        const offBy = (100 * offOf(judged)).toFixed(1);
        onLine(`${name}: $${estimated.toFixed(6)} estimated, $${actual.toFixed(6)} spent, ${offBy} %`);
        made.push(judged);
      }
      figures.push(...figuresOf(name, made));
    }
    return figures;
  });
}

/** Part by which the estimate lies above what was spent, or below. */
function offOf({ estimated, actual }: Judged): number {
  return estimated / actual - 1;
}

function figuresOf(name: string, made: readonly Judged[]): Figure[] {
  const judged = made.slice(LEARNT_FROM);
  const farthest = Math.max(...judged.map((each) => Math.abs(offOf(each))));
  const sum = (of: (each: Judged) => number) => judged.reduce((total, each) => total + of(each), 0);
  const goal = `≤ ${100 * FARTHEST}`;
  const together = Math.abs(sum(({ estimated }) => estimated) / sum(({ actual }) => actual) - 1);
  const unlearnt = made.slice(0, 1).map((first) => shown(`${name}: the very first video`, 100 * offOf(first), "%"));
  return [
    ...unlearnt,
    {
      figure: `${name}: one video, farthest of ${JUDGED}`,
      value: 100 * farthest,
      unit: "%",
      goal,
      ok: farthest <= FARTHEST,
    },
    { figure: `${name}: all together`, value: 100 * together, unit: "%", goal, ok: together <= FARTHEST },
    shown(`${name}: spent for one`, sum(({ actual }) => actual) / judged.length, "USD"),
  ];
}

async function estimatedAndMade(bench: BenchPlatform, video: object): Promise<Judged> {
  const { api, channelId, db } = bench;
  const body = { ...video, channel_id: channelId };
  const { expected_usd: estimated } = await api.call("POST", "/costs/estimate", EstimateSchema, body);
  const videoId = await enqueue(bench, video);
  for (;;) {
    const { status } = await api.call("GET", `/pipeline/status/${videoId}`, StatusSchema);
    if (status === "completed") break;
    if (status !== "queued" && status !== "processing") throw new AppError("unavailable", `The video ${status}`);
    await sleep(250);
  }
  const [row] = await db.execute<{ spent: number }>(sql`
    select coalesce(sum(actual_micro_usd), 0)::float8 / 1e6 as spent from core.pipeline_costs
    where video_id = ${videoId}`);
  return { estimated, actual: z.number().positive().parse(row?.spent) };
}
