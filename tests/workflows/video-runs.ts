import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkflowHandle } from "@temporalio/client";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createEditingActivities } from "../../activities/editing.ts";
import { createClockActivities } from "../../activities/clock.ts";
import { createHousekeepingActivities } from "../../activities/housekeeping.ts";
import { createMakeStageActivities } from "../../activities/make-stage.ts";
import { createStageActivities } from "../../activities/stages.ts";
import { createVideoQueueActivities } from "../../activities/video-queue.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { createGrant, type GuardedAct } from "../../db/queries/grants.ts";
import { enqueueVideo } from "../../db/queries/queue.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import type { Script } from "../../domain/script/script.ts";
import { VIDEO_QUEUE_WORKFLOW_ID, type VideoSpec, generateWorkflowId } from "../../domain/video/video.ts";
import { wakeSignal } from "../../workflows/video-queue-messages.ts";
import { videoQueue } from "../../workflows/video-queue.ts";
import { createTestDatabase, type TestDatabase } from "../db/test-database.ts";
import { type Scripted, scriptedStages } from "./scripted-stages.ts";
import { type TestNamespace, bundleWorkflows, createTestNamespace, settings } from "./test-namespace.ts";

const me = systemPrincipal("test");
export const CHANNEL_ID = "ch_test";
const publish = {
  privacy: "private",
  publishAt: null,
  containsSyntheticMedia: true,
  selfDeclaredMadeForKids: false,
} as const;
export const SPEC: VideoSpec = {
  ...{
    topic: "Why tests matter",
    seconds: 10,
    aspect: "16:9",
    size: "360p",
    voice: "en-us",
    seed: 1,
    complexity: "simple",
  },
  publish,
};
const scene = (heading: string) => ({
  kind: "points" as const,
  kicker: null,
  heading,
  sentences: [`This is about ${heading}.`, "It goes on."],
  points: ["A point"],
  pointSentences: [1],
  figure: null,
});
/** What the scripted script stage has written. */
export const SCRIPT: Script = {
  version: 1,
  title: "A title",
  hook: "A hook",
  scenes: [scene("beginnings"), scene("middles"), scene("ends")],
  tags: [],
  description: "",
  wordsPerMinute: 150,
  provider: "template",
};

/** Settings that try again quickly; everything else as shipped. */
const quick = { ...settings, retry: { initialIntervalMs: 50, backoffCoefficient: 2, maximumIntervalMs: 200 } };

interface QueueRow extends Record<string, unknown> {
  readonly status: string;
  readonly waiting_for: { readonly kind: string; readonly reason: string } | null;
  readonly slot_held: boolean;
}

interface CostRow extends Record<string, unknown> {
  readonly stage: string;
  readonly attempt: number;
  readonly state: string;
  readonly estimate: number;
  readonly actual: number | null;
}

export interface VideoRuns {
  readonly temporal: TestNamespace;
  readonly script: Scripted;
  readonly db: TestDatabase["db"];
  readonly select: TestDatabase["db"]["execute"];
  /** Queues a video and waits until its run is there. */
  readonly start: (changes?: Partial<VideoSpec>) => Promise<string>;
  readonly enqueue: (priority: number) => Promise<string>;
  readonly handleOf: (videoId: string) => WorkflowHandle;
  readonly rowOf: (videoId: string) => Promise<QueueRow>;
  readonly costsOf: (videoId: string) => Promise<readonly CostRow[]>;
  readonly parked: (videoId: string, kind: string) => Promise<void>;
  /** What the run has waited for so far, each time it did: told long after it went on by itself. */
  readonly parkings: (videoId: string) => Promise<readonly string[]>;
  readonly grant: (videoId: string, act: GuardedAct, payload?: Readonly<Record<string, unknown>>) => Promise<string>;
}

export async function until(fact: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const giveUpAtMs = Date.now() + withinMs; !(await fact()); await sleep(50)) {
    if (Date.now() > giveUpAtMs) throw new Error(`not true within ${withinMs} ms: ${fact.toString()}`);
  }
}

/** The house's workflows and records on real servers, over scripted stages; for the tests of one file. */
export function videoRuns(): VideoRuns {
  let database: TestDatabase;
  let redis: RedisConnection;
  let temporal: TestNamespace;
  let folder: string;
  const stages = scriptedStages();
  const { script } = stages;

  beforeAll(async () => {
    let workflowBundle: { code: string };
    [database, temporal, workflowBundle, folder] = await Promise.all([
      createTestDatabase(),
      createTestNamespace(),
      bundleWorkflows(),
      mkdtemp(join(tmpdir(), "longtake-runs-")),
    ]);
    redis = connectRedis(process.env["REDIS_URL"] ?? "", () => {});
    await select(sql`insert into core.channels (channel_id, name, niche) values (${CHANNEL_ID}, 'Test', 'other')`);
    const { db } = database;
    const storage = createObjectStore({ kind: "folder", path: folder });
    await storage.putJson("scripts/a.json", SCRIPT);
    await storage.putJson("thumbnails/own.png", "a picture");
    await storage.putJson("captions/own.srt", "words");
    await storage.putJson("media/parent.json", { version: 1, palette: {}, stills: SCRIPT.scenes.map(stillOf) });
    const priceBook = await readPriceBook();
    const installed = { languageModel: false };
    const publicUrl = "http://127.0.0.1";
    const orchestration = {
      ...createVideoQueueActivities({ db, redis, temporal: temporal.client, settings: quick, publicUrl }),
      ...createStageActivities({ db, priceBook, installed, storage }),
      ...createHousekeepingActivities({ db }),
      ...createMakeStageActivities({ redis, settings: quick, publicUrl }),
      ...createClockActivities({ LONGTAKE_ENV: "test" }),
    };
    await temporal.work({ taskQueue: "orchestration", activities: orchestration, workflowBundle });
    const media = { ...stages.media, ...createEditingActivities({ storage }) };
    await temporal.work({ taskQueue: "media", activities: media });
    await temporal.work({ taskQueue: "render-cpu", activities: stages.rendering });
    await temporal.work({ taskQueue: "youtube", activities: stages.platform });
    await temporal.work({ taskQueue: "data", activities: stages.data });
  });

  afterAll(async () => {
    await temporal?.close();
    redis?.disconnect();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    script.calls.length = 0;
    script.scores.length = 0;
    script.segmentsMadeAfresh.length = 0;
    script.inputs.clear();
    script.slow.clear();
    for (const name of Object.keys(script.accidents)) script.accidents[name] = [];
  });

  const select: VideoRuns["select"] = (query) => database.db.execute(query);
  const rowOf = async (videoId: string) => {
    const [row] = await select<QueueRow>(
      sql`select status, waiting_for, slot_held from core.video_queue where video_id = ${videoId}`,
    );
    if (!row) throw new Error(`no row of ${videoId}`);
    return row;
  };
  const enqueue = async (priority: number, changes: Partial<VideoSpec> = {}) => {
    const videoId = `vid_${randomUUID().replaceAll("-", "").slice(0, 20)}`;
    const spec = { ...SPEC, ...changes };
    await enqueueVideo(database.db, me, { videoId, channelId: CHANNEL_ID, spec, priority }, { capacity: 100 });
    return videoId;
  };

  return {
    get temporal() {
      return temporal;
    },
    get db() {
      return database.db;
    },
    script,
    select,
    enqueue,
    start: async (changes) => {
      const videoId = await enqueue(5, changes);
      await temporal.client.workflow.signalWithStart(videoQueue, {
        workflowId: VIDEO_QUEUE_WORKFLOW_ID,
        taskQueue: "orchestration",
        signal: wakeSignal,
      });
      // The row is claimed a moment before the run is there.
      await until(async () => (await temporal.client.workflow.count(`VideoId = "${videoId}"`)).count === 1);
      return videoId;
    },
    handleOf: (videoId) => temporal.client.workflow.getHandle(generateWorkflowId(videoId)),
    rowOf,
    costsOf: (videoId) =>
      select<CostRow>(sql`
        select stage, attempt, state, estimate_micro_usd::int as estimate, actual_micro_usd::int as actual
        from core.pipeline_costs where video_id = ${videoId} order by stage, attempt`),
    parked: (videoId, kind) => until(async () => (await rowOf(videoId)).waiting_for?.kind === kind),
    parkings: async (videoId) => {
      const rows = await select<{ kind: string }>(sql`
        select details::jsonb #>> '{waitingFor,kind}' as kind from audit.audit_events
        where subject = ${`video/${videoId}`} and action = 'video.parked'`);
      return rows.map(({ kind }) => kind);
    },
    grant: (videoId, act, payload = {}) =>
      createGrant(database.db, me, { act, subjectId: videoId, payload, reason: "seen and decided" }),
  };
}

function stillOf(_: unknown, index: number) {
  const credit = { source: "generated", author: "test", url: null, licence: "CC0-1.0" };
  return {
    scene: index,
    kind: "points",
    objectKey: `stills/${index}.jpg`,
    sha256: "0",
    width: 768,
    height: 432,
    credit,
  };
}
