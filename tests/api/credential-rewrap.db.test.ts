import { afterAll, beforeAll, expect, test } from "vitest";
import { createCredentialCipher } from "../../clients/credentials.ts";
import { findConnection, revokeConnection, saveConnection } from "../../db/queries/channels.ts";
import { createTestApi, SYSTEM, type TestApi } from "./test-api.ts";

const keyOf = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
const OLD_RING = keyOf("old", 1);
const NEW_RING = `${keyOf("new", 2)},${OLD_RING}`;
const LOST_RING = keyOf("lost", 3);
const PATH = "/channels/rewrap-credentials";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({ environment: { LONGTAKE_CREDENTIAL_KEYS: NEW_RING } });
});
afterAll(() => api[Symbol.asyncDispose]());

async function connect(channelId: string, ring: string): Promise<void> {
  await api.addChannel(channelId);
  const key = { channelId, platform: "youtube" };
  const { encrypted: encryptedToken, keyId } = createCredentialCipher(ring).encrypt(`token of ${channelId}`, key);
  await saveConnection(api.deps.db, SYSTEM, {
    ...key,
    encryptedToken,
    keyId,
    account: { accountId: "UC1", title: "T" },
  });
}

async function rewrap(): Promise<unknown> {
  const answer = await api.request(PATH, { json: {} });
  expect(answer.status).toBe(200);
  return answer.json();
}

test("every stored token comes under the current key, once, and the old key may go", async () => {
  await connect("one", OLD_RING);
  await connect("two", OLD_RING);
  await connect("three", NEW_RING);
  await connect("gone", OLD_RING);
  await revokeConnection(api.deps.db, SYSTEM, { channelId: "gone", platform: "youtube" });

  expect(await rewrap()).toEqual({ key_id: "new", rewrapped: 2, already_current: 1, failed: [] });
  expect(await rewrap()).toEqual({ key_id: "new", rewrapped: 0, already_current: 3, failed: [] });

  const withoutOld = createCredentialCipher(keyOf("new", 2));
  for (const channelId of ["one", "two", "three"]) {
    const key = { channelId, platform: "youtube" };
    const stored = await findConnection(api.deps.db, SYSTEM, key);
    expect(stored).toMatchObject({ keyId: "new", status: "connected" });
    expect(withoutOld.decrypt(stored?.encryptedToken ?? "", key)).toBe(`token of ${channelId}`);
  }
  const rows = await api.deps.db.execute<{ action: string; subject: string; details: Record<string, unknown> }>(
    `select action, subject, details::jsonb as details from audit.audit_events
     where action in ('channel.credential_rewrapped', 'credentials.rewrapped') order by at, subject`,
  );
  expect([...rows]).toEqual([
    expect.objectContaining({
      subject: "channel/one",
      details: { platform: "youtube", fromKeyId: "old", keyId: "new" },
    }),
    expect.objectContaining({ subject: "channel/two" }),
    expect.objectContaining({
      subject: "credential_key/new",
      details: { keyId: "new", rewrapped: 2, alreadyCurrent: 1, failed: 0 },
    }),
    expect.objectContaining({ details: { keyId: "new", rewrapped: 0, alreadyCurrent: 3, failed: 0 } }),
  ]);
});

test("a token under a lost key is named and keeps no other from its new key", async () => {
  await connect("a-lost", LOST_RING);
  await connect("b-late", OLD_RING);
  expect(await rewrap()).toMatchObject({
    rewrapped: 1,
    failed: [{ channel_id: "a-lost", platform: "youtube", reason: expect.stringContaining("key lost") }],
  });
});

test("two at once rewrap each token once", async () => {
  await connect("at-once", OLD_RING);
  const answers = (await Promise.all([rewrap(), rewrap()])) as { rewrapped: number }[];
  expect(answers.reduce((sum, answer) => sum + answer.rewrapped, 0)).toBe(1);
});

test("only an administrator may", async () => {
  expect((await api.request(PATH, { json: {}, as: await api.keyOf("operator") })).status).toBe(403);
});
