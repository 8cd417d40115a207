import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { Redis } from "ioredis";
import { createApp, createParts } from "../../api/app.ts";
import { ensureFirstAdmin, FIRST_ADMIN_EMAIL } from "../../api/access/first-admin.ts";
import { newApiKey, sha256Hex } from "../../api/access/tokens.ts";
import type { ApiDependencies } from "../../api/dependencies.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { createProgressBus } from "../../clients/progress/progress.ts";
import { readQualityPolicy } from "../../clients/quality-policy.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { searchAttributeChanges, waitUntilKnown } from "../../clients/cluster/search-attributes.ts";
import { createTemporalPlugin } from "../../clients/temporal/temporal-plugin.ts";
import { loadEnvironment, loadSettings, type Settings, settingsPath } from "../../config.ts";
import { createApiKey } from "../../db/queries/api-keys.ts";
import { createChannel } from "../../db/queries/channels.ts";
import type { Role } from "../../domain/principal.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import { createTestDatabase } from "../db/test-database.ts";

export const SYSTEM = systemPrincipal("test");
export const ADMIN_PASSWORD = "a long password for tests";
export const CODEC_TOKEN = "codec-token-for-tests";
export const JWT_SECRET = "a secret for signing test tokens, long enough";
export const PUBLIC_URL = "http://longtake.test";
export const UI_URL = "http://ui.test:8233";
export { FIRST_ADMIN_EMAIL };
/** A language model that is configured, and that nothing here asks. */
export const MODEL = { OPENAI_BASE_URL: "http://127.0.0.1:9/v1", OPENAI_API_KEY: "a key", OPENAI_MODEL: "a-model" };

export interface TestApi extends AsyncDisposable {
  readonly deps: ApiDependencies;
  readonly adminKey: string;
  /** What went to the log, newest last. */
  readonly logged: object[];
  request(
    path: string,
    init?: RequestInit & { readonly as?: string | null; readonly json?: unknown },
  ): Promise<Response>;
  /** An API key of the role, limited to the channels when they are named. */
  keyOf(role: Role, channelIds?: readonly string[]): Promise<string>;
  addChannel(channelId: string): Promise<void>;
}

export interface TestApiOptions {
  readonly databaseConnections?: number;
  readonly settings?: (settings: Settings) => Settings;
  readonly environment?: Readonly<Record<string, string>>;
  /** A server that nobody listens on proves that a route does without Temporal. */
  readonly temporalAddress?: string;
}

/** A fresh server knows none of our attributes, and refuses a run that brings one; other files may declare them too. */
async function declareSearchAttributes(temporal: Client, settings: Settings): Promise<void> {
  await temporal.connection.ensureConnected();
  for (const change of await searchAttributeChanges(temporal, settings)) {
    await change.apply().catch((error: unknown) => {
      if (!String(error).includes("already exists")) throw error;
    });
  }
  await waitUntilKnown(temporal, Object.keys(settings.searchAttributes));
}

/** The application over a database of its own, a folder for objects and the Redis of REDIS_URL; no socket is opened. */
export async function createTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await createTestDatabase({ max: options.databaseConnections ?? 8 });
  const folder = await mkdtemp(join(tmpdir(), "longtake-api-"));
  const adminKey = `lt_admin_${randomUUID()}`;
  const environment = loadEnvironment({
    LONGTAKE_ENV: "test",
    LONGTAKE_DATA_DIR: folder,
    LONGTAKE_PUBLIC_URL: PUBLIC_URL,
    LONGTAKE_UI_URL: UI_URL,
    DATABASE_URL: database.url,
    REDIS_URL: process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379",
    OBJECT_STORE_PATH: join(folder, "objects"),
    LONGTAKE_PAYLOAD_KEYS: `test:${Buffer.alloc(32, 1).toString("base64")}`,
    LONGTAKE_CREDENTIAL_KEYS: `test:${Buffer.alloc(32, 2).toString("base64")}`,
    LONGTAKE_JWT_SECRET: JWT_SECRET,
    LONGTAKE_CODEC_TOKEN: CODEC_TOKEN,
    LONGTAKE_AUDIT_SALT: "a salt for tests only",
    LONGTAKE_ADMIN_KEY: adminKey,
    LONGTAKE_ADMIN_PASSWORD: ADMIN_PASSWORD,
    ...options.environment,
  });
  const settings = loadSettings(settingsPath({}));
  // Keys of its own, so that two test files, or two runs within a minute, do not share counters.
  const redis = new Redis(environment.REDIS_URL, { keyPrefix: `${randomUUID()}:` });
  // Where nobody listens nothing is tried again: a retry that outlives the connection would end the process.
  const away = { address: "127.0.0.1:1", interceptors: [] };
  const { temporalAddress } = options;
  const connection = Connection.lazy(temporalAddress === undefined ? away : { address: temporalAddress });
  const temporal = new Client({ connection, plugins: [createTemporalPlugin(environment.LONGTAKE_PAYLOAD_KEYS)] });
  if (options.temporalAddress !== undefined) await declareSearchAttributes(temporal, settings);
  const logged: object[] = [];
  const note = (fields: object, message: string) => void logged.push({ ...fields, message });
  const deps: ApiDependencies = {
    environment,
    settings: options.settings?.(settings) ?? settings,
    db: database.db,
    redis,
    temporal,
    storage: createObjectStore({ kind: "folder", path: join(folder, "objects") }),
    progress: createProgressBus(redis),
    priceBook: await readPriceBook(),
    qualityPolicy: await readQualityPolicy(),
    log: { debug: note, info: note, warn: note, error: note },
  };
  await ensureFirstAdmin(deps);
  const parts = createParts(deps);
  const app = createApp(deps, parts);
  return {
    deps,
    adminKey,
    logged,
    async request(path, { as = adminKey, json, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (as !== null && !headers.has("authorization")) headers.set("authorization", `Bearer ${as}`);
      if (json !== undefined) headers.set("content-type", "application/json");
      const body = json === undefined ? (init.body ?? null) : JSON.stringify(json);
      return app.request(path, { method: json === undefined ? "GET" : "POST", ...init, headers, body });
    },
    async keyOf(role, channelIds) {
      const { keyId, key } = newApiKey();
      await createApiKey(deps.db, SYSTEM, {
        keyId,
        keyHash: sha256Hex(key),
        name: `${role} of a test`,
        role,
        channelIds: channelIds ?? null,
        expiresAt: null,
      });
      return key;
    },
    async addChannel(channelId) {
      await createChannel(deps.db, SYSTEM, { channelId, name: channelId, niche: "education" });
    },
    async [Symbol.asyncDispose]() {
      parts.follower.close();
      await parts.dispatcher.settled();
      await deps.progress.close();
      redis.disconnect();
      await connection.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function problemOf(response: Response) {
  return (await response.json()) as {
    code: string;
    status: number;
    detail: string;
    field?: string;
    remedy?: string;
    errors?: { field: string }[];
    request_id: string;
  };
}
