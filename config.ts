import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { AppError } from "./domain/errors.ts";
import { HARDWARE_ENCODERS } from "./domain/render/encoder-arguments.ts";
import { STAGES } from "./domain/video/video.ts";

const usd = z.number().nonnegative();
const count = z.int().nonnegative();
const positive = z.int().positive();

const SEARCH_ATTRIBUTE_TYPES = ["Keyword", "Int", "Double", "Bool", "Datetime", "KeywordList"] as const;
/** Columns of the SQL visibility stores; Text is left out: a colon in a value breaks its row. */
const SEARCH_ATTRIBUTE_LIMITS = { Keyword: 10, Int: 3, Double: 3, Bool: 3, Datetime: 3, KeywordList: 3 } as const;

const searchAttributes = z
  .record(z.string().regex(/^[A-Z][A-Za-z]*$/), z.enum(SEARCH_ATTRIBUTE_TYPES))
  .superRefine((attributes, context) => {
    for (const type of SEARCH_ATTRIBUTE_TYPES) {
      const declared = Object.values(attributes).filter((each) => each === type).length;
      if (declared <= SEARCH_ATTRIBUTE_LIMITS[type]) continue;
      const limit = SEARCH_ATTRIBUTE_LIMITS[type];
      context.addIssue({ code: "custom", message: `${declared} of type ${type}, SQL visibility holds ${limit}` });
    }
  });

const taskQueue = z.strictObject({
  activitySlots: positive,
  workflowSlots: positive.min(2).optional(),
  cachedWorkflows: positive.optional(),
  activitiesPerSecond: z.number().positive().optional(),
});

const schedule = z.strictObject({
  everySeconds: positive,
  workflow: z.string().min(1),
  overlap: z.enum(["SKIP", "BUFFER_ONE", "ALLOW_ALL"]),
  catchupWindowSeconds: z.int().min(10),
});

const stageLimits = z.strictObject({ timeoutMs: positive, retries: count.max(10), costCapUsd: usd });
const TASK_QUEUES = ["orchestration", "render-gpu", "render-cpu", "media", "youtube", "data", "operations"] as const;

const Settings = z.strictObject({
  namespace: z.strictObject({ retentionDays: positive }),
  searchAttributes,
  taskQueues: z.record(z.enum(TASK_QUEUES), taskQueue),
  queue: z.strictObject({
    capacity: positive.max(10_000),
    slots: z.strictObject({ gpu: count, cpu: positive }),
    sweepEveryMs: z.int().min(1000),
  }),
  stages: z.record(z.enum(STAGES), stageLimits),
  retry: z.strictObject({
    initialIntervalMs: positive,
    backoffCoefficient: z.number().min(1),
    maximumIntervalMs: positive.max(300_000),
  }),
  rendering: z
    .strictObject({
      /** Tried in this order by a real encode; the first that passes opens the GPU route. */
      gpuEncoders: z.array(z.enum(HARDWARE_ENCODERS)).default([...HARDWARE_ENCODERS]),
    })
    .prefault({}),
  quality: z.strictObject({
    /** In place of assets/quality-policy.yaml, whole or only what differs; from the folder of these settings. */
    policyFile: z.string().min(1).optional(),
  }),
  cost: z
    .strictObject({ warnUsd: usd, criticalUsd: usd, haltUsd: usd.positive() })
    .refine((cost) => cost.warnUsd <= cost.criticalUsd && cost.criticalUsd <= cost.haltUsd, {
      message: "expected warnUsd ≤ criticalUsd ≤ haltUsd",
    }),
  quotas: z.strictObject({
    youtube: z.strictObject({
      uploadsPerDay: positive,
      unitsPerDay: positive,
      /** Share of the units that experiments and polls must leave. */
      keptForPublishing: z.number().min(0).max(1).default(0.2),
      requestsPerSecond: z.number().positive(),
      burst: positive,
    }),
  }),
  schedules: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), schedule),
  retention: z.strictObject({
    idempotencyKeyHours: positive,
  }),
  api: z.strictObject({
    requestsPerMinute: positive,
    bodyLimitBytes: positive,
    /** Of one file given by POST /files. */
    uploadLimitBytes: positive.default(2 * 1024 ** 3),
  }),
});

export type TaskQueueName = (typeof TASK_QUEUES)[number];
export type Settings = z.infer<typeof Settings>;

const optional = z.string().min(1).optional();
/** `<key id>:<base64 of 32 bytes>`, comma separated; the first encrypts, all decrypt. */
const keyRing = z.string().regex(/^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/, {
  message: "expected <key id>:<base64 of 32 bytes>[,…]",
});
const OPENAI_URL = "https://api.openai.com/v1";
const secret = z.string().min(16, { message: "expected at least 16 characters" });

const Environment = z
  .object({
    LONGTAKE_ENV: z.enum(["embedded", "test", "production"]).default("production"),
    LONGTAKE_CONFIG: optional,
    LONGTAKE_DATA_DIR: z.string().min(1),
    LONGTAKE_API_HOST: z.string().default("127.0.0.1"),
    LONGTAKE_API_PORT: z.coerce.number().int().min(1).max(65_535).default(7240),
    LONGTAKE_PUBLIC_URL: z.url(),
    LONGTAKE_UI_URL: z.url(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    CLICKHOUSE_URL: z.url().optional(),
    LONGTAKE_CHDB_PATH: optional,
    OBJECT_STORE_PATH: optional,
    S3_ENDPOINT: optional,
    S3_REGION: optional,
    S3_BUCKET: optional,
    S3_ACCESS_KEY_ID: optional,
    S3_SECRET_ACCESS_KEY: optional,
    YOUTUBE_API_URL: z.url().default("https://www.googleapis.com"),
    YOUTUBE_AUTH_URL: z.url().default("https://accounts.google.com/o/oauth2/v2/auth"),
    YOUTUBE_TOKEN_URL: z.url().default("https://oauth2.googleapis.com/token"),
    YOUTUBE_WATCH_URL: z.url().default("https://www.youtube.com"),
    YOUTUBE_CLIENT_ID: optional,
    YOUTUBE_CLIENT_SECRET: optional,
    /** `OPENAI_URL` where none is set. */
    OPENAI_BASE_URL: z.url().optional(),
    OPENAI_API_KEY: optional,
    /** Writes scripts; a key without it is for voices alone. */
    OPENAI_MODEL: optional,
    OPENAI_SPEECH_MODEL: optional,
    ELEVENLABS_API_URL: z.url().default("https://api.elevenlabs.io"),
    ELEVENLABS_API_KEY: optional,
    GOOGLE_TTS_API_URL: z.url().default("https://texttospeech.googleapis.com"),
    GOOGLE_TTS_API_KEY: optional,
    PEXELS_API_URL: z.url().default("https://api.pexels.com"),
    PEXELS_API_KEY: optional,
    PIXABAY_API_URL: z.url().default("https://pixabay.com"),
    PIXABAY_API_KEY: optional,
    /** What people search for: its public feed needs no key. In production an address outside our own network. */
    GOOGLE_TRENDS_URL: z.url().default("https://trends.google.com"),
    /** Pictures and clips of one's own, by folder; `MEDIA_FOLDER/credits.json` may name their authors. */
    LONGTAKE_MEDIA_FOLDER: optional,
    OIDC_ISSUER: z.url().optional(),
    OIDC_CLIENT_ID: optional,
    OIDC_CLIENT_SECRET: optional,
    LONGTAKE_PAYLOAD_KEYS: keyRing,
    LONGTAKE_CREDENTIAL_KEYS: keyRing,
    LONGTAKE_JWT_SECRET: secret.optional(),
    LONGTAKE_JWKS_URL: z.url().optional(),
    LONGTAKE_CODEC_TOKEN: secret,
    LONGTAKE_AUDIT_SALT: secret,
    LONGTAKE_ADMIN_KEY: secret.optional(),
    LONGTAKE_ADMIN_PASSWORD: secret.optional(),
    LONGTAKE_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
  })
  .superRefine((env, context) => {
    const either = (first: keyof typeof env, second: keyof typeof env) => {
      if (env[first] === undefined && env[second] === undefined) {
        context.addIssue({ code: "custom", path: [first], message: `expected ${first} or ${second}` });
      }
    };
    either("OBJECT_STORE_PATH", "S3_BUCKET");
    either("LONGTAKE_JWT_SECRET", "LONGTAKE_JWKS_URL");
    const beside = (name: keyof typeof env, given: keyof typeof env) => {
      if (env[given] === undefined || env[name] !== undefined) return;
      context.addIssue({ code: "custom", path: [name], message: `expected ${name} beside ${given}` });
    };
    beside("OPENAI_API_KEY", "OPENAI_BASE_URL");
    beside("OPENAI_MODEL", "OPENAI_BASE_URL");
    beside("OPENAI_API_KEY", "OPENAI_MODEL");
  })
  .transform((env) => ({ ...env, OPENAI_BASE_URL: env.OPENAI_BASE_URL ?? OPENAI_URL }));

export type Environment = z.infer<typeof Environment>;

/** A wrong or missing value, by its path, stops the start: exit code 78 (EX_CONFIG) in the mains. */
function explain(source: string, error: z.ZodError): AppError {
  const lines = error.issues.map((issue) => `  ${issue.path.join(".") || "(top)"}: ${issue.message}`);
  return new AppError("invalid_input", `${source} is wrong:\n${lines.join("\n")}`, {
    field: error.issues[0]?.path.join(".") ?? source,
    remedy: `Correct the named value in ${source}.`,
  });
}

/** Settings of `temporal-config.yaml`. Throws AppError `invalid_input` naming the exact path of each wrong value. */
export function loadSettings(path: string): Settings {
  let document: unknown;
  try {
    document = parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new AppError("invalid_input", `${path} cannot be read: ${String(cause)}`, { cause, field: path });
  }
  const parsed = Settings.safeParse(document);
  if (!parsed.success) throw explain(path, parsed.error);
  const { quality, ...settings } = parsed.data;
  const { policyFile } = quality;
  return { ...settings, quality: policyFile === undefined ? {} : { policyFile: resolve(dirname(path), policyFile) } };
}

/** Connections and secrets of the environment. Throws AppError `invalid_input`; a secret is never defaulted. */
export function loadEnvironment(env: NodeJS.ProcessEnv): Environment {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) throw explain("environment", parsed.error);
  return parsed.data;
}

/** The settings file named by LONGTAKE_CONFIG, else the one at the root of the checkout. */
export function settingsPath(env: { readonly LONGTAKE_CONFIG?: string | undefined }): string {
  return env.LONGTAKE_CONFIG ?? new URL("temporal-config.yaml", import.meta.url).pathname;
}

export const EXIT_CODE_CONFIG = 78;
