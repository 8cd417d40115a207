import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { statSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { PublishingActivities } from "../../../activities/publishing/publishing.ts";
import { createCredentialCipher } from "../../../clients/credentials.ts";
import { saveConnection } from "../../../db/queries/channels.ts";
import type { QuotaSettings } from "../../../domain/quota/bucket.ts";
import type { UploadInput } from "../../../domain/video/production.ts";
import { addChannel, CHANNEL_ID, enqueue, specOf, SYSTEM } from "../../db/fixtures.ts";
import { createTestDatabase } from "../../db/test-database.ts";
import { writeMovieFile } from "../../sandbox/movie-file.ts";
import { startSandbox } from "../../sandbox/sandbox-process.ts";
import type { SandboxProcess } from "../../sandbox/sandbox-process.ts";
import { connectAccount } from "../../sandbox/youtube-account.ts";
import { runActivity, runUpload } from "./worker.ts";
import type { WorkerSettings } from "./worker.ts";

const WORKER = new URL("worker.ts", import.meta.url).pathname;
/** As the platform starts its workers: half a second less before there is anything to kill. */
const FAST_IMPORTS = new URL("../../../deploy/embedded/fast-imports.mjs", import.meta.url).pathname;
export const KEY_RING = `test:${Buffer.alloc(32, 7).toString("base64")}`;
/** Two whole chunks of 8 MiB and a rest. */
export const FILE_BYTES = 17_000_003;

export type PublishingFixture = Awaited<ReturnType<typeof createPublishingFixture>>;

/** As shipped; nothing of these tests spends a day of it. */
const QUOTA: QuotaSettings = { uploadsPerDay: 100, unitsPerDay: 10_000, keptForPublishing: 0.2 };

/** A stand-in platform, a database with one connected channel, and a finished video in an object store. */
export async function createPublishingFixture(
  sandboxEnvironment: Record<string, string> = {},
  quota: Partial<QuotaSettings> = {},
) {
  const [sandbox, database, folder] = await Promise.all([
    startSandbox(sandboxEnvironment),
    createTestDatabase(),
    mkdtemp(join(tmpdir(), "longtake-publishing-")),
  ]);
  await addChannel(database.db);
  /** Goes through the owner's consent again and keeps the new token. */
  const connect = async (): Promise<void> => {
    const { refreshToken, channel } = await connectAccount(sandbox.url);
    const key = { channelId: CHANNEL_ID, platform: "youtube" };
    const { encrypted, keyId } = createCredentialCipher(KEY_RING).encrypt(refreshToken, key);
    const { channelId: accountId, title } = await channel.readMine();
    await saveConnection(database.db, SYSTEM, {
      ...key,
      encryptedToken: encrypted,
      keyId,
      account: { accountId, title },
    });
  };
  await connect();
  const file = await writeArtifacts(folder);

  const settingsOf = (input: UploadInput): WorkerSettings => ({
    databaseUrl: database.url,
    redisUrl: process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379",
    storagePath: folder,
    sandboxUrl: sandbox.url,
    keyRing: KEY_RING,
    quota: { ...QUOTA, ...quota },
    publishing: {
      backoffMs: 10,
      processingWaitMs: 2000,
      processingPollMs: 20,
      lostSessionWaitMs: 100,
      lostSessionPollMs: 50,
    },
    input,
  });

  return {
    sandbox,
    db: database.db,
    file,
    connect,
    /** Its owner deletes a video on the platform. */
    async remove(platformVideoId: string | null): Promise<void> {
      if (platformVideoId === null) throw new TypeError("a dry run left nothing that could be removed");
      const { refreshToken, authorization } = await connectAccount(sandbox.url);
      const { value } = await authorization.refresh(refreshToken);
      const headers = { authorization: `Bearer ${value}` };
      const answer = await fetch(`${sandbox.url}/youtube/v3/videos?id=${platformVideoId}`, {
        method: "DELETE",
        headers,
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    /** A video whose upload is due. */
    async newVideo(changes: Partial<UploadInput["spec"]> = {}): Promise<UploadInput> {
      const videoId = await enqueue(database.db, `vid_${randomUUID()}`);
      return { videoId, channelId: CHANNEL_ID, spec: specOf(changes), ...KEYS };
    },
    upload: (input: UploadInput, cancelled?: Promise<unknown>) => runUpload(settingsOf(input), cancelled),
    folder,
    run: <Result>(input: UploadInput, act: (activities: PublishingActivities) => Promise<Result>) =>
      runActivity(settingsOf(input), act),
    killDuring: (input: UploadInput, when: KillPoint) => killWorker(settingsOf(input), sandbox, when),
    outcome: (input: Pick<UploadInput, "videoId">) => outcomeOf(sandbox, input.videoId),
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

const KEYS = {
  videoKey: "videos/movie.mp4",
  thumbnailKey: "thumbnails/still.jpg",
  srtKey: "captions/words.srt",
  scriptKey: "scripts/script.json",
  planKey: "plans/plan.json",
};

async function writeArtifacts(folder: string) {
  for (const key of Object.values(KEYS)) await mkdir(join(folder, key, ".."), { recursive: true });
  await writeFile(join(folder, KEYS.thumbnailKey), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]));
  await writeFile(join(folder, KEYS.srtKey), "1\n00:00:00,000 --> 00:00:02,000\nThe sky is blue.\n");
  const script = { title: "Why <the> sky is blue", hook: "Look up.", description: "Light scatters.", tags: ["sky"] };
  await writeFile(join(folder, KEYS.scriptKey), JSON.stringify(script));
  const chapters = [0, 12_000, 24_000].map((startMs, index) => ({
    title: `Part ${index + 1}`,
    startMs,
    endMs: startMs + 12_000,
  }));
  await writeFile(
    join(folder, KEYS.planKey),
    JSON.stringify({ title: script.title, durationMs: 36_000, chapters, audio: {} }),
  );
  return writeMovieFile(join(folder, KEYS.videoKey), FILE_BYTES);
}

/** When a worker dies: at so many stored bytes of a new session, or as soon as the platform has made the video. */
export type KillPoint = { readonly storedBytes: number } | "video_inserted" | "thumbnail_set" | "caption_inserted";

/** Runs the activity in a process of its own and kills it −9; false when it was done before the moment came. */
async function killWorker(settings: WorkerSettings, sandbox: SandboxProcess, when: KillPoint): Promise<boolean> {
  const eventsBefore = (await sandbox.events()).length;
  const child = spawn(process.execPath, ["--import", FAST_IMPORTS, WORKER, JSON.stringify(settings)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  while (child.exitCode === null) {
    if (await hasCome(sandbox, when, eventsBefore)) {
      child.kill("SIGKILL");
      break;
    }
    // Often enough for a moment between two chunks, seldom enough to leave the worker a core.
    await sleep(3);
  }
  const [code] = await ended;
  return code === null;
}

async function hasCome(sandbox: SandboxProcess, when: KillPoint, eventsBefore: number): Promise<boolean> {
  const events = await sandbox.events();
  if (typeof when === "string") return events.slice(eventsBefore).some((event) => event.kind === when);
  const session = events.findLast((event) => event.kind === "session_opened");
  if (session === undefined) return false;
  const path = join(sandbox.folder, "youtube", "uploads", session.sessionId);
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= when.storedBytes;
}

/** What the stand-in holds of one video, found by our tag: every completed insert, and the bytes on its disk. */
async function outcomeOf(sandbox: SandboxProcess, videoId: string) {
  const sessions = (await sandbox.eventsOf("session_opened")).filter(({ metadata }) =>
    metadata.snippet.tags.includes(`longtake:${videoId}`),
  );
  const ids = new Set(sessions.map((session) => session.sessionId));
  const inserted = (await sandbox.eventsOf("video_inserted")).filter(({ sessionId }) => ids.has(sessionId));
  const ofVideo = ({ videoId: id }: { videoId: string }) => inserted.some((video) => video.videoId === id);
  const hashes = await Promise.all(
    inserted.map(async ({ sessionId }) => {
      const bytes = await readFile(join(sandbox.folder, "youtube", "uploads", sessionId));
      return createHash("sha256").update(bytes).digest("hex");
    }),
  );
  return {
    sessions: sessions.length,
    platformVideoIds: inserted.map((video) => video.videoId),
    sha256: hashes,
    thumbnails: (await sandbox.eventsOf("thumbnail_set")).filter(ofVideo).length,
    captions: (await sandbox.eventsOf("caption_inserted")).filter(ofVideo).length,
    metadata: sessions.at(-1)?.metadata,
  };
}
