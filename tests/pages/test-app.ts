import { execFileSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIRST_ADMIN_EMAIL } from "../../api/access/first-admin.ts";
import type { ApiDependencies } from "../../api/dependencies.ts";
import { startApi } from "../../api/server.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { createProgressBus } from "../../clients/progress/progress.ts";
import { readQualityPolicy } from "../../clients/quality-policy.ts";
import { connectRedis } from "../../clients/redis.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { connectTemporal } from "../../clients/temporal/temporal.ts";
import { loadEnvironment, loadSettings, settingsPath } from "../../config.ts";
import { createTestDatabase } from "../db/test-database.ts";

export interface TestApp {
  readonly url: string;
  readonly deps: ApiDependencies;
  readonly email: string;
  readonly password: string;
  readonly adminKey: string;
  /** Requests that failed for a reason of ours. */
  readonly errors: unknown[];
  stop(): Promise<void>;
}

/** The API with its pages on a free port, over a database of its own and the test's Redis and Temporal. */
export async function startTestApp(): Promise<TestApp> {
  const errors: unknown[] = [];
  const note = (fields: object, message: string) => void errors.push({ message, ...fields });
  const folder = await mkdtemp(join(tmpdir(), "longtake-pages-"));
  const database = await createTestDatabase();
  const key = () => `test:${randomBytes(32).toString("base64")}`;
  const password = randomUUID();
  const adminKey = `lt_${randomBytes(20).toString("hex")}`;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;

  const environment = loadEnvironment({
    ...process.env,
    LONGTAKE_ENV: "test",
    LONGTAKE_DATA_DIR: folder,
    LONGTAKE_API_PORT: String(port),
    LONGTAKE_PUBLIC_URL: url,
    LONGTAKE_UI_URL: process.env["LONGTAKE_UI_URL"] ?? "http://127.0.0.1:8233",
    DATABASE_URL: database.url,
    OBJECT_STORE_PATH: join(folder, "objects"),
    LONGTAKE_PAYLOAD_KEYS: key(),
    LONGTAKE_CREDENTIAL_KEYS: key(),
    LONGTAKE_JWT_SECRET: randomUUID(),
    LONGTAKE_CODEC_TOKEN: randomUUID(),
    LONGTAKE_AUDIT_SALT: randomUUID(),
    LONGTAKE_ADMIN_PASSWORD: password,
    LONGTAKE_ADMIN_KEY: adminKey,
  });
  const redis = connectRedis(environment.REDIS_URL, (error) => errors.push(error));
  const temporal = await connectTemporal(environment);
  const progress = createProgressBus(redis);
  const storage = createObjectStore({ kind: "folder", path: join(folder, "objects") });
  const log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
  const settings = loadSettings(settingsPath({}));
  const deps: ApiDependencies = {
    ...{ environment, settings, db: database.db, redis, temporal, storage, progress, log },
    priceBook: await readPriceBook(),
    qualityPolicy: await readQualityPolicy(),
  };
  const api = await startApi(deps);

  return {
    url,
    deps,
    email: FIRST_ADMIN_EMAIL,
    password,
    adminKey,
    errors,
    async stop() {
      await api.stop(500);
      await progress.close();
      redis.disconnect();
      await temporal.connection.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Twelve seconds of test picture with captions, in the store under fixed keys. */
export async function storeTestVideo({ deps }: TestApp): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "longtake-video-"));
  const path = (name: string) => join(folder, name);
  const ffmpeg = (...args: string[]) => execFileSync("ffmpeg", ["-loglevel", "error", "-y", ...args]);
  const source = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=30:duration=12"];
  const sound = ["-f", "lavfi", "-i", "sine=frequency=330:duration=12", "-shortest", "-c:a", "aac"];
  const encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-threads", "1", "-pix_fmt", "yuv420p"];
  ffmpeg(...source, ...sound, ...encoder, "-movflags", "+faststart", path("v.mp4"));
  ffmpeg("-i", path("v.mp4"), "-frames:v", "1", path("t.jpg"));
  ffmpeg("-i", path("v.mp4"), "-vf", "fps=1,scale=160:-2,tile=4x3", "-frames:v", "1", path("c.jpg"));
  ffmpeg("-f", "lavfi", "-i", "aevalsrc='0.6*sin(2*PI*220*t)*abs(sin(t))|0':d=12:s=48000", path("a.wav"));
  await writeFile(path("c.vtt"), "WEBVTT\n\n00:00.000 --> 00:12.000\nA bridge is a promise.\n");
  const keys = { videoKey: "videos/t.mp4", thumbnailKey: "thumbnails/t.jpg", contactSheetKey: "sheets/c.jpg" };
  await deps.storage.putFile(keys.videoKey, path("v.mp4"));
  await deps.storage.putFile(keys.thumbnailKey, path("t.jpg"));
  await deps.storage.putFile(keys.contactSheetKey, path("c.jpg"));
  await deps.storage.putFile("captions/c.vtt", path("c.vtt"));
  await deps.storage.putFile("audio/a.wav", path("a.wav"));
  await rm(folder, { recursive: true });
  return { ...keys, vttKey: "captions/c.vtt", audioKey: "audio/a.wav", thumbnail1Key: keys.thumbnailKey };
}
