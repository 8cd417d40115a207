import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CODEC_TOKEN, createTestApi, problemOf, type TestApi, UI_URL } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({
    settings: (settings) => ({ ...settings, api: { ...settings.api, requestsPerMinute: 60 } }),
  });
});
afterAll(() => api[Symbol.asyncDispose]());

describe("the surface", () => {
  it("describes every JSON route in OpenAPI 3.1, with its problems and a summary", async () => {
    const response = await api.request("/openapi.json", { as: null });
    const document = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { summary?: string; responses: Record<string, unknown> }>>;
    };
    expect(document.openapi).toBe("3.1.0");
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
    );
    expect(operations.map((operation) => operation.name)).toContain("post /pipeline/queue");
    expect(operations.filter((operation) => !operation.summary)).toEqual([]);
    const closed = operations.filter((operation) => "401" in operation.responses);
    expect(closed.length).toBeGreaterThan(30);
    expect(closed.filter((operation) => !("429" in operation.responses))).toEqual([]);
  });

  it("serves its reference page without another host", async () => {
    const page = await (await api.request("/docs", { as: null })).text();
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(sources.length).toBe(3);
    for (const source of sources) {
      expect(source.startsWith("/docs/")).toBe(true);
      expect((await api.request(source, { as: null })).status).toBe(200);
    }
    expect((await api.request("/docs/..%2Fpackage.json", { as: null })).status).toBe(404);
  });

  it("answers unknown addresses and wrong methods with problems", async () => {
    const unknown = await api.request("/nothing/here");
    expect(unknown.status).toBe(404);
    expect((await problemOf(unknown)).code).toBe("not_found");
    const wrong = await api.request("/pipeline/metrics", { method: "DELETE" });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("allow")).toContain("GET");
  });

  it("keeps a caller's request id and replaces one that could break a log line", async () => {
    const kept = await api.request("/healthz", { headers: { "x-request-id": "trace-42" } });
    expect(kept.headers.get("x-request-id")).toBe("trace-42");
    const replaced = await api.request("/healthz", { headers: { "x-request-id": 'a"b' } });
    expect(replaced.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("logs route, principal and status, and neither keys nor queries", async () => {
    await api.request("/pipeline/videos?search=private");
    const line = api.logged.findLast((fields) => "route" in fields && fields.route === "/pipeline/videos");
    expect(line).toMatchObject({ status: 200, method: "GET", principalKind: "api_key", principalId: "admin" });
    expect(JSON.stringify(api.logged)).not.toContain(api.adminKey);
    expect(JSON.stringify(api.logged)).not.toContain("private");
  });

  it("says which dependency is away", async () => {
    const response = await api.request("/readyz", { as: null });
    expect(response.status).toBe(503);
    const { dependencies } = (await response.json()) as { dependencies: Record<string, { ok: boolean; ms: number }> };
    expect(Object.entries(dependencies).map(([name, { ok }]) => [name, ok])).toEqual([
      ["database", true],
      ["redis", true],
      ["temporal", false],
      ["object_store", true],
    ]);
  });

  it("measures requests by route and reads the pipeline at each scrape", async () => {
    const text = await (await api.request("/metrics", { as: null })).text();
    expect(text).toContain('longtake_http_request_seconds_count{method="GET",route="/pipeline/videos",status="200"}');
    expect(text).toContain("longtake_queue_depth 0");
    expect(text).toContain("nodejs_eventloop_lag_seconds");
  });

  it("links the saved filters of the Web UI", async () => {
    const { links } = (await (await api.request("/links")).json()) as { links: { name: string; url: string }[] };
    const person = links.find((link) => link.name === "Needs a person");
    expect(person?.url).toBe(
      `${UI_URL}/namespaces/default/workflows?query=${encodeURIComponent("NeedsPerson = true and ExecutionStatus = 'Running'")}`,
    );
  });
});

describe("the codec", () => {
  const payloads = [{ metadata: { encoding: btoa("json/plain") }, data: btoa('{"topic":"Tides"}') }];

  it("decrypts for the Web UI's origin what it encrypted, with the token of its address", async () => {
    const headers = { origin: UI_URL };
    const encoded = await api.request(`/codec/${CODEC_TOKEN}/encode`, { as: null, json: { payloads }, headers });
    expect(encoded.headers.get("access-control-allow-origin")).toBe(UI_URL);
    expect(encoded.headers.get("access-control-allow-credentials")).toBe("true");
    const secret = (await encoded.json()) as { payloads: { metadata: { encoding: string }; data: string }[] };
    expect(atob(secret.payloads[0]?.metadata.encoding ?? "")).toBe("binary/encrypted");
    expect(atob(secret.payloads[0]?.data ?? "")).not.toContain("Tides");
    const decoded = await api.request(`/codec/${CODEC_TOKEN}/decode`, { as: null, json: secret, headers });
    expect(await decoded.json()).toEqual({ payloads });
  });

  it("answers the preflight and no other origin", async () => {
    const preflight = (origin: string) =>
      api.request(`/codec/${CODEC_TOKEN}/decode`, {
        as: null,
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-namespace" },
      });
    const allowed = await preflight(UI_URL);
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-headers")).toContain("X-Namespace");
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
  });

  it("refuses another token, and damaged payloads without failing", async () => {
    const wrong = await api.request("/codec/another-token-here/decode", { as: null, json: { payloads } });
    expect(wrong.status).toBe(403);
    expect((await api.request("/codec/x/decode", { json: { payloads } })).status).toBe(200);
    const metadata = { encoding: btoa("binary/encrypted"), "encryption-key-id": btoa("test") };
    const json = { payloads: [{ metadata, data: btoa("too short") }] };
    expect((await api.request(`/codec/${CODEC_TOKEN}/decode`, { as: null, json })).status).toBe(422);
  });
});

describe("the rate limit", () => {
  it("counts down, then answers rate_limited with the seconds to wait", async () => {
    const as = await api.keyOf("analyst");
    const first = await api.request("/auth/me", { as });
    expect(first.headers.get("ratelimit-limit")).toBe("60");
    expect(first.headers.get("ratelimit-remaining")).toBe("59");
    for (let request = 1; request < 60; request += 1) await api.request("/auth/me", { as });
    const refused = await api.request("/auth/me", { as });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await problemOf(refused)).code).toBe("rate_limited");
    expect((await api.request("/auth/me")).status).toBe(200);
  });

  it("stops an address that keeps trying wrong keys, and nobody else", async () => {
    for (let request = 0; request < 60; request += 1) await api.request("/auth/me", { as: "lt_wrong" });
    expect((await api.request("/auth/me", { as: "lt_wrong" })).status).toBe(429);
    expect((await api.request("/auth/me")).status).toBe(200);
  });
});
