import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rotateApiKey } from "../../db/queries/api-keys.ts";
import {
  ADMIN_PASSWORD,
  createTestApi,
  FIRST_ADMIN_EMAIL,
  JWT_SECRET,
  problemOf,
  PUBLIC_URL,
  SYSTEM,
  type TestApi,
} from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({
    settings: (settings) => ({ ...settings, api: { ...settings.api, requestsPerMinute: 100_000 } }),
  });
  await api.addChannel("science-daily");
});
afterAll(() => api[Symbol.asyncDispose]());

interface SignedIn {
  cookie: string;
  csrfToken: string;
}

async function signIn(): Promise<SignedIn> {
  const json = { email: FIRST_ADMIN_EMAIL, password: ADMIN_PASSWORD };
  const response = await api.request("/auth/login", { as: null, json });
  expect(response.status).toBe(200);
  const { csrf_token: csrfToken } = (await response.json()) as { csrf_token: string };
  return { cookie: response.headers.getSetCookie()[0]?.split(";")[0] ?? "", csrfToken };
}

describe("sessions", () => {
  it("sets a cookie no script can read and answers who is there", async () => {
    const json = { email: FIRST_ADMIN_EMAIL.toUpperCase(), password: ADMIN_PASSWORD };
    const response = await api.request("/auth/login", { as: null, json });
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^longtake_session=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    const me = await api.request("/auth/me", { as: null, headers });
    expect(await me.json()).toMatchObject({ kind: "user", role: "admin", email: FIRST_ADMIN_EMAIL, channel_ids: null });
  });

  it("refuses a wrong password and an unknown address alike", async () => {
    const wrong = await api.request("/auth/login", { as: null, json: { email: FIRST_ADMIN_EMAIL, password: "no" } });
    const unknown = await api.request("/auth/login", {
      as: null,
      json: { email: "nobody@example.org", password: "no" },
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect((await problemOf(wrong)).detail).toBe((await problemOf(unknown)).detail);
  });

  it("refuses a sign-in begun on another site", async () => {
    const json = { email: FIRST_ADMIN_EMAIL, password: ADMIN_PASSWORD };
    const headers = { origin: "https://evil.example" };
    expect((await api.request("/auth/login", { as: null, json, headers })).status).toBe(403);
  });

  it("needs the CSRF token for unsafe methods, in the header or the form", async () => {
    const { cookie, csrfToken } = await signIn();
    const json = { topic: "Tides" };
    const without = await api.request("/pipeline/queue", { as: null, json, headers: { cookie } });
    expect(without.status).toBe(403);
    expect((await problemOf(without)).field).toBe("X-CSRF-Token");
    const wrong = await api.request("/pipeline/queue", { as: null, json, headers: { cookie, "x-csrf-token": "x" } });
    expect(wrong.status).toBe(403);
    const headers = { cookie, "x-csrf-token": csrfToken };
    expect((await api.request("/pipeline/queue", { as: null, json, headers })).status).toBe(202);
  });

  it("ends with the sign-out", async () => {
    const { cookie, csrfToken } = await signIn();
    const headers = { cookie, "x-csrf-token": csrfToken };
    expect((await api.request("/auth/logout", { as: null, method: "POST", headers })).status).toBe(204);
    expect((await api.request("/auth/me", { as: null, headers: { cookie } })).status).toBe(401);
  });

  it("asks for a recent proof before it makes an API key", async () => {
    const { cookie, csrfToken } = await signIn();
    const headers = { cookie, "x-csrf-token": csrfToken };
    const json = { name: "late", role: "analyst" };
    await api.deps.db.execute("update core.sessions set authenticated_at = now() - interval '6 minutes'");
    const stale = await api.request("/api-keys", { as: null, json, headers });
    expect(stale.status).toBe(403);
    expect((await problemOf(stale)).remedy).toContain("/auth/reauthenticate");
    await api.request("/auth/reauthenticate", { as: null, json: { password: ADMIN_PASSWORD }, headers });
    expect((await api.request("/api-keys", { as: null, json, headers })).status).toBe(201);
  });

  it("sends people to the sign-in page and programs a problem", async () => {
    const page = await api.request("/videos?status=failed", { as: null, headers: { accept: "text/html" } });
    expect(page.status).toBe(303);
    expect(page.headers.get("location")).toBe("/login?next=%2Fvideos%3Fstatus%3Dfailed");
    expect((await api.request("/pipeline/queue", { as: null })).status).toBe(401);
  });
});

describe("tokens", () => {
  const sign = (
    claims: object,
    { secret = JWT_SECRET, issuer = PUBLIC_URL, audience = "longtake", expires = "1h" } = {},
  ) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject("ci")
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(secret));
  const statusOf = async (token: string) => (await api.request("/auth/me", { as: token })).status;

  it("takes a good one, with its role and channels", async () => {
    const token = await sign({ role: "operator", channel_ids: ["science-daily"] });
    const me = await api.request("/auth/me", { as: token });
    expect(await me.json()).toEqual({ kind: "token", id: "ci", role: "operator", channel_ids: ["science-daily"] });
  });

  it("refuses another secret, issuer, audience, a past expiry, a missing role and no signature", async () => {
    const role = { role: "admin" };
    expect(await statusOf(await sign(role, { secret: "another secret, which is also long enough" }))).toBe(401);
    expect(await statusOf(await sign(role, { issuer: "https://other.example" }))).toBe(401);
    expect(await statusOf(await sign(role, { audience: "other" }))).toBe(401);
    expect(await statusOf(await sign(role, { expires: "-2h" }))).toBe(401);
    expect(await statusOf(await sign({}))).toBe(401);
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"role":"admin","sub":"x"}')}.`.replaceAll("=", "");
    expect(await statusOf(unsigned)).toBe(401);
  });

  it("exchanges an API key by form, JSON and Basic", async () => {
    const form = (body: Record<string, string>, headers: Record<string, string> = {}) =>
      api.request("/auth/token", { as: null, method: "POST", body: new URLSearchParams(body), headers });
    const grant_type = "client_credentials";
    const credentials = { client_id: "admin", client_secret: api.adminKey };
    const basic = { authorization: `Basic ${btoa(`admin:${api.adminKey}`)}` };
    for (const response of [
      await form({ grant_type, ...credentials }),
      await form({ grant_type }, basic),
      await api.request("/auth/token", { as: null, json: { grant_type, ...credentials } }),
    ]) {
      expect(response.status).toBe(200);
      const token = (await response.json()) as { access_token: string; expires_in: number };
      expect(token.expires_in).toBe(3600);
      expect(await statusOf(token.access_token)).toBe(200);
    }
    expect((await form({ grant_type, client_id: "admin", client_secret: "lt_wrong" })).status).toBe(401);
  });
});

describe("API keys", () => {
  it("are shown once and kept as a hash", async () => {
    const made = await api.request("/api-keys", { json: { name: "import", role: "service_account" } });
    const { key, key_id } = (await made.json()) as { key: string; key_id: string };
    expect(key).toMatch(new RegExp(`^lt_${key_id}_[0-9a-f]{64}$`));
    const list = await (await api.request("/api-keys")).text();
    expect(list).toContain(key_id);
    expect(list).not.toContain(key.slice(-20));
    const stored = await api.deps.db.execute(`select row_to_json(k)::text as row from core.api_keys k`);
    expect(JSON.stringify(stored)).not.toContain(key.slice(-20));
  });

  it("work on for the overlap after a rotation, then no more", async () => {
    const made = await api.request("/api-keys", { json: { name: "rotating", role: "analyst" } });
    const old = (await made.json()) as { key: string; key_id: string };
    const rotated = await api.request(`/api-keys/${old.key_id}/rotate`, { json: { overlap_seconds: 600 } });
    const successor = (await rotated.json()) as { key: string; key_id: string; previous_expires_at: string };
    expect(Date.parse(successor.previous_expires_at)).toBeGreaterThan(Date.now() + 500_000);
    expect((await api.request("/auth/me", { as: old.key })).status).toBe(200);
    expect((await api.request("/auth/me", { as: successor.key })).status).toBe(200);
    await rotateApiKey(api.deps.db, SYSTEM, {
      keyId: successor.key_id,
      successorId: "next",
      successorHash: "0".repeat(64),
      overlapSeconds: 0,
    });
    expect((await api.request("/auth/me", { as: successor.key })).status).toBe(401);
  });

  it("die at once when revoked", async () => {
    const made = await api.request("/api-keys", { json: { name: "short", role: "analyst" } });
    const { key, key_id } = (await made.json()) as { key: string; key_id: string };
    expect((await api.request(`/api-keys/${key_id}`, { method: "DELETE" })).status).toBe(204);
    expect((await api.request("/auth/me", { as: key })).status).toBe(401);
    expect((await api.request(`/api-keys/${key_id}`, { method: "DELETE" })).status).toBe(404);
  });

  it("are made by administrators only", async () => {
    for (const role of ["operator", "analyst", "service_account"] as const) {
      const as = await api.keyOf(role);
      expect((await api.request("/api-keys", { as, json: { name: "x", role: "admin" } })).status).toBe(403);
      expect((await api.request("/users", { as })).status).toBe(403);
    }
  });
});

describe("people", () => {
  it("are added once per address", async () => {
    const json = { email: "ada@example.org", role: "operator", password: "correct horse battery" };
    const made = await api.request("/users", { json });
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({ email: "ada@example.org", signs_in_by: ["password"] });
    const again = await api.request("/users", { json: { ...json, email: "ADA@example.org" } });
    expect(again.status).toBe(409);
    const { email, password } = json;
    expect((await api.request("/auth/login", { as: null, json: { email, password } })).status).toBe(200);
  });

  it("leave no address in the audit log", async () => {
    const rows = await api.deps.db.execute("select subject, details::text from audit.audit_events");
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain("example.org");
  });
});
