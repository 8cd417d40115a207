import { join } from "node:path";
import { databaseUrl } from "./postgresql.ts";
import { redisUrl } from "./redis-server.ts";
import type { ServerContext } from "./server-context.ts";

export type Variables = Readonly<Record<string, string>>;

/** What the platform reads; a value meant for one platform must not leak into another through inheritance. */
const PLATFORM_VARIABLE =
  /^(LONGTAKE|TEMPORAL|YOUTUBE|OPENAI|ELEVENLABS|GOOGLE_TTS|GOOGLE_TRENDS|PEXELS|PIXABAY|OIDC|S3|SANDBOX)_|^(DATABASE|REDIS|CLICKHOUSE)_URL$|^OBJECT_STORE_PATH$/;
/** The place of the data is the bring-up's own question, answered before. */
const OWN_VARIABLES: readonly string[] = ["LONGTAKE_DATA_DIR"];

/** The variables by which a user points the platform at something already at hand. */
export function givenVariables(env: NodeJS.ProcessEnv): Variables {
  return pick(env, (name) => PLATFORM_VARIABLE.test(name) && !OWN_VARIABLES.includes(name));
}

/** PATH, HOME, locale, proxies…: all that is not the platform's. */
export function inheritedVariables(env: NodeJS.ProcessEnv): Variables {
  return pick(env, (name) => !PLATFORM_VARIABLE.test(name));
}

/** The platform's whole environment: the embedded values, and over them what is `given`. */
export function platformVariables(context: Omit<ServerContext, "env" | "onLine">, given: Variables): Variables {
  const { paths, ports, secrets } = context;
  const { POSTGRES_PASSWORD: _postgres, REDIS_PASSWORD: _redis, ...handedOn } = secrets;
  const sandbox = `http://127.0.0.1:${ports.sandbox}`;
  const embedded: Record<string, string> = {
    LONGTAKE_ENV: "embedded",
    LONGTAKE_DATA_DIR: paths.data,
    LONGTAKE_API_HOST: "127.0.0.1",
    LONGTAKE_API_PORT: String(ports.api),
    LONGTAKE_PUBLIC_URL: `http://127.0.0.1:${ports.api}`,
    LONGTAKE_UI_URL: `http://127.0.0.1:${ports.temporalUi}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: "default",
    DATABASE_URL: databaseUrl(context),
    REDIS_URL: redisUrl(context),
    ...handedOn,
  };
  if (given.CLICKHOUSE_URL === undefined) embedded.LONGTAKE_CHDB_PATH = join(paths.data, "chdb");
  if (given.S3_BUCKET === undefined) embedded.OBJECT_STORE_PATH = join(paths.data, "objects");
  if (given.YOUTUBE_API_URL === undefined) {
    Object.assign(embedded, {
      SANDBOX_PORT: String(ports.sandbox),
      SANDBOX_DATA_DIR: join(paths.data, "sandbox"),
      YOUTUBE_API_URL: sandbox,
      YOUTUBE_AUTH_URL: `${sandbox}/o/oauth2/v2/auth`,
      YOUTUBE_TOKEN_URL: `${sandbox}/token`,
      YOUTUBE_WATCH_URL: sandbox,
      GOOGLE_TRENDS_URL: `${sandbox}/google-trends`,
    });
  }
  if (given.LONGTAKE_STAND_INS === "all") Object.assign(embedded, providerStandIns(sandbox));
  return { ...embedded, ...given };
}

/** The services that cost money or need an account: without their keys a video is written, spoken and drawn here. */
function providerStandIns(sandbox: string): Variables {
  const key = "stand-in-key";
  return {
    OPENAI_BASE_URL: `${sandbox}/openai/v1`,
    OPENAI_API_KEY: `sk-${key}`,
    OPENAI_MODEL: "gpt-4o-mini",
    OPENAI_SPEECH_MODEL: "tts-1",
    ELEVENLABS_API_URL: `${sandbox}/elevenlabs`,
    ELEVENLABS_API_KEY: key,
    GOOGLE_TTS_API_URL: `${sandbox}/google-tts`,
    GOOGLE_TTS_API_KEY: key,
    PEXELS_API_URL: `${sandbox}/pexels`,
    PEXELS_API_KEY: key,
    PIXABAY_API_URL: `${sandbox}/pixabay`,
    PIXABAY_API_KEY: key,
  };
}

function pick(env: NodeJS.ProcessEnv, wanted: (name: string) => boolean): Variables {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value !== "" && wanted(name)) picked[name] = value;
  }
  return picked;
}
