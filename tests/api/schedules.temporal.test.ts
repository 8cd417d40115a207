import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { productionWorkflowId } from "../../domain/channel/production-schedule.ts";
import { createTestApi, problemOf, type TestApi } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ temporalAddress: process.env["TEMPORAL_ADDRESS"] ?? "127.0.0.1:7233" });
  await api.addChannel("science-daily");
});
afterAll(() => api[Symbol.asyncDispose]());

const LIST = { topic_source: "list", topics: { topics: ["Tides"] } };
const bodyOf = (changes: object = {}) => ({
  ...{ schedule_id: `s-${randomUUID()}`, channel_id: "science-daily", cadence: "0 6 * * 1-5" },
  ...LIST,
  ...changes,
});
const create = (changes?: object) => api.request("/schedules", { json: bodyOf(changes) });

test("a schedule is made, shown, changed, paused and deleted, here and in Temporal", async () => {
  const made = await create({ time_zone: "Europe/Berlin", spec: { seconds: 45, script: { structure: "countdown" } } });
  expect(made.status).toBe(201);
  const schedule = (await made.json()) as { schedule_id: string };
  const path = `/schedules/${schedule.schedule_id}`;
  expect(schedule).toMatchObject({
    ...{ time_zone: "Europe/Berlin", daily_videos_max: 1, is_active: true, position: 0, last_video_id: null },
    spec: { seconds: 45, script: { structure: "countdown" } },
  });
  const temporal = api.deps.temporal.schedule.getHandle(productionWorkflowId(schedule.schedule_id));
  expect(await temporal.describe()).toMatchObject({
    action: { workflowType: "productionSchedule", args: [{ scheduleId: schedule.schedule_id }] },
    policies: { overlap: "SKIP", catchupWindow: 3_600_000 },
    state: { paused: false },
  });
  const changed = await api.request(path, {
    method: "PATCH",
    json: {
      is_active: false,
      cadence: "30 7 * * *",
      topic_source: "feed",
      topics: { feed_url: "https://x.example/f" },
    },
  });
  expect(await changed.json()).toMatchObject({ is_active: false, topics: { feed_url: "https://x.example/f" } });
  expect((await temporal.describe()).state.paused).toBe(true);
  const listed = (await (await api.request("/schedules?channel_id=science-daily")).json()) as { schedules: object[] };
  expect(listed.schedules).toMatchObject([{ cadence: "30 7 * * *" }]);
  expect(await (await api.request(`${path}/videos`)).json()).toEqual({ firings: [] });
  expect((await api.request(path, { method: "DELETE" })).status).toBe(204);
  expect((await api.request(path)).status).toBe(404);
  await expect(temporal.describe()).rejects.toThrow(/not found/i);
});

test("topics come from what a country searches for; a change replaces all that was said of them", async () => {
  const made = await create({ topic_source: "trend", topics: { country: "US", about: ["space"] }, is_active: false });
  expect(made.status).toBe(201);
  const { schedule_id: id, ...schedule } = (await made.json()) as { schedule_id: string; topics: object };
  expect(schedule.topics).toEqual({ country: "US", about: ["space"] });
  const change = (json: object) => api.request(`/schedules/${id}`, { method: "PATCH", json });
  expect(await (await change({ topics: { country: "DE" } })).json()).toMatchObject({ topics: { country: "DE" } });
  expect(await problemOf(await change({ topic_source: "feed" }))).toMatchObject({ field: "topics.country" });
  expect(await problemOf(await change({ topics: { about: ["space"] } }))).toMatchObject({ field: "topics.country" });
  expect((await api.request(`/schedules/${id}`, { method: "DELETE" })).status).toBe(204);
});

test.each([
  [{ cadence: "every day" }, "cadence"],
  [{ time_zone: "Mars/Olympus" }, "time_zone"],
  [{ topic_source: "trend", topics: {} }, "topics.country"],
  [{ topic_source: "trend", topics: { country: "UK" } }, "topics.country"],
  [{ topics: { topics: ["Tides"], about: ["space"] } }, "topics.about"],
  [{ topic_source: "trend", topics: { country: "Utopia" } }, "topics.country"],
  [{ topic_source: "trend", topics: { country: "US", about: ["…"] } }, "topics.about.0"],
  [{ spec: { look: { brand: { logo_key: `uploads/${"0".repeat(64)}.png` } } } }, "spec.look.brand.logo_key"],
  [{ topic_source: "feed", topics: {} }, "topics.feed_url"],
  [{ topics: {} }, "topics.topics"],
  [{ topics: { topics: ["…"] } }, "topics.topics.0"],
  [{ off_peak_from_hour: 25 }, "off_peak_from_hour"],
  [{ spec: { music: { source: "licensed" } } }, "spec.music.object_key"],
  [{ spec: { publish: { publish_at: "2027-01-01T00:00:00Z" } } }, "spec.publish.publish_at"],
])("is refused by the name of the field: %j", async (changes, field) => {
  const response = await create(changes);
  expect(response.status).toBe(422);
  expect((await problemOf(response)).field).toBe(field);
});

test("of an unknown channel, or one outside the key's channels, is not found; an id is taken once", async () => {
  expect((await create({ channel_id: "nobody" })).status).toBe(404);
  const as = await api.keyOf("operator", ["other"]);
  expect((await api.request("/schedules", { json: bodyOf(), as })).status).toBe(404);
  const body = bodyOf();
  const statuses = [];
  for (let time = 0; time < 2; time += 1) statuses.push((await api.request("/schedules", { json: body })).status);
  expect(statuses).toEqual([201, 409]);
  await api.request(`/schedules/${body.schedule_id}`, { method: "DELETE" });
});

test("without Temporal nothing is kept that would never fire", async () => {
  await api.deps.temporal.connection.close();
  const body = bodyOf();
  expect((await api.request("/schedules", { json: body })).status).toBeGreaterThanOrEqual(500);
  expect((await api.request(`/schedules/${body.schedule_id}`)).status).toBe(404);
});
