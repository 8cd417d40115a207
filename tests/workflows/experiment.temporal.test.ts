import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createExperimentActivities } from "../../activities/experiment.ts";
import { createPublishingActivities } from "../../activities/publishing/publishing.ts";
import { createCredentialCipher } from "../../clients/credentials.ts";
import { createProgressBus } from "../../clients/progress/progress.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { createExperiment, getExperiment } from "../../db/queries/experiments.ts";
import { recordShownVisibility } from "../../db/queries/publications.ts";
import { experimentWorkflowId } from "../../domain/channel/experiment-rules.ts";
import { attraction } from "../../sandbox/youtube/views.ts";
import { experiment } from "../../workflows/experiment.ts";
import { resumeExperimentSignal, stopExperimentSignal } from "../../workflows/experiment-messages.ts";
import { createPublishingFixture, KEY_RING, type PublishingFixture } from "../activities/publishing/fixture.ts";
import { SYSTEM } from "../db/fixtures.ts";
import { clientsOf } from "../sandbox/youtube-account.ts";
import { bundleWorkflows, createTestNamespace, type TestNamespace } from "./test-namespace.ts";

/** A day is 0.4 s, for the workflow and for the stand-in's audience alike. */
const TIME_SCALE = 216_000;
/** The fixture's picture; what people think of a title goes with it. */
const PICTURE = createHash("sha256")
  .update(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]))
  .digest("hex");
const ORIGINAL = "Why the sky is blue";
const SEED = firstOf((seed) => draw(seed, ORIGINAL) < 0.6);
/** Draws so many more people that a slow answer, which shifts the hours, does not hide it. */
const BETTER = `Title ${firstOf((number) => draw(SEED, `Title ${number}`) > 3 * draw(SEED, ORIGINAL))}`;

let fixture: PublishingFixture;
let temporal: TestNamespace;
let redis: RedisConnection;
beforeAll(async () => {
  let workflowBundle: { code: string };
  [fixture, temporal, workflowBundle] = await Promise.all([
    createPublishingFixture({
      SANDBOX_VIEWS_TIME_SCALE: String(TIME_SCALE),
      SANDBOX_VIEWS_SEED: String(SEED),
      SANDBOX_VIEWS_PER_HOUR: "200",
    }),
    createTestNamespace(),
    bundleWorkflows(),
  ]);
  const { db } = fixture;
  redis = connectRedis(process.env["REDIS_URL"] ?? "", () => undefined);
  await temporal.work({ taskQueue: "orchestration", activities: createExperimentActivities({ db }), workflowBundle });
  const activities = createPublishingActivities({
    db,
    storage: createObjectStore({ kind: "folder", path: fixture.folder }),
    youtube: clientsOf(fixture.sandbox.url).youtube,
    credentials: createCredentialCipher(KEY_RING),
    progress: createProgressBus(redis),
  });
  await temporal.work({ taskQueue: "youtube", activities });
}, 60_000);
beforeEach(() => fixture.sandbox.clearFaults());
afterAll(async () => {
  await temporal?.close();
  redis?.disconnect();
  await fixture?.[Symbol.asyncDispose]();
});

function firstOf(fits: (number: number) => boolean): number {
  for (let number = 1; number < 1000; number += 1) if (fits(number)) return number;
  throw new Error("none of a thousand fits");
}

function draw(seed: number, title: string): number {
  return attraction(seed, title, PICTURE);
}

async function begin(roundsMax: number, privacy: "public" | "private" = "public") {
  const publish = { publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false };
  const input = await fixture.newVideo({ publish: { ...publish, privacy } });
  const { platformVideoId } = await fixture.upload(input);
  const experimentId = randomUUID();
  const { videoId } = input;
  const terms = { experimentId, videoId, kind: "title" as const, rotationHours: 24, roundsMax };
  // What was read back before somebody made it private at YouTube.
  const seen = { videoId, platform: "youtube", privacy: "public", visibilityReason: null } as const;
  await recordShownVisibility(fixture.db, SYSTEM, seen);
  await createExperiment(fixture.db, SYSTEM, { ...terms, others: [BETTER] });
  const clock = { epoch: "2026-11-21T00:00:00Z", startedAt: new Date().toISOString(), timeScale: TIME_SCALE };
  const handle = await temporal.client.workflow.start(experiment, {
    workflowId: experimentWorkflowId(experimentId),
    taskQueue: "orchestration",
    args: [{ experimentId, clock }],
  });
  const shown = async () => {
    const updated = (await fixture.sandbox.eventsOf("video_updated")).filter((e) => e.videoId === platformVideoId);
    return updated.map(({ metadata }) => metadata.snippet.title);
  };
  const row = () => getExperiment(fixture.db, SYSTEM, { experimentId });
  return { handle, shown, row, platformVideoId };
}

test("the title that draws more people stays, and the result is kept", async () => {
  const { handle, shown, row } = await begin(20);
  expect(await handle.result()).toMatchObject({ status: "decided", winner: 1 });
  const { variants, results, status, winner } = await row();
  expect({ status, winner, original: variants[0] }).toEqual({ status: "decided", winner: 1, original: ORIGINAL });
  expect(results.map(({ variant }) => variant).slice(0, 8)).toEqual([0, 1, 1, 0, 0, 1, 1, 0]);
  expect((await shown()).at(-1)).toBe(variants[1]);
  await temporal.keepHistory(handle.workflowId, "experiment");
}, 90_000);

test("stopped in the middle of a spent day: the old title comes back once the day is over", async () => {
  const match = { method: "PUT", path: "^/youtube/v3/videos" };
  // The first change goes through; the one that takes it back meets a spent day.
  await fixture.sandbox.fault({ match, fault: { kind: "quota_exceeded" }, skip: 1, times: 2 });
  const { handle, shown, row } = await begin(50);
  await expect.poll(async () => (await shown())[0], { timeout: 30_000 }).toBe(BETTER);
  await handle.signal(stopExperimentSignal, { reason: "seen enough" });
  expect(await handle.result()).toMatchObject({ status: "stopped", reason: "seen enough" });
  expect((await row()).status).toBe("stopped");
  expect((await shown()).at(-1)).toBe(ORIGINAL);
  const faultsLeft: unknown = await (await fetch(`${fixture.sandbox.url}/_faults`)).json();
  expect(faultsLeft).not.toContainEqual(expect.objectContaining({ times: 2 }));
}, 90_000);

test("a cancelled one restores too; a lost connection waits for a person", async () => {
  const { handle, shown, row } = await begin(50);
  await expect.poll(async () => (await shown()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(1);
  await fixture.sandbox.fault({ match: { path: "^/youtube/v3/videos" }, fault: { kind: "revoke_token" } });
  await expect
    .poll(async () => JSON.stringify((await handle.describe()).searchAttributes), { timeout: 30_000 })
    .toContain("channel_not_connected");
  await fixture.connect();
  await handle.signal(resumeExperimentSignal);
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  expect(await row()).toMatchObject({ status: "stopped", reason: "the experiment was cancelled" });
  expect((await shown()).at(-1)).toBe(ORIGINAL);
}, 90_000);

test("one that waits for a person can be stopped, and leaves what is shown", async () => {
  const { handle, shown, row } = await begin(50);
  await expect.poll(async () => (await shown()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(1);
  await fixture.sandbox.fault({ match: { path: "^/youtube/v3/videos" }, fault: { kind: "revoke_token" } });
  await expect
    .poll(async () => JSON.stringify((await handle.describe()).searchAttributes), { timeout: 30_000 })
    .toContain("channel_not_connected");
  await handle.signal(stopExperimentSignal, { reason: "nobody will connect it again" });
  expect(await handle.result()).toMatchObject({ status: "stopped", reason: expect.stringContaining("stays") });
  expect((await row()).status).toBe("stopped");
  await fixture.connect();
}, 90_000);

test("on a video that nobody can see, or that is gone, it ends by itself", async () => {
  const hidden = await begin(4, "private");
  expect(await hidden.handle.result()).toMatchObject({ status: "stopped", reason: expect.stringContaining("private") });
  const gone = await begin(50);
  await expect.poll(async () => (await gone.shown()).length, { timeout: 30_000 }).toBeGreaterThanOrEqual(1);
  await fixture.remove(gone.platformVideoId);
  expect(await gone.handle.result()).toMatchObject({ status: "stopped", reason: expect.stringContaining("no longer") });
  expect((await gone.row()).status).toBe("stopped");
}, 90_000);
