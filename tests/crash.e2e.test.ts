import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection, Client } from "@temporalio/client";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditStores } from "../bench/crash/audit-stores.ts";
import { type Kill, killPart, type Part } from "../bench/crash/kills.ts";
import { queueThrough, waitUntilMade } from "../bench/crash/videos.ts";
import { createTemporalPlugin } from "../clients/temporal/temporal-plugin.ts";
import { settingsPath } from "../config.ts";
import { connectDatabase, type DatabaseConnection } from "../db/client.ts";
import { createApiClient } from "../deploy/embedded/demo/api-client.ts";
import { ensureDemoChannel } from "../deploy/embedded/demo/demo-channel.ts";
import { type EmbeddedPlatform, removePlatformFiles, startPlatform } from "../deploy/embedded/embedded-platform.ts";
import { appErrorOf } from "../domain/errors.ts";
import type { Stage } from "../domain/video/video.ts";

const VIDEOS = 3;
const CAPACITY = 100;
/** Between two kills: shorter than most parts take to come back, so that outages overlap. */
const PAUSE_MS = 3000;
/** A kill -9 of each part, two of them at a moment of choice. */
const KILLS: readonly { readonly part: Part; readonly during?: Stage }[] = [
  { part: "orchestration" },
  { part: "media", during: "render" },
  { part: "postgres" },
  { part: "temporal" },
  { part: "redis" },
  { part: "platform" },
  { part: "media", during: "upload" },
];
/** Holds the bytes of the first upload back, so that the kill surely meets it. */
const SLOW_UPLOAD = { match: { method: "PUT", path: "upload" }, fault: { kind: "delay", delayMs: 4000 } } as const;

const dataDir = mkdtempSync(join(tmpdir(), "longtake-crash-"));
const config = join(dataDir, "crash-config.yaml");
let platform: EmbeddedPlatform;
let database: DatabaseConnection;
let temporal: Client;
let channelId: string;

beforeAll(async () => {
  const settings = readFileSync(settingsPath({}), "utf8");
  writeFileSync(config, settings.replace(/requestsPerMinute: \d+/, "requestsPerMinute: 100000"));
  await start();
  channelId = await ensureDemoChannel(createApiClient(platform.urls.api, platform.env.LONGTAKE_ADMIN_KEY ?? ""));
});
afterAll(async () => {
  await stop();
  removePlatformFiles(platform.paths);
});

describe("a platform whose parts are killed with -9", () => {
  test(`publishes ${VIDEOS} videos once each, and no store disagrees`, async () => {
    await sandboxFault(SLOW_UPLOAD);
    const specs = Array.from({ length: VIDEOS }, (_, seed) => ({
      topic: "How tides work",
      seconds: 5,
      size: "360p",
      seed,
    }));
    const queued = specs.map((spec) =>
      queueThrough(platform, `crash-${spec.seed}`, { ...spec, channel_id: channelId }),
    );
    const killing: Promise<Kill>[] = [];
    for (const { part, during } of KILLS) {
      if (during === undefined) await sleep(PAUSE_MS);
      else await running(during);
      killing.push(killPart(platform, part));
    }
    const kills = await Promise.all(killing);
    const videoIds = await Promise.all(queued);
    await waitUntilMade(database.db, temporal, VIDEOS, 240_000);
    const audit = await auditStores({ dataFolder: dataDir, db: database.db, temporal }, videoIds, kills);
    expect(audit.violations).toEqual([]);
    expect(audit.publishedOnce).toBe(VIDEOS);
    // The worker that was killed at its work was missed, and its attempts were made again.
    expect(await lostAttempts()).toBeGreaterThan(0);
  });
});

describe("a full waiting line", () => {
  test("is still there, in its order, after a stop and a start, and refuses one more", async () => {
    await call("POST", "/pipeline/queue/pause", { reason: "to fill the line" });
    const waiting: string[] = [];
    for (let seed = 1; seed <= CAPACITY; seed++) {
      const spec = { topic: "How tides work", seconds: 5, size: "360p", seed, channel_id: channelId };
      waiting.push(await queueThrough(platform, `line-${seed}`, { ...spec, priority: 1 + (seed % 10) }));
    }
    const before = await line();
    await stop();
    await start();
    const after = await line();
    expect(after).toHaveLength(CAPACITY);
    expect(after).toEqual(before);
    expect(after.toSorted()).toEqual(waiting.toSorted());

    const refused = await call("POST", "/pipeline/queue", { topic: "One too many", channel_id: channelId });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: "queue_full" });
  });
});

async function start(): Promise<void> {
  platform = await startPlatform({ dataDir, env: { LONGTAKE_CONFIG: config } });
  const { DATABASE_URL = "", TEMPORAL_ADDRESS = "", LONGTAKE_PAYLOAD_KEYS = "" } = platform.env;
  database = connectDatabase(DATABASE_URL, { max: 2 });
  const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
  temporal = new Client({ connection, plugins: [createTemporalPlugin(LONGTAKE_PAYLOAD_KEYS)] });
}

async function stop(): Promise<void> {
  await Promise.all([temporal.connection.close(), database.close()]);
  await platform.stop();
}

/** Resolves while an attempt of the stage is under way. */
async function running(stage: Stage): Promise<void> {
  const found = async () => {
    try {
      const [row] = await database.db.execute<{ count: number }>(
        sql`select count(*)::int as count from core.pipeline_stages where stage = ${stage} and status = 'running'`,
      );
      return (row?.count ?? 0) > 0;
    } catch (error) {
      if (appErrorOf(error)?.code === "unavailable") return false;
      throw error;
    }
  };
  for (const giveUpAtMs = Date.now() + 180_000; !(await found()); await sleep(50)) {
    if (Date.now() > giveUpAtMs) throw new Error(`no video came to ${stage} within 180 s`);
  }
  // Into the work, past the claim of the task.
  await sleep(500);
}

async function lostAttempts(): Promise<number> {
  const [row] = await database.db.execute<{ count: number }>(
    sql`select count(*)::int as count from core.pipeline_stages where status = 'lost'`,
  );
  return row?.count ?? 0;
}

async function line(): Promise<readonly string[]> {
  const response = await call("GET", "/pipeline/queue");
  const { waiting }: { waiting: { video_id: string }[] } = JSON.parse(await response.text());
  return waiting.map(({ video_id }) => video_id);
}

function call(method: string, path: string, body?: object): Promise<Response> {
  const headers = {
    Authorization: `Bearer ${platform.env.LONGTAKE_ADMIN_KEY ?? ""}`,
    "Content-Type": "application/json",
  };
  return fetch(platform.urls.api + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
}

async function sandboxFault(fault: object): Promise<void> {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(fault) };
  const response = await fetch(`${platform.urls.sandbox}/_faults`, init);
  expect(response.ok).toBe(true);
}
