import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorkflowFailedError } from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createMakeStageActivities } from "../../activities/make-stage.ts";
import { createStageActivities } from "../../activities/stages.ts";
import { readPriceBook } from "../../clients/price-book.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import { connectRedis, type RedisConnection } from "../../clients/redis.ts";
import { createDraft, getDraft } from "../../db/queries/drafts.ts";
import { completeSpec } from "../../domain/channel/defaults.ts";
import { AppError } from "../../domain/errors.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import { type LoneWork, type MakeStageInput, stageWorkflowId } from "../../domain/video/stage-run.ts";
import { makeStage } from "../../workflows/make-stage.ts";
import { createTestDatabase, type TestDatabase } from "../db/test-database.ts";
import { type Scripted, scriptedStages } from "./scripted-stages.ts";
import { type TestNamespace, bundleWorkflows, createTestNamespace, settings } from "./test-namespace.ts";

const me = systemPrincipal("test");
const channelId = "ch_test";
const spec = completeSpec("Why tests matter", [{ seconds: 10, size: "360p" }]);
const PLAN = { planKey: "p.json", segmentCount: 3, frameCount: 300, durationMs: 10_000 };

let database: TestDatabase;
let redis: RedisConnection;
let temporal: TestNamespace;
let script: Scripted;
let folder: string;
let storage: ReturnType<typeof createObjectStore>;

/** Sentences that a bought voice has said already, as the store of recordings would tell. */
const saidBefore = new Set<string>();
const unbought = async (texts: readonly string[]) => texts.filter((text) => !saidBefore.has(text));

const quick = { ...settings, retry: { initialIntervalMs: 50, backoffCoefficient: 2, maximumIntervalMs: 200 } };

beforeAll(async () => {
  let workflowBundle: { code: string };
  [database, temporal, workflowBundle] = await Promise.all([
    createTestDatabase(),
    createTestNamespace(),
    bundleWorkflows(),
  ]);
  const { db } = database;
  redis = connectRedis(process.env["REDIS_URL"] ?? "", () => {});
  await db.execute(sql`insert into core.channels (channel_id, name, niche) values (${channelId}, 'Test', 'other')`);
  const stages = scriptedStages();
  script = stages.script;
  folder = await mkdtemp(join(tmpdir(), "longtake-make-stage-"));
  storage = createObjectStore({ kind: "folder", path: folder });
  const priceBook = await readPriceBook();
  const activities = {
    ...createMakeStageActivities({ redis, settings: quick, publicUrl: "http://127.0.0.1" }),
    ...createStageActivities({ db, priceBook, installed: { languageModel: false }, storage, unbought }),
  };
  await temporal.work({ taskQueue: "orchestration", activities, workflowBundle });
  // A file alone is judged as a video is.
  const inspectFile = "inspectVideo" in stages.media ? stages.media.inspectVideo : undefined;
  await temporal.work({ taskQueue: "media", activities: { ...stages.media, inspectFile } });
  const drawn = { previewKey: "previews/a.mp4", sha256: "0".repeat(64), bytes: 1_000, durationMs: 10_000, usage: [] };
  const renderPreview = async () => drawn;
  await temporal.work({ taskQueue: "render-cpu", activities: { ...stages.rendering, renderPreview } });
});

afterAll(async () => {
  await temporal?.close();
  redis?.disconnect();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  script.calls.length = 0;
  for (const name of Object.keys(script.accidents)) script.accidents[name] = [];
});

/** As the API does: the draft first, then its workflow. */
async function start(work: LoneWork, capMicroUsd = 3_000_000, voice = spec.voice) {
  const spoken = { ...spec, voice };
  const videoId = `vid_${randomUUID().replaceAll("-", "").slice(0, 20)}`;
  await createDraft(database.db, me, { videoId, channelId, stage: work.stage, spec: spoken, capMicroUsd });
  const input: MakeStageInput = { videoId, channelId, spec: spoken, work };
  const workflowId = stageWorkflowId(videoId, work.stage);
  const handle = await temporal.client.workflow.start(makeStage, {
    workflowId,
    taskQueue: "orchestration",
    args: [input],
  });
  return { videoId, workflowId, handle };
}

async function failureOf(handle: { result(): Promise<unknown> }) {
  const error = await handle.result().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ApplicationFailure)) throw error;
  return error.cause;
}

const draftOf = (videoId: string) => getDraft(database.db, me, { videoId });

test("renders a plan with the ledger of a stage, and keeps what it made on the draft", async () => {
  const { videoId, workflowId, handle } = await start({ stage: "render", plan: PLAN });
  const result = await handle.result();
  expect(result).toMatchObject({
    stage: "render",
    artifacts: { videoKey: "v.mp4", planKey: "p.json" },
    facts: { segmentCount: 3, durationMs: 10_000 },
  });
  expect(result.spentMicroUsd).toBeGreaterThan(0);
  const draft = await draftOf(videoId);
  expect(draft).toMatchObject({
    stage: "render",
    artifacts: { videoKey: "v.mp4" },
    attempts: [{ status: "completed" }],
  });
  expect(draft.spentMicroUsd).toBe(result.spentMicroUsd);
  expect(script.calls).not.toContain("planRender");
  expect((await handle.describe()).searchAttributes["Stage"]).toEqual(["done"]);
  const wrote = await database.db.execute<{ principal_id: string; action: string }>(sql`
    select principal_id, action from audit.audit_events
    where subject = ${`video/${videoId}`} and principal_kind = 'workflow'`);
  expect(wrote.map(({ action }) => action)).toEqual(expect.arrayContaining(["stage.began", "stage.completed"]));
  expect([...new Set(wrote.map(({ principal_id }) => principal_id))]).toEqual([workflowId]);
  await temporal.keepHistory(workflowId, "make-stage");
});

test.each<[LoneWork, object]>([
  [{ stage: "script" }, { scriptKey: "scripts/a.json" }],
  [
    { stage: "narration", scriptKey: "scripts/a.json" },
    { narrationKey: "n.wav", timingsKey: "t.json" },
  ],
  [{ stage: "media", scriptKey: "scripts/a.json" }, { mediaKey: expect.any(String) }],
  [{ stage: "render", scriptKey: "s.json", timingsKey: "t.json", mediaKey: "m.json" }, { planKey: "p.json" }],
  [{ stage: "preview", plan: PLAN }, { previewKey: "previews/a.mp4" }],
  [
    { stage: "preview", scriptKey: "s.json", timingsKey: "t.json", mediaKey: "m.json" },
    { previewKey: "previews/a.mp4", planKey: "p.json" },
  ],
  [{ stage: "qa", file: { videoKey: "uploads/a.mp4" } }, { reportKey: "r.json" }],
])("makes %o", async (work, artifacts) => {
  const { videoId, handle } = await start(work);
  await handle.result();
  expect((await draftOf(videoId)).artifacts).toMatchObject(artifacts);
});

test("draws a draft of parts that nothing was rendered of: it plans first", async () => {
  const parts = { scriptKey: "s.json", timingsKey: "t.json", mediaKey: "m.json" };
  const { handle } = await start({ stage: "preview", ...parts });
  expect(await handle.result()).toMatchObject({ facts: { segmentCount: 3 } });
  expect(script.calls).toEqual(["planRender"]);
  expect(script.inputs.get("planRender")).toMatchObject({ ...parts, spec: { topic: "Why tests matter" } });
});

test("tries failures again, and ends with the error and its remedy where a video would park", async () => {
  const failure = () => new AppError("missing_tool", "espeak-ng is not installed", { remedy: "Install it." });
  script.accidents["narrate"] = [failure()];
  const { videoId, workflowId, handle } = await start({ stage: "narration", scriptKey: "scripts/a.json" });
  const cause = await failureOf(handle);
  expect(cause).toMatchObject({ type: "missing_tool", nonRetryable: true, details: [{ remedy: "Install it." }] });
  expect((await draftOf(videoId)).attempts).toMatchObject([{ status: "failed", errorCode: "missing_tool" }]);
  await temporal.keepHistory(workflowId, "make-stage-failed");

  script.accidents["prepareMedia"] = [new AppError("media_failed", "a hiccup", { retryable: true })];
  const again = await start({ stage: "media", scriptKey: "scripts/a.json" });
  await again.handle.result();
  expect((await draftOf(again.videoId)).attempts.map(({ status }) => status)).toEqual(["failed", "completed"]);
});

test("stops before a cap is passed, and says how to go on", async () => {
  const { videoId, handle } = await start({ stage: "render", plan: PLAN }, 10);
  const cause = await failureOf(handle);
  expect(cause.type).toBe("cost_cap_reached");
  expect(cause.details).toMatchObject([{ remedy: expect.stringMatching(/Ask for less/) }]);
  expect(await draftOf(videoId)).toMatchObject({ attempts: [], spentMicroUsd: 0 });
  expect(script.calls).toEqual([]);
});

test("reserves a bought voice by the words that are there, and buys none where they pass the stage's cap", async () => {
  const sentences = Array.from({ length: 40 }, (_, index) => `Sentence ${index} goes on. `.repeat(20).trim());
  await storage.putJson("scripts/long.json", { version: 1, scenes: [{ sentences }], wordsPerMinute: 160 });
  const long = await start({ stage: "narration", scriptKey: "scripts/long.json" }, 3_000_000, "elevenlabs:rachel");
  expect(await failureOf(long.handle)).toMatchObject({
    type: "cost_cap_reached",
    message: expect.stringMatching(/narration may cost up to \$1\.\d\d, more than its cap of \$0\.20/),
  });
  expect(await draftOf(long.videoId)).toMatchObject({ attempts: [], spentMicroUsd: 0 });
  expect(script.calls).toEqual([]);
  await storage.putJson("scripts/short.json", { version: 1, scenes: [{ sentences: ["Brief."] }], wordsPerMinute: 160 });
  const short = await start({ stage: "narration", scriptKey: "scripts/short.json" }, 3_000_000, "elevenlabs:rachel");
  await short.handle.result();
  expect(script.calls).toEqual(["narrate"]);
  expect(script.inputs.get("narrate")).toMatchObject({ reservedCharacters: "Brief.".length });
  // Nearly all of the long one was said before, as after an edit of one line.
  for (const sentence of sentences.slice(1)) saidBefore.add(sentence);
  const again = await start({ stage: "narration", scriptKey: "scripts/long.json" }, 3_000_000, "elevenlabs:rachel");
  await again.handle.result();
  expect(script.inputs.get("narrate")).toMatchObject({ reservedCharacters: sentences[0]?.length });
});
