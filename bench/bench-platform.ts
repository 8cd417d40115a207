import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { createTemporalPlugin } from "../clients/temporal/temporal-plugin.ts";
import { settingsPath } from "../config.ts";
import { connectDatabase, type Database } from "../db/client.ts";
import { createApiClient, type ApiClient } from "../deploy/embedded/demo/api-client.ts";
import { ensureDemoChannel } from "../deploy/embedded/demo/demo-channel.ts";
import {
  type EmbeddedPlatform,
  type PlatformOptions,
  removePlatformFiles,
  startPlatform,
} from "../deploy/embedded/embedded-platform.ts";

/** One caller does what many would do, and a bench publishes more than a day's quota: neither limit is measured. */
const REQUESTS_PER_MINUTE = 10_000_000;
const YOUTUBE_UNITS_PER_DAY = 1_000_000;

export interface BenchPlatform {
  readonly platform: EmbeddedPlatform;
  /** With the first admin key. */
  readonly api: ApiClient;
  /** A channel connected to the YouTube stand-in. */
  readonly channelId: string;
  readonly db: Database;
  readonly temporal: Client;
}

/** Runs `work` on an embedded platform with an empty data folder of its own, and removes all of it. */
export async function onPlatform<T>(
  name: string,
  options: Pick<PlatformOptions, "only" | "env" | "onLine">,
  work: (bench: BenchPlatform) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), `longtake-bench-${name}-`));
  const config = join(dataDir, "bench-config.yaml");
  writeFileSync(config, unlimited(readFileSync(settingsPath({}), "utf8")));
  const platform = await startPlatform({ ...options, dataDir, env: { LONGTAKE_CONFIG: config, ...options.env } });
  const { env, urls } = platform;
  const database = connectDatabase(env.DATABASE_URL ?? "", { max: 2 });
  const connection = await Connection.connect({ address: env.TEMPORAL_ADDRESS ?? "" });
  try {
    const plugins = [createTemporalPlugin(env.LONGTAKE_PAYLOAD_KEYS ?? "")];
    const temporal = new Client({ connection, namespace: env.TEMPORAL_NAMESPACE ?? "default", plugins });
    const api = createApiClient(urls.api, env.LONGTAKE_ADMIN_KEY ?? "");
    const channelId = await ensureDemoChannel(api);
    return await work({ platform, api, channelId, db: database.db, temporal });
  } finally {
    await Promise.all([connection.close(), database.close()]);
    await platform.stop();
    removePlatformFiles(platform.paths);
  }
}

function unlimited(settings: string): string {
  const Limits = z.looseObject({ api: z.looseObject({}), quotas: z.looseObject({ youtube: z.looseObject({}) }) });
  const { api, quotas, ...rest } = Limits.parse(parse(settings));
  return stringify({
    ...rest,
    api: { ...api, requestsPerMinute: REQUESTS_PER_MINUTE },
    quotas: { ...quotas, youtube: { ...quotas.youtube, unitsPerDay: YOUTUBE_UNITS_PER_DAY } },
  });
}

const Receipt = z.object({ video_id: z.string(), position: z.int() });

/** Queues a video; returns its id. */
export async function enqueue({ api, channelId }: BenchPlatform, request: object): Promise<string> {
  const body = { ...request, channel_id: channelId };
  return (await api.call("POST", "/pipeline/queue", Receipt, body)).video_id;
}
