import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { RunningPlatform } from "./running-platform.ts";

export function access(given: () => RunningPlatform): void {
  describe("who may do what", () => {
    test("an analyst reads and writes nothing", async () => {
      const as = await given().keyOf("analyst");
      expect((await given().call("GET", "/pipeline/queue", { as })).status).toBe(200);
      const acts = [
        ["POST", "/pipeline/queue", { topic: "sky" }],
        ["POST", "/pipeline/queue/pause", { reason: "test" }],
        ["POST", "/channels", { channel_id: "x", name: "x", niche: "tech" }],
        ["POST", "/workflows", { type: "sequenceAudit" }],
        ["POST", "/error-queue/redrive", {}],
        ["GET", "/users", undefined],
      ] as const;
      for (const [method, path, json] of acts) {
        const { status, body } = await given().call(method, path, { as, json });
        expect({ path, status, code: body["code"] }).toEqual({ path, status: 403, code: "forbidden" });
      }
    });

    test("a key of one channel sees and fills no other", async () => {
      const as = await given().keyOf("operator", ["elsewhere"]);
      const json = { topic: "Why is the sky blue?", channel_id: "unconnected" };
      expect((await given().call("POST", "/pipeline/queue", { as, json })).status).toBe(404);
      const { body } = await given().call("GET", "/pipeline/videos", { as });
      expect(body["videos"]).toEqual([]);
    });

    test("a repeated Idempotency-Key gets the first answer, with another body 422", async () => {
      const headers = { "idempotency-key": randomUUID() };
      const json = { topic: "Why is the sea salt?", channel_id: "unconnected", seconds: 5, size: "360p", priority: 1 };
      const first = await given().call("POST", "/pipeline/queue", { json, headers });
      const second = await given().call("POST", "/pipeline/queue", { json, headers });
      expect(first.status).toBe(202);
      expect(second.headers.get("idempotency-replayed")).toBe("true");
      expect(second.body).toEqual(first.body);
      const other = await given().call("POST", "/pipeline/queue", { json: { ...json, seconds: 6 }, headers });
      expect({ status: other.status, code: other.body["code"] }).toEqual({ status: 422, code: "idempotency_mismatch" });
      await given().call("DELETE", `/pipeline/queue/${String(first.body["video_id"])}`);
    });

    test("the 101st request of a minute is told to wait, and no other principal with it", async () => {
      const as = await given().keyOf("analyst");
      const answers = await Promise.all(Array.from({ length: 101 }, () => given().call("GET", "/auth/me", { as })));
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(1);
      expect(refused[0]?.body["code"]).toBe("rate_limited");
      expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(refused[0]?.headers.get("ratelimit-limit")).toBe("100");
      expect(refused[0]?.headers.get("ratelimit-remaining")).toBe("0");
      expect((await given().call("GET", "/auth/me")).status).toBe(200);
    });
  });
}
