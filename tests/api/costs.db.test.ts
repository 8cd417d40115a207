import { afterAll, beforeAll, expect, test } from "vitest";
import { beginStage, endStage } from "../../db/queries/costs.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

let api: TestApi;
let videoId: string;
let receipt: { readonly video_id: string; readonly estimate_usd: number };

beforeAll(async () => {
  api = await createTestApi({
    settings: (settings) => ({ ...settings, cost: { ...settings.cost, haltUsd: 4, criticalUsd: 3.5 } }),
  });
  await api.addChannel("science");
  const queued = await api.request("/pipeline/queue", { json: { topic: "=cmd|' /C calc'!A0", seconds: 30 } });
  receipt = (await queued.json()) as typeof receipt;
  videoId = receipt.video_id;
  const lines = [{ service: "openai", operation: "output", units: 100, unit: "token", microUsd: 60 }];
  const key = { videoId, stage: "script" as const, attempt: 1 };
  await beginStage(api.deps.db, SYSTEM, { ...key, lines, stageCapMicroUsd: 400_000 });
  await endStage(api.deps.db, SYSTEM, { ...key, outcome: "completed", lines });
});
afterAll(() => api[Symbol.asyncDispose]());

test("an estimate takes a video request, queues nothing, and follows the voice", async () => {
  const ask = async (voice: string) => {
    const response = await api.request("/costs/estimate", { json: { topic: "Tides", seconds: 90, voice } });
    expect(response.status).toBe(200);
    return (await response.json()) as { expected_usd: number; worst_usd: number; basis: string };
  };
  const free = await ask("en-us");
  const bought = await ask("elevenlabs:rachel");
  expect(free).toMatchObject({ basis: "model" });
  expect(bought.expected_usd - free.expected_usd).toBeGreaterThan(0.1);
  expect(bought.worst_usd).toBeGreaterThan(bought.expected_usd);
  expect(await (await api.request("/pipeline/videos")).json()).toMatchObject({ videos: [{ video_id: videoId }] });
  const wrong = await api.request("/costs/estimate", { json: { topic: "Tides", seconds: 9_000 } });
  expect(await problemOf(wrong)).toMatchObject({ status: 422, field: "seconds" });
});

test("the cap of the settings and the estimate stand beside what a video cost", async () => {
  expect(receipt.estimate_usd).toBeGreaterThan(0);
  expect(await getVideo(api.deps.db, SYSTEM, { videoId })).toMatchObject({ capMicroUsd: 4_000_000 });
  const costs = await (await api.request(`/pipeline/videos/${videoId}/costs`)).json();
  expect(costs).toMatchObject({
    cap_micro_usd: 4_000_000,
    spent_micro_usd: 60,
    level: "ok",
    estimate: { basis: "model", stages: expect.arrayContaining([expect.objectContaining({ stage: "render" })]) },
  });
});

test("the report is JSON or CSV by address or by what is accepted, and no cell of it calculates", async () => {
  const json = await api.request("/costs/report?group_by=video");
  expect(await json.json()).toMatchObject({
    group_by: "video",
    groups: [{ key: videoId, label: "=cmd|' /C calc'!A0", spent_micro_usd: 60 }],
    base_model: [{ service: "openai" }, {}, {}, {}, {}, {}],
  });
  const byName = await api.request("/costs/report?group_by=video&format=csv");
  const byHeader = await api.request("/costs/report?group_by=video", { headers: { accept: "text/csv" } });
  const text = await byName.text();
  expect(await byHeader.text()).toBe(text);
  expect(byName.headers.get("content-type")).toContain("text/csv");
  expect(byName.headers.get("content-disposition")).toMatch(/^attachment; filename="costs-[\d-]+-video\.csv"$/);
  expect(text.split("\r\n")[1]).toBe(`${videoId},'=cmd|' /C calc'!A0,1,0.00006,0,0,0`);
  const backwards = await api.request("/costs/report?from=2026-11-02&to=2026-11-01");
  expect(await problemOf(backwards)).toMatchObject({ status: 422, field: "to" });
});

test("a CSV holds every group, however many; JSON says that it is cut", async () => {
  const key = { videoId, stage: "media" as const, attempt: 1 };
  const lines = Array.from({ length: 1_001 }, (_, index) => {
    return { service: `library-${index}`, operation: "search", units: 1, unit: "request", microUsd: 0 };
  });
  await beginStage(api.deps.db, SYSTEM, { ...key, lines, stageCapMicroUsd: 400_000 });
  await endStage(api.deps.db, SYSTEM, { ...key, outcome: "completed", lines });
  const json = (await (await api.request("/costs/report")).json()) as { groups: object[]; is_cut: boolean };
  expect(json).toMatchObject({ is_cut: true });
  expect(json.groups).toHaveLength(1_000);
  const rows = async (query: string) => {
    const text = await (await api.request(`/costs/report?format=csv${query}`)).text();
    return text.trimEnd().split("\r\n").length - 1;
  };
  expect(await rows("")).toBe(1_002);
  expect(await rows("&limit=7")).toBe(7);
});

test("a budget is set, listed, changed and taken away by administrators alone", async () => {
  const put = (as: string, limit: number) =>
    api.request("/budgets/channel:science:day", { method: "PUT", as, json: { limit_micro_usd: limit } });
  expect((await put(await api.keyOf("operator"), 1_000)).status).toBe(403);
  expect(await (await put(api.adminKey, 1_000)).json()).toMatchObject({
    ...{ budget: "channel:science:day", scope: "channel", scope_id: "science", period: "day" },
    ...{ limit_micro_usd: 1_000, spent_micro_usd: 60, reserved_micro_usd: 0, left_micro_usd: 940 },
    resets_at: expect.stringMatching(/T00:00:00\.000Z$/),
  });
  expect(await (await put(api.adminKey, 50)).json()).toMatchObject({ limit_micro_usd: 50, left_micro_usd: 0 });
  const listed = await (await api.request("/budgets", { as: await api.keyOf("analyst") })).json();
  expect(listed).toMatchObject({ budgets: [{ budget: "channel:science:day" }] });
  const remove = () => api.request("/budgets/channel:science:day", { method: "DELETE" });
  expect((await remove()).status).toBe(204);
  expect(await problemOf(await remove())).toMatchObject({ status: 404, field: "budget" });
  const wrong = await api.request("/budgets/channel:science:week", { method: "DELETE" });
  expect(await problemOf(wrong)).toMatchObject({ status: 422, field: "budget" });
});
