import { afterAll, beforeAll, expect, test } from "vitest";
import { recordShownVisibility, recordVisibility } from "../../db/queries/publications.ts";
import { recordArtifacts, recordPublication } from "../../db/queries/videos.ts";
import { experimentWorkflowId } from "../../domain/channel/experiment-rules.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

let api: TestApi;
let videoId: string;
beforeAll(async () => {
  api = await createTestApi({ temporalAddress: process.env["TEMPORAL_ADDRESS"] ?? "127.0.0.1:7233" });
  await api.addChannel("science-daily");
  videoId = await queued();
  await recordArtifacts(api.deps.db, SYSTEM, {
    videoId,
    title: "The blue sky",
    artifacts: { thumbnailKey: "t/a.jpg" },
  });
  const publication = { videoId, platform: "youtube", platformVideoId: "yt1", url: "https://youtu.be/yt1" };
  await recordPublication(api.deps.db, SYSTEM, publication);
});
afterAll(() => api[Symbol.asyncDispose]());

async function queued(): Promise<string> {
  const answer = await api.request("/pipeline/queue", { json: { topic: "The sky" } });
  return ((await answer.json()) as { video_id: string }).video_id;
}
const create = (changes: object = {}) =>
  api.request("/experiments", { json: { video_id: videoId, kind: "title", variants: ["Why blue?"], ...changes } });

test.each([
  [{ variants: [] }, "variants"],
  [{ variants: ["a", "a"] }, "variants"],
  [{ variants: ["<b>"] }, "variants.0"],
  [{ variants: ["x".repeat(101)] }, "variants.0"],
  [{ variants: ["The blue sky"] }, "variants"],
  [{ kind: "thumbnail", variants: ["../../etc/passwd.png"] }, "variants.0"],
  [{ kind: "thumbnail", variants: ["uploads/nobody.png"] }, "variants"],
  [{ rounds_max: 2 }, "rounds_max"],
])("is refused by the name of the field: %j", async (changes, field) => {
  const response = await create(changes);
  expect(response.status).toBe(422);
  expect((await problemOf(response)).field).toBe(field);
});

test("begins with what the video has, runs once a video, and stops with a reason", async () => {
  const made = await create({ rounds_max: 4 });
  expect(made.status).toBe(201);
  const experiment = (await made.json()) as { experiment_id: string };
  expect(experiment).toMatchObject({
    ...{ status: "running", rounds: 0, winner: null, rotation_hours: 24 },
    variants: [
      { value: "The blue sky", views: 0, is_winner: false },
      { value: "Why blue?", views: 0, is_winner: false },
    ],
  });
  expect((await create()).status).toBe(409);
  const as = await api.keyOf("operator", ["other"]);
  const path = `/experiments/${experiment.experiment_id}`;
  expect((await api.request(path, { as })).status).toBe(404);
  const run = api.deps.temporal.workflow.getHandle(experimentWorkflowId(experiment.experiment_id));
  expect((await api.request(`${path}/stop`, { json: { reason: "seen enough" } })).status).toBe(202);
  await run.terminate("the test is over");
  const stopped = await api.request(`${path}/stop`, { json: { reason: "really" } });
  expect(await stopped.json()).toMatchObject({
    status: "stopped",
    reason: expect.stringContaining("its run was gone"),
  });
  expect((await api.request(`${path}/stop`, { json: { reason: "again" } })).status).toBe(409);
  const listed = await api.request(`/experiments?video_id=${videoId}&status=stopped`);
  expect(await listed.json()).toMatchObject({
    experiments: [experiment.experiment_id].map((id) => ({ experiment_id: id })),
  });
});

test("a private video has nobody to see what is tested, until others may see it", async () => {
  const { db } = api.deps;
  const told = (privacy: string) =>
    recordShownVisibility(db, SYSTEM, { videoId, platform: "youtube", privacy, visibilityReason: null });
  const at = (publishAt: string | null) => recordVisibility(db, SYSTEM, { videoId, privacy: "private", publishAt });
  await told("private");
  const response = await create();
  expect(response.status).toBe(409);
  expect(await problemOf(response)).toMatchObject({
    ...{ field: "video_id", detail: expect.stringContaining("is private") },
    remedy: expect.stringContaining("longtake video publish"),
  });
  await at("2099-01-01T00:00:00Z");
  expect((await create()).status).toBe(409);
  await at(null);
  await told("unlisted");
  const made = await create();
  expect(made.status).toBe(201);
  const { experiment_id: id } = (await made.json()) as { experiment_id: string };
  await api.deps.temporal.workflow.getHandle(experimentWorkflowId(id)).terminate("the test is over");
  await api.request(`/experiments/${id}/stop`, { json: { reason: "seen enough" } });
});

test("a video that is not published has nothing to test; without Temporal nothing is kept", async () => {
  expect((await create({ video_id: await queued() })).status).toBe(409);
  await api.deps.temporal.connection.close();
  expect((await create()).status).toBeGreaterThanOrEqual(500);
  expect(await (await api.request("/experiments?status=running")).json()).toEqual({ experiments: [] });
});
