import { afterAll, beforeAll, expect, test } from "vitest";
import { createYoutubeQuota } from "../../db/queries/youtube-quota.ts";
import { workflowPrincipal } from "../../domain/principal.ts";
import { createTestApi, type TestApi } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ environment: { YOUTUBE_CLIENT_ID: "4711-abc", YOUTUBE_CLIENT_SECRET: "test-secret" } });
});
afterAll(() => api[Symbol.asyncDispose]());

test("what is left of today's quota stands beside what spent it, for whoever may read", async () => {
  const ask = async () => {
    const response = await api.request("/quotas", { as: await api.keyOf("analyst") });
    expect(response.status).toBe(200);
    return (await response.json()) as { quotas: { kind: string }[] };
  };
  const untouched = { platform: "youtube", project: "4711", refused_at: null, spent_units: 0, calls: [] };
  expect((await ask()).quotas).toMatchObject([
    { ...untouched, kind: "units", limit_units: 10_000, left_units: 10_000, kept_units: 2_000 },
    { ...untouched, kind: "uploads", limit_units: 100, left_units: 100, kept_units: 0 },
  ]);

  const settings = api.deps.settings.quotas.youtube;
  const quota = createYoutubeQuota({ db: api.deps.db, project: "4711", settings })(workflowPrincipal("generate/vid_1"));
  await quota.charge("captions.insert");
  await quota.charge("thumbnails.set");
  await quota.charge("thumbnails.set");
  await (await quota.charge("videos.list")).release();
  const { quotas } = await ask();
  expect(quotas.find(({ kind }) => kind === "units")).toMatchObject({
    ...{ spent_units: 500, left_units: 9_500, resets_at: expect.stringMatching(/T0[78]:00:00\.\d{3}Z$/) },
    calls: [
      { method: "captions.insert", calls: 1, units: 400 },
      { method: "thumbnails.set", calls: 2, units: 100 },
    ],
  });
  expect(quotas).toHaveLength(2);
});

test("nobody reads it without a key, and the document names every answer", async () => {
  expect((await api.request("/quotas", { as: null })).status).toBe(401);
  const document = (await (await api.request("/openapi.json", { as: null })).json()) as {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  };
  const { responses } = document.paths["/quotas"]?.["get"] ?? { responses: {} };
  expect(Object.keys(responses)).toEqual(["200", "401", "403", "422", "429", "503"]);
});
