import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { createMediaActivities } from "../../../activities/media/media.ts";
import { ensureAsset } from "../../../activities/media/assets.ts";
import { makePicture } from "../../../activities/media/making.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { connectRedis, type RedisConnection } from "../../../clients/redis.ts";
import { createMediaDownload } from "../../../clients/stock-media/download.ts";
import { createObjectStore, type ObjectStore } from "../../../clients/storage/storage.ts";
import type { MediaManifest } from "../../../domain/media/media.ts";
import { PALETTES } from "../../../domain/look/palette.ts";
import type { MediaResult } from "../../../domain/video/production.ts";
import type { Script } from "../../../domain/script/script.ts";
import type { VideoSpec } from "../../../domain/video/video.ts";
import type { MediaSource } from "../../../domain/video/video-settings.ts";
import { mediaSources } from "../../../workers/media-sources.ts";
import { addChannel, CHANNEL_ID, enqueue, specOf } from "../../db/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../../db/test-database.ts";
import { type SandboxProcess, startSandbox } from "../../sandbox/sandbox-process.ts";

const activityEnvironment = new MockActivityEnvironment();
const ffmpeg = createFfmpeg();
let sandbox: SandboxProcess;
let database: TestDatabase;
let redis: RedisConnection;
let folder: string;
let storage: ObjectStore;
let keys = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-stock-"));
  storage = createObjectStore({ kind: "folder", path: join(folder, "objects") });
  sandbox = await startSandbox({ SANDBOX_PEXELS_PER_HOUR: "6" });
  database = await createTestDatabase();
  redis = connectRedis(process.env["REDIS_URL"] ?? "", () => {});
  await addChannel(database.db);
  await storage.putJson("scripts/tides.json", tides);
});

afterAll(async () => {
  redis.disconnect();
  await Promise.all([sandbox[Symbol.asyncDispose](), database.drop(), rm(folder, { recursive: true })]);
});

/** Every test has keys of its own: limits and refusals are a key's. */
beforeEach(() => {
  keys += 1;
});

afterEach(async () => {
  for (const library of ["pexels", "pixabay"]) await fetch(`${sandbox.url}/${library}/_faults`, { method: "DELETE" });
  const made = await redis.keys("stock:*");
  if (made.length > 0) await redis.del(...made);
});

const scene = { kind: "points", kicker: null, points: [], pointSentences: [], figure: null } as const;
const tides: Script = {
  ...{ version: 1, title: "Tides", hook: "Tides.", tags: [], description: "", wordsPerMinute: 160, provider: "own" },
  scenes: [
    { ...scene, heading: "Ocean waves", sentences: ["The ocean rises twice a day."] },
    { ...scene, heading: "Moon in the sky", sentences: ["The moon pulls at the water of the sea."] },
    { ...scene, heading: "Quarterly dividends", sentences: ["Shareholders vote on the dividend."] },
  ],
};

function dependenciesOf(key: string) {
  const environment = {
    ...{ PEXELS_API_URL: `${sandbox.url}/pexels`, PEXELS_API_KEY: key },
    ...{ PIXABAY_API_URL: `${sandbox.url}/pixabay`, PIXABAY_API_KEY: key },
  };
  return { environment, db: database.db, redis };
}

function prepare(
  videoId: string,
  listed: readonly MediaSource[],
  { key = `key-of-test-${keys}`, script = "tides", spec: changes = {} }: Prepared = {},
): Promise<MediaResult> {
  const progress = { publish: () => {}, follow: async function* () {}, close: async () => {} };
  const workPath = join(folder, "work");
  const sources = mediaSources(dependenciesOf(key));
  const media = createMediaActivities({ storage, ffmpeg, progress, workPath, sources });
  const spec = specOf({ topic: "How tides work", media: { sources: listed }, ...changes });
  const input = { videoId, channelId: CHANNEL_ID, scriptKey: `scripts/${script}.json`, spec };
  return activityEnvironment.run((): Promise<MediaResult> => media.prepareMedia(input));
}

interface Prepared {
  readonly key?: string;
  readonly script?: string;
  readonly spec?: Partial<VideoSpec>;
}

async function fault(library: "pexels" | "pixabay", request: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/${library}/_faults`, { method: "POST", body: JSON.stringify(request) });
  expect(answer.status).toBe(201);
}

async function searches(library: "pexels" | "pixabay"): Promise<number> {
  const lines = (await (await fetch(`${sandbox.url}/${library}/_log`)).text()).trim().split("\n");
  return lines.filter((line) => /search|\/api\//.test(line)).length;
}

const manifestOf = ({ mediaKey }: MediaResult): Promise<MediaManifest> => storage.getJson<MediaManifest>(mediaKey);

test("clips for what the library shows, a card for what it does not; the next video shows others", async () => {
  await enqueue(database.db, "first");
  await enqueue(database.db, "second");
  const result = await prepare("first", ["pexels", "generated"]);
  const first = await manifestOf(result);
  expect(first.clips?.map((clip) => clip.scene)).toEqual([0, 1]);
  expect(first.clips?.[0]).toMatchObject({ width: 640, height: 360, credit: { source: "Pexels", licence: "Pexels" } });
  expect(first.clips?.[0]?.credit.url).toMatch(/^https:\/\/www\.pexels\.com\/video\/ocean/);
  expect(first.stills.map(({ credit }) => credit.source)).toEqual(["Pexels", "Pexels", "generated"]);

  const asked = await searches("pexels");
  expect(await prepare("first", ["pexels", "generated"])).toMatchObject({ mediaKey: result.mediaKey, usage: [] });
  expect(await searches("pexels")).toBe(asked);

  const second = await manifestOf(await prepare("second", ["pexels", "generated"]));
  const shown = first.stills.map(({ credit }) => credit.url).filter((url) => url !== null);
  expect(second.stills.map(({ credit }) => credit.url).filter((url) => shown.includes(url ?? ""))).toEqual([]);
});

test("a German scene finds the pictures that its writer named in English", async () => {
  await enqueue(database.db, "german");
  const spoken = { ...scene, heading: "Zweimal am Tag", sentences: ["Das Wasser steigt und fällt."] };
  await storage.putJson("scripts/gezeiten.json", {
    ...tides,
    language: "de",
    scenes: [spoken, { ...spoken, shows: "ocean waves" }],
  });
  const asked = { script: "gezeiten", spec: { topic: "Wie Gezeiten entstehen", language: "de" } };
  const { stills } = await manifestOf(await prepare("german", ["pexels", "generated"], asked));
  expect(stills.map(({ credit }) => credit.source)).toEqual(["generated", "Pexels"]);
});

test("a spent quota goes on to the next source, to a card where cards are listed, and else waits", async () => {
  await enqueue(database.db, "spent");
  for (let call = 0; call < 6; call += 1) {
    const headers = { authorization: `key-of-test-${keys}` };
    await (await fetch(`${sandbox.url}/pexels/v1/search?query=sea`, { headers })).text();
  }
  const other = await manifestOf(await prepare("spent", ["pexels", "pixabay", "generated"]));
  expect(other.stills.map(({ credit }) => credit.source)).toEqual(["Pixabay", "Pixabay", "generated"]);
  const cards = await manifestOf(await prepare("spent", ["pexels", "generated"]));
  expect(cards.stills.map(({ credit }) => credit.source)).toEqual(["generated", "generated", "generated"]);
  const waiting = prepare("spent", ["pexels"]);
  await expect(waiting).rejects.toMatchObject({ code: "quota_exhausted", retryAfterMs: expect.any(Number) });
});

const DAMAGED: Readonly<Record<string, { fault: object; reason: RegExp }>> = {
  corrupt: { fault: { kind: "corrupt_body" }, reason: /./ },
  truncated: { fault: { kind: "truncate_body", bytes: 2_000 }, reason: /./ },
  empty: { fault: { kind: "truncate_body", bytes: 0 }, reason: /0 bytes/ },
  "a page under its own type": { fault: { kind: "page_instead", honest: true }, reason: /calls it text\/html/ },
  "a page called a film": { fault: { kind: "page_instead", honest: false }, reason: /does not begin/ },
  "a picture bomb": { fault: { kind: "huge_picture" }, reason: /calls it image\/png/ },
  "without end": { fault: { kind: "endless_body" }, reason: /larger than 9000000 bytes/ },
  "gone from its server": { fault: { kind: "status", status: 404 }, reason: /answered 404/ },
};

async function fetchFile(name: string) {
  const origins = [sandbox.url];
  const download = createMediaDownload({ hosts: [], origins, bytesAtMost: { photo: 9e6, clip: 9e6 } });
  const sources = { ...mediaSources(dependenciesOf("key-of-a-test")), download };
  const url = `${sandbox.url}/pixabay/_files/5002/640x360.mp4?of=${encodeURIComponent(name)}`;
  const deps = { storage, ffmpeg, sources, workPath: join(folder, "work") };
  const [palette] = PALETTES;
  if (palette === undefined) throw new Error("no palette");
  const signal = AbortSignal.timeout(50_000);
  const asset = await ensureAsset(deps, { from: { kind: "url", url }, kind: "clip", signal });
  const need = { scene: 0, canvas: { width: 640, height: 360 }, durationMs: 1_000, prefers: "clip" } as const;
  return makePicture(deps, asset, { need, palette, mustBeLarge: true, signal, usage: [] });
}

test.for(Object.entries(DAMAGED))("a file that is %s is refused", async ([name, { fault: kind, reason }]) => {
  await fault("pixabay", { match: { path: "^/_files/" }, fault: kind, times: 1 });
  const refused = fetchFile(name);
  await expect(refused).rejects.toMatchObject({ code: "media_failed", message: expect.stringMatching(reason) });
});

test("a file whose line is cut can be fetched again", async () => {
  await fault("pixabay", { match: { path: "^/_files/" }, fault: { kind: "drop_body_after_bytes", bytes: 4_000 } });
  await expect(fetchFile("cut")).rejects.toMatchObject({ code: "platform_unavailable", retryable: true });
  expect((await fetchFile("cut")).clip).toMatchObject({ width: 640, height: 360 });
});

test("a refused key is named, a library that fails is tried again, a source without a key is said at once", async () => {
  await enqueue(database.db, "refused");
  const wrong = prepare("refused", ["pixabay", "generated"], { key: "wrong-key-1234" });
  await expect(wrong).rejects.toMatchObject({ code: "unauthorized", field: "PIXABAY_API_KEY" });
  await fault("pexels", { match: { path: "search" }, fault: { kind: "status", status: 503 }, times: 20 });
  await expect(prepare("refused", ["pexels"])).rejects.toMatchObject({ code: "platform_unavailable", retryable: true });
  await fault("pixabay", { match: { path: "/api/" }, fault: { kind: "nonsense" }, times: 20 });
  await expect(prepare("refused", ["pixabay"])).rejects.toMatchObject({ code: "platform_unavailable" });
  const absent = prepare("refused", ["folder", "generated"]);
  await expect(absent).rejects.toMatchObject({ code: "invalid_input", field: "media.sources" });
});
