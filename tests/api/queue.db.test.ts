import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { getVideo, listVideos } from "../../db/queries/videos.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

interface Receipt {
  video_id: string;
  position: number;
  eta: string;
  warning?: string;
  links: { page: string };
}

test("a video whose request and channel name no pictures says which sources are set up here", async () => {
  await using api = await createTestApi({
    environment: { PEXELS_API_KEY: "key of a test", LONGTAKE_MEDIA_FOLDER: "/p" },
  });
  await api.addChannel("science-daily");
  const mediaOf = async (asked: object) => {
    const response = await api.request("/pipeline/queue", { json: { topic: "Tides", ...asked } });
    const { video_id: videoId } = (await response.json()) as Receipt;
    return (await getVideo(api.deps.db, SYSTEM, { videoId })).spec.media;
  };
  expect(await mediaOf({})).toEqual({ sources: ["folder", "pexels", "generated"] });
  expect(await mediaOf({ media: { sources: ["generated"] } })).toEqual({ sources: ["generated"] });
});

describe("POST /pipeline/queue", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await createTestApi({
      settings: (settings) => ({ ...settings, api: { ...settings.api, requestsPerMinute: 1_000_000 } }),
    });
    await api.addChannel("science-daily");
  });
  afterAll(() => api[Symbol.asyncDispose]());

  const count = async () => (await listVideos(api.deps.db, SYSTEM, { limit: 1000 })).videos.length;

  it("queues a video without Temporal and says where it stands", async () => {
    const response = await api.request("/pipeline/queue", { json: { topic: "Why the sky is blue", priority: 7 } });
    expect(response.status).toBe(202);
    const receipt = (await response.json()) as Receipt;
    expect(receipt.video_id).toMatch(/^vid_[a-z2-7]{20}$/);
    expect(receipt.position).toBe(1);
    expect(Date.parse(receipt.eta)).toBeGreaterThan(Date.now());
    expect(receipt.links.page).toBe(`http://longtake.test/videos/${receipt.video_id}`);
    const { videos } = await listVideos(api.deps.db, SYSTEM, { limit: 1 });
    expect(videos[0]).toMatchObject({ videoId: receipt.video_id, channelId: "science-daily", priority: 7 });
  });

  it("gives one effect and one answer to concurrent duplicates", async () => {
    const before = await count();
    const headers = { "idempotency-key": randomUUID() };
    const json = { topic: "Tides" };
    const responses = await Promise.all(
      Array.from({ length: 6 }, () => api.request("/pipeline/queue", { headers, json })),
    );
    const receipts = await Promise.all(responses.map((response) => response.json() as Promise<Receipt>));
    expect(responses.map((response) => response.status)).toEqual(Array.from({ length: 6 }, () => 202));
    expect(new Set(receipts.map((receipt) => receipt.video_id)).size).toBe(1);
    expect(responses.filter((response) => response.headers.get("idempotency-replayed") === "true")).toHaveLength(5);
    expect(await count()).toBe(before + 1);
  });

  it("refuses a key that was used for another body", async () => {
    const headers = { "idempotency-key": randomUUID() };
    await api.request("/pipeline/queue", { headers, json: { topic: "Tides" } });
    const response = await api.request("/pipeline/queue", { headers, json: { topic: "Volcanoes" } });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).code).toBe("idempotency_mismatch");
  });

  it("keeps two principals with the same key apart", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const first = await api.request("/pipeline/queue", { headers, json: { topic: "Tides" } });
    const as = await api.keyOf("operator");
    const second = await api.request("/pipeline/queue", { headers, json: { topic: "Volcanoes" }, as });
    expect([first.status, second.status]).toEqual([202, 202]);
  });

  it("names the field, the remedy and every further fault", async () => {
    const response = await api.request("/pipeline/queue", {
      json: { topic: "Tides", priority: 11, publish: { privacy: "secret" }, colour: "red" },
    });
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ code: "invalid_input", field: "priority", remedy: "Send at most 10." });
    expect(problem.errors?.map((error) => error.field)).toEqual(["priority", "publish.privacy", "colour"]);
    expect(response.headers.get("x-request-id")).toBe(problem.request_id);
  });

  it.each([
    ["a control character", "Why\u0000 blue"],
    ["a newline", "Why\nblue"],
    ["an override of the reading direction", "abc\u202edef"],
    ["blanks only", "   "],
    ["201 characters", "x".repeat(201)],
    ["half a character", "\ud800"],
  ])("refuses a topic with %s", async (_, topic) => {
    const response = await api.request("/pipeline/queue", { json: { topic } });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).field).toBe("topic");
  });

  it("takes right-to-left text and 200 letters beyond the basic plane", async () => {
    for (const topic of ["لماذا السماء زرقاء", "מדוע השמיים כחולים", "𝔸".repeat(200)]) {
      expect((await api.request("/pipeline/queue", { json: { topic } })).status).toBe(202);
    }
  });

  it("answers bad bodies with the exact status", async () => {
    const send = (body: string, contentType: string) =>
      api.request("/pipeline/queue", { method: "POST", body, headers: { "content-type": contentType } });
    expect((await send("{", "application/json")).status).toBe(400);
    expect((await send("topic=x", "application/x-www-form-urlencoded")).status).toBe(415);
    expect((await send(JSON.stringify({ topic: "x".repeat(2_000_000) }), "application/json")).status).toBe(413);
    expect((await send("[]", "application/json")).status).toBe(422);
  });

  it("asks for the channel when there are several", async () => {
    await api.addChannel("history-weekly");
    const response = await api.request("/pipeline/queue", { json: { topic: "Tides" } });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).field).toBe("channel_id");
  });

  it("hides channels outside the scope of a key and refuses roles that may not execute", async () => {
    const scoped = await api.keyOf("operator", ["science-daily"]);
    const analyst = await api.keyOf("analyst");
    const json = { topic: "Tides", channel_id: "history-weekly" };
    expect((await api.request("/pipeline/queue", { json, as: scoped })).status).toBe(404);
    expect((await api.request("/pipeline/queue", { json, as: analyst })).status).toBe(403);
    expect((await api.request("/pipeline/queue", { json: { topic: "Tides" }, as: scoped })).status).toBe(202);
  });

  it("never fails on any body", async () => {
    const field = fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          topic: field,
          channel_id: fc.oneof(field, fc.constant("science-daily")),
          seconds: field,
          seed: field,
          priority: field,
          publish: fc.oneof(field, fc.object()),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(body, async (json) => {
        const response = await api.request("/pipeline/queue", { json });
        expect([202, 400, 404, 409, 422, 429]).toContain(response.status);
      }),
      { numRuns: 300 },
    );
  });

  it("says queue_full with the seconds to wait, apart from rate_limited", async () => {
    const { capacity } = api.deps.settings.queue;
    let last: Response | undefined;
    for (let tries = 0; tries <= capacity + 1 && last?.status !== 429; tries += 1) {
      last = await api.request("/pipeline/queue", { json: { topic: `Tides ${tries}`, channel_id: "science-daily" } });
    }
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(last && (await problemOf(last)).code).toBe("queue_full");
  });
});

it("takes twenty at once over two connections: none waits for a second one while it holds the first", async () => {
  await using api = await createTestApi({ databaseConnections: 2 });
  await api.addChannel("science-daily");
  const topics = Array.from({ length: 20 }, (_, index) => `Tides, part ${index + 1}`);
  const responses = await Promise.all(topics.map((topic) => api.request("/pipeline/queue", { json: { topic } })));
  expect(responses.map(({ status }) => status)).toEqual(topics.map(() => 202));
});

it("holds no database connection while a speech service is slow to say which voices it has", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await using api = await createTestApi({
      environment: { ELEVENLABS_API_URL: `http://127.0.0.1:${port}`, ELEVENLABS_API_KEY: "key-for-tests" },
    });
    await api.addChannel("science-daily");
    const asked = once(server, "request");
    const json = { topic: "Tides", voice: "elevenlabs:rachel" };
    const headers = { "idempotency-key": randomUUID() };
    const waiting = api.request("/pipeline/queue", { headers, json });
    const [, answer] = (await asked) as [unknown, ServerResponse];
    const [held] = await api.deps.db.execute<{ count: number }>(sql`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`);
    expect(held).toEqual({ count: 0 });
    answer.setHeader("content-type", "application/json").end('{"voices":[{"voice_id":"rachel","name":"Rachel"}]}');
    const receipt = await waiting;
    expect(receipt.status).toBe(202);
    const again = await api.request("/pipeline/queue", { headers, json });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await again.json()).toEqual(await receipt.json());
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
