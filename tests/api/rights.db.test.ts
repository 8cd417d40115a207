import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "../../api/access/passwords.ts";
import { createUser } from "../../db/queries/people.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

const PASSWORD = "a long password of an analyst";
const EMAIL = "rita@example.org";
const RIGHTS = "/users/usr_rita/rights";
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

let api: TestApi;
let videoId: string;
let headers: Record<string, string>;
beforeAll(async () => {
  api = await createTestApi({
    settings: (settings) => ({ ...settings, api: { ...settings.api, requestsPerMinute: 100_000 } }),
  });
  await api.addChannel("science-daily");
  await api.addChannel("other");
  await createUser(api.deps.db, SYSTEM, {
    userId: "usr_rita",
    email: EMAIL,
    displayName: "Rita",
    role: "analyst",
    channelIds: null,
    passwordHash: await hashPassword(PASSWORD),
  });
  const queued = await api.request("/pipeline/queue", { json: { topic: "Tides", channel_id: "science-daily" } });
  ({ video_id: videoId } = (await queued.json()) as { video_id: string });
  const signedIn = await api.request("/auth/login", { as: null, json: { email: EMAIL, password: PASSWORD } });
  const { csrf_token } = (await signedIn.json()) as { csrf_token: string };
  headers = { cookie: signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "", "x-csrf-token": csrf_token };
});
afterAll(() => api[Symbol.asyncDispose]());

/** 403 without the right; 409 with it, because the video only waits in the queue. */
async function statusesOfDecisions(): Promise<number[]> {
  const act = async (name: string, json: object) =>
    (await api.request(`/pipeline/videos/${videoId}/${name}`, { as: null, json, headers })).status;
  const reason = "looked at it";
  return [await act("approve", { reason }), await act("reject", { reason }), await act("edit", { reason, title: "T" })];
}

async function grant(json: object): Promise<string> {
  const granted = await api.request(RIGHTS, { json: { right: "review", reason: "covers for Ada", ...json } });
  expect(granted.status).toBe(201);
  return ((await granted.json()) as { right_id: string }).right_id;
}

async function revoke(rightId: string): Promise<number> {
  return (await api.request(`${RIGHTS}/${rightId}`, { method: "DELETE" })).status;
}

describe("a reviewer", () => {
  it("decides from the grant until it is revoked", async () => {
    expect(await statusesOfDecisions()).toEqual([403, 403, 403]);
    const rightId = await grant({ channel_id: "science-daily", until: inDays(1) });
    expect(await statusesOfDecisions()).toEqual([409, 409, 409]);
    expect(await revoke(rightId)).toBe(204);
    expect(await statusesOfDecisions()).toEqual([403, 403, 403]);
    expect(await revoke(rightId)).toBe(404);
  });

  it("decides neither before nor after the dates, nor for another channel, nor as a signer", async () => {
    const granted = [
      await grant({ from: inDays(1), until: inDays(2) }),
      await grant({ channel_id: "other" }),
      await grant({ right: "sign" }),
    ];
    const ending = await grant({ until: inDays(1) });
    expect(await statusesOfDecisions()).toEqual([409, 409, 409]);
    await api.deps.db.execute(
      `update core.permissions set valid_from = now() - interval '2 days', valid_until = now() - interval '1 day'
       where permission_id = '${ending}'`,
    );
    expect(await statusesOfDecisions()).toEqual([403, 403, 403]);
    const { rights } = (await (await api.request(RIGHTS)).json()) as {
      rights: { right_id: string; is_valid_now: boolean }[];
    };
    const validOf = (rightId: string) => rights.find((right) => right.right_id === rightId)?.is_valid_now;
    expect([...granted, ending].map(validOf)).toEqual([false, true, true, false]);
  });

  it("gets no other power: raising a cap stays with administrators", async () => {
    const rightId = await grant({});
    const json = { cap_micro_usd: 5_000_000, reason: "needed" };
    const raised = await api.request(`/pipeline/videos/${videoId}/raise-cap`, { as: null, json, headers });
    expect(raised.status).toBe(403);
    await revoke(rightId);
  });
});

describe("granting", () => {
  it("is an administrator's, of known people and channels, within sensible dates", async () => {
    const json = { right: "review", reason: "covers for Ada" };
    const statusOf = async (path: string, changes: object, as = api.adminKey) =>
      (await api.request(path, { json: { ...json, ...changes }, as })).status;
    expect(await statusOf(RIGHTS, {}, await api.keyOf("operator"))).toBe(403);
    expect(await statusOf("/users/usr_nobody/rights", {})).toBe(404);
    expect(await statusOf(RIGHTS, { channel_id: "unknown" })).toBe(404);
    expect(await statusOf(RIGHTS, { right: "administer" })).toBe(422);
    expect(await statusOf(RIGHTS, { reason: "" })).toBe(422);
    const past = await api.request(RIGHTS, { json: { ...json, from: inDays(2), until: inDays(1) } });
    expect(await problemOf(past)).toMatchObject({ status: 422, field: "until" });
  });

  it("and revoking leave audit rows with who, what and why", async () => {
    await revoke(await grant({ channel_id: "other", reason: "for the audit" }));
    const rows = await api.deps.db.execute<{ action: string; details: Record<string, unknown> }>(
      `select action, details::jsonb as details from audit.audit_events where subject = 'user/usr_rita' order by at desc limit 2`,
    );
    expect([...rows]).toEqual([
      { action: "right.revoked", details: expect.objectContaining({ right: "review", channelId: "other" }) },
      { action: "right.granted", details: expect.objectContaining({ right: "review", reason: "for the audit" }) },
    ]);
  });
});
