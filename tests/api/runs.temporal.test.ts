import { randomUUID } from "node:crypto";
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from "@temporalio/common";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enqueueVideo } from "../../db/queries/queue.ts";
import { generateWorkflowId } from "../../domain/video/video.ts";
import { generateVideo } from "../../workflows/index.ts";
import { specOf } from "../db/fixtures.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

/** No worker polls it: the runs stand still, which is all that these tests need. */
const taskQueue = `test-${randomUUID()}`;
const channelIdKey = defineSearchAttributeKey("ChannelId", SearchAttributeType.KEYWORD);

let api: TestApi;
let videoId: string;
let workflowId: string;
const pathOf = (act: string) => `/workflows/${encodeURIComponent(workflowId)}/${act}`;

beforeAll(async () => {
  const temporalAddress = process.env["TEMPORAL_ADDRESS"];
  if (!temporalAddress) throw new Error("TEMPORAL_ADDRESS must name a Temporal server for tests");
  api = await createTestApi({ temporalAddress });
  await api.addChannel("science-daily");
  videoId = `vid_${randomUUID()
    .replaceAll(/[^a-z2-7]/g, "a")
    .slice(0, 20)}`;
  workflowId = generateWorkflowId(videoId);
  const input = { videoId, channelId: "science-daily", spec: specOf(), priority: 5 };
  await enqueueVideo(api.deps.db, SYSTEM, input, { capacity: 10 });
  await api.deps.temporal.connection.ensureConnected();
  const attributes = { namespace: "default", searchAttributes: { ChannelId: 2 } };
  await api.deps.temporal.connection.operatorService.addSearchAttributes(attributes).catch((error: unknown) => {
    if (!String(error).includes("already exists")) throw error;
  });
  await api.deps.temporal.workflow.start(generateVideo, {
    workflowId,
    taskQueue,
    args: [{ videoId, channelId: "science-daily" } as never],
    typedSearchAttributes: new TypedSearchAttributes([{ key: channelIdKey, value: "science-daily" }]),
  });
});

afterAll(async () => {
  await api.deps.temporal.workflow.getHandle(workflowId).terminate("the test is over");
  await api[Symbol.asyncDispose]();
});

describe("generic endpoints", () => {
  it("describe a run under its URL-encoded id, with its page in the Web UI", async () => {
    const response = await api.request(`/workflows/${encodeURIComponent(workflowId)}`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      workflow_id: workflowId,
      type: "generateVideo",
      status: "RUNNING",
      search_attributes: { ChannelId: "science-daily" },
      url: `http://ui.test:8233/namespaces/default/workflows/${encodeURIComponent(workflowId)}`,
    });
  });

  it("show a scoped key its own channels only", async () => {
    const inside = await api.keyOf("operator", ["science-daily"]);
    const outside = await api.keyOf("operator", ["history-weekly"]);
    const path = `/workflows/${encodeURIComponent(workflowId)}`;
    expect((await api.request(path, { as: inside })).status).toBe(200);
    expect((await api.request(path, { as: outside })).status).toBe(404);
  });

  it.each(["approve", "reject", "edit", "raiseCap"])("never send the guarded update %s", async (name) => {
    const response = await api.request(pathOf("update"), { json: { name, input: { grant_id: randomUUID() } } });
    expect(response.status).toBe(403);
    expect((await problemOf(response)).remedy).toContain("POST /pipeline/videos/");
  });

  it("never hand out a run slot, nor start a video beside the queue", async () => {
    expect((await api.request(pathOf("signal"), { json: { name: "slotGranted" } })).status).toBe(403);
    const started = await api.request("/workflows", { json: { type: "generateVideo", input: {} } });
    expect(started.status).toBe(403);
    expect((await problemOf(started)).remedy).toBe("Use POST /pipeline/queue.");
  });

  it("refuse names that the registry does not know, and say which it does", async () => {
    for (const act of ["signal", "query", "update"]) {
      const response = await api.request(pathOf(act), { json: { name: "toString" } });
      expect(response.status).toBe(422);
      expect((await problemOf(response)).field).toBe("name");
    }
    const started = await api.request("/workflows", { json: { type: "constructor" } });
    expect((await problemOf(started)).remedy).toContain("sequenceAudit");
  });

  it("answer for runs that do not exist and filters that cannot be read", async () => {
    expect((await api.request("/workflows/generate%2Fnothing")).status).toBe(404);
    expect((await api.request("/workflows?query=Nonsense+is+not+a+filter")).status).toBe(422);
    expect((await api.request("/workflows?page_token=eHh4.0123456789abcdef")).status).toBe(422);
    expect((await api.request(`/workflows/${encodeURIComponent(workflowId)}/result`)).status).toBe(202);
  });

  it("list by a filter, a page at a time", async () => {
    const query = encodeURIComponent(`WorkflowId = '${workflowId}'`);
    await expect
      .poll(
        async () => {
          const response = await api.request(`/workflows?query=${query}&limit=1`);
          return ((await response.json()) as { workflows: { workflow_id: string }[] }).workflows.length;
        },
        // A hundred requests a minute are allowed.
        { timeout: 20_000, interval: 500 },
      )
      .toBe(1);
  });

  it("start one run for a key, however often it is sent", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const json = { type: "sequenceAudit" };
    const first = await api.request("/workflows", { json, headers });
    const { workflow_id, run_id } = (await first.json()) as { workflow_id: string; run_id: string };
    try {
      // As after a crash between the start and the keeping of its answer.
      await api.deps.db.execute("update core.idempotency_keys set response_status = null");
      const again = await api.request("/workflows", { json, headers });
      expect(again.status).toBe(202);
      expect(await again.json()).toMatchObject({ workflow_id, run_id });
    } finally {
      await api.deps.temporal.workflow.getHandle(workflow_id).terminate("the test is over");
    }
  });
});

describe("guarded decisions", () => {
  it("are refused while there is nothing to decide", async () => {
    const response = await api.request(`/pipeline/videos/${videoId}/approve`, { json: { reason: "fine" } });
    expect(response.status).toBe(409);
  });

  it("need an authority: analysts and service accounts have none, operators may not raise caps", async () => {
    await api.deps.db.execute(
      `update core.video_queue set status = 'processing', started_at = now(), attempt = 1 where video_id = '${videoId}'`,
    );
    for (const role of ["analyst", "service_account"] as const) {
      const as = await api.keyOf(role);
      const response = await api.request(`/pipeline/videos/${videoId}/approve`, { as, json: { reason: "fine" } });
      expect(response.status).toBe(403);
    }
    const as = await api.keyOf("operator");
    const json = { cap_micro_usd: 5_000_000, reason: "worth it" };
    expect((await api.request(`/pipeline/videos/${videoId}/raise-cap`, { as, json })).status).toBe(403);
    expect(await api.deps.db.execute("select 1 from core.grants")).toHaveLength(0);
  });

  it("leave a grant that names act, subject and reason when the run cannot answer yet, and find it again", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const json = { reason: "seen and found good" };
    const send = () => api.request(`/pipeline/videos/${videoId}/approve`, { json, headers });
    const responses = await Promise.all([send(), send()]);
    expect(responses.map((response) => response.status)).toEqual([503, 503]);
    const grants = await api.deps.db.execute("select act, subject_id, reason, consumed_at from core.grants");
    expect([...grants]).toEqual([
      { act: "approve_video", subject_id: videoId, reason: "seen and found good", consumed_at: null },
    ]);
  });
});
