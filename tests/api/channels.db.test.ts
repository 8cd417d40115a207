import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { updateChannel } from "../../db/queries/channels.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { channels } from "../../db/schema/index.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.addChannel("science-daily");
});
afterAll(() => api[Symbol.asyncDispose]());

const patch = (json: object, channelId = "science-daily") =>
  api.request(`/channels/${channelId}`, { method: "PATCH", json });
const queue = async (json: object) => {
  const receipt = (await (await api.request("/pipeline/queue", { json })).json()) as { video_id: string };
  return getVideo(api.deps.db, SYSTEM, { videoId: receipt.video_id });
};

test("what a channel is told steers its videos, and a request says otherwise for one of them", async () => {
  const changed = await patch({
    personality: { tone: "dry", catch_phrases: ["So."] },
    strategy: { aspect: "9:16", privacy: "unlisted", media_sources: ["pexels"] },
    monetization: { disclosure: "Made with synthetic media." },
    brand: { base: "12405f", text: "ffffff" },
  });
  expect(changed.status).toBe(200);
  expect(await changed.json()).toMatchObject({
    personality: { tone: "dry", catch_phrases: ["So."] },
    strategy: { media_sources: ["pexels"] },
    brand: { base: "12405f" },
  });
  const { spec } = await queue({
    topic: "Tides",
    channel_id: "science-daily",
    aspect: "1:1",
    script: { tone: "warm" },
  });
  expect(spec).toMatchObject({
    aspect: "1:1",
    script: { source: "auto", tone: "warm", catchPhrases: ["So."] },
    media: { sources: ["pexels"] },
    look: { brand: { base: "12405f", text: "ffffff" } },
    publish: { privacy: "unlisted", notes: ["Made with synthetic media."] },
  });
});

test("a change adds and null takes away, so the next video is without", async () => {
  await patch({ personality: { tone: null, audience: "children" }, brand: { base: null, text: null } });
  const { spec } = await queue({ topic: "Waves", channel_id: "science-daily" });
  expect(spec.script).toEqual({ source: "auto", audience: "children", catchPhrases: ["So."] });
  expect(spec.look).toBeUndefined();
});

test.each([
  [{ personality: { voice: "--help" } }, "personality.voice"],
  [{ strategy: { structure: "sonnet" } }, "strategy.structure"],
  [{ strategy: { music: { source: "licensed" } } }, "strategy.music.object_key"],
  [{ brand: { accent: "navy" } }, "brand.accent"],
  [{ brand: { text: "000000" } }, "brand.text"],
  [{ monetization: { mood: "blue" } }, "monetization.mood"],
])("a wrong setting is refused by its path: %j", async (json, field) => {
  const response = await patch(json);
  expect(response.status).toBe(422);
  expect((await problemOf(response)).field).toBe(field);
});

test("what was kept before settings had a shape is still shown, and counts for nothing", async () => {
  await api.deps.db
    .insert(channels)
    .values({ channelId: "old", name: "Old", niche: "tech", personality: { mood: { deep: "blue" }, tone: 7 } });
  const shown = (await (await api.request("/channels/old")).json()) as object;
  expect(shown).toMatchObject({ personality: { mood: { deep: "blue" }, tone: 7 } });
  expect((await queue({ topic: "Tides", channel_id: "old" })).spec.script).toBeUndefined();
});

test("a channel that is not active takes nothing new; paused, its waiting videos stay, suspended, they go", async () => {
  await api.addChannel("pausing");
  const waiting = await queue({ topic: "Tides", channel_id: "pausing" });
  const statusOf = async () => (await getVideo(api.deps.db, SYSTEM, { videoId: waiting.videoId })).status;
  await patch({ status: "paused" }, "pausing");
  const refused = await api.request("/pipeline/queue", { json: { topic: "Waves", channel_id: "pausing" } });
  expect([refused.status, (await problemOf(refused)).code]).toEqual([409, "conflict"]);
  expect(await statusOf()).toBe("queued");
  await updateChannel(api.deps.db, SYSTEM, { channelId: "pausing", status: "suspended" });
  expect(await statusOf()).toBe("cancelled");
});

test("a channel's new status is told to the runs that it concerns; a run out of reach is logged, and the change stands", async () => {
  await api.addChannel("followed");
  const { videoId } = await queue({ topic: "Tides", channel_id: "followed" });
  const waitingFor = { kind: "channel_status", errorCode: "channel_suspended", reason: "", remedy: "", until: null };
  await api.deps.db.execute(sql`
    update core.video_queue set status = 'processing', slot_held = false, started_at = now(), parked_at = now(),
      waiting_for = ${JSON.stringify(waitingFor)}::jsonb where video_id = ${videoId}`);
  const untold = () => api.logged.filter((line) => "videoId" in line && line.videoId === videoId);
  for (const [status, told] of [
    ["suspended", 0],
    ["active", 1],
    ["archived", 2],
  ] as const) {
    expect((await patch({ status }, "followed")).status).toBe(200);
    expect(untold()).toHaveLength(told);
  }
});
