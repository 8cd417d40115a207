import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { StatusSchema, VideoSchema } from "../api/pipeline/video-schemas.ts";
import { AppError } from "../domain/errors.ts";
import { generateWorkflowId, STAGES } from "../domain/video/video.ts";
import { type BenchPlatform, enqueue, onPlatform } from "./bench-platform.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, quantile, shown, spread } from "./measure.ts";
import { commandOf, peakRssMebibytes, processorSecondsOf, processTree } from "./processes.ts";
import { idleMs, readRunHistory, type RunHistory } from "./run-history.ts";

const RUNS = 5;
const PUBLISHED_LIMIT_S = 60;
const JUDGED_LIMIT_S = 40;
const QUEUED = 20;
const FIRST_SEED = 20;
const VIDEO = { topic: "Why the sky is blue", seconds: 60, size: "1080p" } as const;
const LOOK_EVERY_MS = 200;

type Video = z.output<typeof VideoSchema>;

interface Run {
  readonly video: Video;
  /** From the request to the end of the run. */
  readonly wallSeconds: number;
  /** Of the media child and of all that it started. */
  readonly processorSeconds: number;
  readonly history: RunHistory;
  /** Of the bytes as downloaded. */
  readonly sha256: string;
  /** Name of what was made on the way → its key, which follows its content. */
  readonly artifacts: Readonly<Record<string, string>>;
}

/**
 * GEN-7, GEN-1: from a topic to a published 60 s video at 1080p30, one after the other on an idle platform. With `--full`
 * also twenty of them queued at once.
 */
export async function run({ onLine, full }: BenchContext): Promise<readonly Figure[]> {
  const count = Math.max(1, Number(process.env.LONGTAKE_BENCH_RUNS ?? RUNS));
  const peaks = { media: 0, ffmpeg: 0 };
  const runs = await onPlatform("pipeline", {}, async (bench) => {
    const made: Run[] = [];
    for (let index = 0; index < count; index += 1) made.push(await makeOne(bench, FIRST_SEED + index, peaks, onLine));
    return made;
  });
  const perHour = full ? [await throughput(onLine)] : [];
  onLine("the first video again, in an empty data folder");
  const again = await onPlatform("pipeline-again", {}, (bench) => makeOne(bench, FIRST_SEED, peaks, onLine));
  for (const name of different(runs[0], again)) onLine(`not the same from an empty data folder: ${name}`);
  const videoSeconds = ({ video }: Run) => (video.duration_ms ?? Number.NaN) / 1000;
  const perSecond = runs.map((each) => each.processorSeconds / videoSeconds(each));
  const scores = runs.map(({ video }) => video.quality_score ?? 0);
  return [
    ...spread("topic to published", wallOf(runs), "s", { limit: PUBLISHED_LIMIT_S, of: "p95" }),
    ...spread("topic to quality control passed", runs.map(judgedSeconds), "s", { limit: JUDGED_LIMIT_S, of: "p95" }),
    ...perHour,
    ...STAGES.map((stage) => shown(`  ${stage}, median`, quantile(stageSeconds(stage, runs), 0.5), "s")),
    shown(
      "  no activity at work, median",
      quantile(
        runs.map(({ history }) => idleMs(history) / 1000),
        0.5,
      ),
      "s",
    ),
    shown("  schedule to start of an activity, p95", quantile(runs.flatMap(waitsOf), 0.95), "ms"),
    shown("CPU-s of the media child per video-second, median", quantile(perSecond, 0.5), "CPU-s/s"),
    shown("quality score, lowest", quantile(scores, 0), "points"),
    shown("quality score, median", quantile(scores, 0.5), "points"),
    shown("peak RSS of the media child", peaks.media, "MiB"),
    shown("peak RSS of one ffmpeg", peaks.ffmpeg, "MiB"),
    exactly("same bytes from an empty data folder", Number(again.sha256 === runs[0]?.sha256), 1, "of 1"),
    exactly("published", runs.filter(({ video }) => video.publications.length === 1).length, count, `of ${count}`),
  ];
}

async function makeOne(
  bench: BenchPlatform,
  seed: number,
  peaks: { media: number; ffmpeg: number },
  onLine: (line: string) => void,
): Promise<Run> {
  const { api, platform, temporal } = bench;
  const mediaPid = platform.child("media").pid ?? 0;
  const spentBefore = processorSecondsOf(mediaPid);
  const queuedMs = Date.now();
  const videoId = await enqueue(bench, { ...VIDEO, seed });
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    measurePeaks(mediaPid, peaks);
    const video = await api.call("GET", `/pipeline/videos/${videoId}`, VideoSchema);
    if (video.status === "queued" || video.status === "processing") continue;
    if (video.status !== "completed") {
      throw new AppError("unavailable", `The video ${video.status}: ${video.error_message ?? "no message"}`);
    }
    const wallSeconds = (Date.parse(video.finished_at ?? "") - queuedMs) / 1000;
    onLine(`seed ${seed}: ${wallSeconds.toFixed(1)} s, score ${video.quality_score ?? "none"}`);
    return {
      video,
      wallSeconds,
      processorSeconds: processorSecondsOf(mediaPid) - spentBefore,
      history: await readRunHistory(temporal, generateWorkflowId(videoId)),
      sha256: await hashOfDownload(bench, videoId),
      artifacts: await artifactsOf(bench, videoId),
    };
  }
}

/** Videos an hour when the line is never empty. */
async function throughput(onLine: (line: string) => void): Promise<Figure> {
  return onPlatform("pipeline-queue", {}, async (bench) => {
    onLine(`${QUEUED} videos queued at once`);
    const startedMs = Date.now();
    const seeds = Array.from({ length: QUEUED }, (_, index) => FIRST_SEED + index);
    const ids = await Promise.all(seeds.map((seed) => enqueue(bench, { ...VIDEO, seed })));
    for (let ended = 0; ended < ids.length; await sleep(1000)) {
      const videos = await Promise.all(ids.map((id) => bench.api.call("GET", `/pipeline/status/${id}`, StatusSchema)));
      const failed = videos.find(({ status }) => status === "failed" || status === "cancelled");
      if (failed !== undefined) throw new AppError("unavailable", `A video ${failed.status}`);
      ended = videos.filter(({ status }) => status === "completed").length;
    }
    const hours = (Date.now() - startedMs) / 3_600_000;
    return shown(`${QUEUED} videos queued at once`, QUEUED / hours, "videos/hour");
  });
}

/** The kernel keeps each process's own peak; those of ended ones are lost, hence often. */
function measurePeaks(mediaPid: number, peaks: { media: number; ffmpeg: number }): void {
  peaks.media = Math.max(peaks.media, peakRssMebibytes(mediaPid));
  for (const pid of processTree(mediaPid)) {
    if (commandOf(pid) === "ffmpeg") peaks.ffmpeg = Math.max(peaks.ffmpeg, peakRssMebibytes(pid));
  }
}

async function hashOfDownload({ api, platform }: BenchPlatform, videoId: string): Promise<string> {
  const file = join(platform.paths.data, `${videoId}.mp4`);
  await api.download(`/pipeline/videos/${videoId}/artifacts/video.mp4`, file);
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function artifactsOf({ db }: BenchPlatform, videoId: string): Promise<Readonly<Record<string, string>>> {
  const [row] = await db.execute<{ artifacts: Record<string, string> }>(sql`
    select artifacts from core.videos where video_id = ${videoId}`);
  return row?.artifacts ?? {};
}

/** Names of what came out otherwise; the report of the inspection names instants and may differ. */
function different(first: Run | undefined, again: Run): readonly string[] {
  return Object.entries(again.artifacts)
    .filter(([name, key]) => name !== "reportKey" && first?.artifacts[name] !== key)
    .map(([name, key]) => `${name}: ${first?.artifacts[name] ?? "none"} and ${key}`);
}

function wallOf(runs: readonly Run[]): readonly number[] {
  return runs.map(({ wallSeconds }) => wallSeconds);
}

function stageSeconds(stage: string, runs: readonly Run[]): readonly number[] {
  return runs.map(({ video }) =>
    video.stages
      .filter((each) => each.stage === stage)
      .reduce((sum, each) => sum + (Date.parse(each.finished_at ?? "") - Date.parse(each.started_at)) / 1000, 0),
  );
}

/** From the request to the end of quality control. */
function judgedSeconds({ video, wallSeconds }: Run): number {
  const judgedAt = video.stages.findLast(({ stage }) => stage === "qa")?.finished_at ?? "";
  return wallSeconds - (Date.parse(video.finished_at ?? "") - Date.parse(judgedAt)) / 1000;
}

function waitsOf({ history }: Run): readonly number[] {
  return history.activities.map(({ scheduledMs, startedMs }) => startedMs - scheduledMs);
}
