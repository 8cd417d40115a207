import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { saveConnection } from "../../db/queries/channels.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

/** No worker polls for the workflows, so they stand still: what is tried here is what the API does before. */
let api: TestApi;
let folder: string;
const started: string[] = [];
const CHANNEL = "own-files";

beforeAll(async () => {
  const temporalAddress = process.env["TEMPORAL_ADDRESS"];
  if (!temporalAddress) throw new Error("TEMPORAL_ADDRESS must name a Temporal server for tests");
  api = await createTestApi({ temporalAddress });
  folder = await mkdtemp(join(tmpdir(), "longtake-upload-stage-"));
  for (const channelId of [CHANNEL, "loose"]) await api.addChannel(channelId);
  await saveConnection(api.deps.db, SYSTEM, {
    ...{ channelId: CHANNEL, platform: "youtube", encryptedToken: "sealed", keyId: "test" },
    account: { accountId: "UC1", title: "Own" },
  });
});

afterAll(async () => {
  for (const workflowId of started) await api.deps.temporal.workflow.getHandle(workflowId).terminate("test is over");
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function stored(content: string, extension: string): Promise<string> {
  const key = `uploads/${createHash("sha256").update(content).digest("hex")}.${extension}`;
  const path = join(folder, randomUUID());
  await writeFile(path, content);
  await api.deps.storage.putFile(key, path);
  return key;
}

const bodyOf = async (changes: object = {}) => {
  return { channel_id: CHANNEL, video_key: await stored("a film", "mp4"), title: "My tides", ...changes };
};

async function upload(json: object, init: { headers?: Record<string, string>; as?: string } = {}) {
  const response = await api.request("/stages/upload", { json, ...init });
  if (response.status === 202) {
    const { stage_run_id: id } = (await response.clone().json()) as { stage_run_id: string };
    started.push(`stage/${id}/upload`);
  }
  return response;
}

it("starts one upload per Idempotency-Key, and keeps an approval as a grant that only its run can spend", async () => {
  const headers = { "idempotency-key": randomUUID() };
  const json = await bodyOf({ reason: "Watched it.", publish: { privacy: "unlisted", tags: ["sea"] } });
  const first = await upload(json, { headers });
  expect(first.status).toBe(202);
  const receipt = (await first.json()) as { stage_run_id: string };
  started.pop();
  expect(await (await upload(json, { headers })).json()).toEqual(receipt);
  const grants = await api.deps.db.execute(sql`
    select act, reason from core.grants where subject_id = ${receipt.stage_run_id}`);
  expect(grants).toMatchObject([{ act: "approve_video", reason: "Watched it." }]);
  const run = await api.deps.temporal.workflow.getHandle(`stage/${receipt.stage_run_id}/upload`).describe();
  expect(run.searchAttributes).toMatchObject({ Stage: ["upload"], ChannelId: [CHANNEL] });
  const shown = (await (await api.request(`/stages/${receipt.stage_run_id}`)).json()) as object;
  expect(shown).toMatchObject({ stage: "upload", status: "running", topic: "My tides", result: null });
});

it("refuses what could not be sent, by its field, before anything starts", async () => {
  const fieldOf = async (changes: object) => (await problemOf(await upload(await bodyOf(changes)))).field;
  expect(await fieldOf({ video_key: `uploads/${"b".repeat(64)}.mp4` })).toBe("video_key");
  expect(await fieldOf({ title: "a <b>" })).toBe("title");
  expect(await fieldOf({ title: "a".repeat(101) })).toBe("title");
  expect(await fieldOf({ thumbnail_key: await stored("no picture", "png") })).toBe("thumbnail_key");
  expect(await fieldOf({ srt_key: await stored("no times", "txt") })).toBe("srt_key");
  expect(await fieldOf({ publish: { publish_at: "2020-01-01T00:00:00Z" } })).toBe("publish.publish_at");
});

it("refuses a channel that nobody connected, except for a dry run", async () => {
  const problem = await problemOf(await upload(await bodyOf({ channel_id: "loose" })));
  expect(problem).toMatchObject({ code: "channel_not_connected" });
  expect(problem.remedy).toContain("longtake channel connect --channel-id loose");
  expect((await upload(await bodyOf({ channel_id: "loose", publish: { dry_run: true } }))).status).toBe(202);
});

it("is closed to who may not execute, and a machine that may cannot approve", async () => {
  expect((await upload(await bodyOf(), { as: await api.keyOf("analyst") })).status).toBe(403);
  const machine = await api.keyOf("service_account");
  expect((await upload(await bodyOf(), { as: machine })).status).toBe(202);
  expect((await upload(await bodyOf({ reason: "I like it." }), { as: machine })).status).toBe(403);
});
