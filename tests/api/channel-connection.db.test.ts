import { afterAll, beforeAll, expect, test } from "vitest";

import { createCredentialCipher } from "../../clients/credentials.ts";
import { findConnection } from "../../db/queries/channels.ts";
import { startSandbox } from "../sandbox/sandbox-process.ts";
import type { SandboxProcess } from "../sandbox/sandbox-process.ts";
import { clientsOf } from "../sandbox/youtube-account.ts";
import { createTestApi, problemOf, SYSTEM, type TestApi } from "./test-api.ts";

const PATH = "/channels/science-daily/connections/youtube";
const REDIRECT_URI = "http://127.0.0.1:53682/callback";
const KEY = { channelId: "science-daily", platform: "youtube" };

let sandbox: SandboxProcess;
let api: TestApi;
beforeAll(async () => {
  sandbox = await startSandbox();
  api = await createTestApi({
    environment: {
      YOUTUBE_API_URL: sandbox.url,
      YOUTUBE_AUTH_URL: `${sandbox.url}/o/oauth2/v2/auth`,
      YOUTUBE_TOKEN_URL: `${sandbox.url}/token`,
      YOUTUBE_CLIENT_ID: "longtake-test",
      YOUTUBE_CLIENT_SECRET: "test-secret",
    },
  });
  await api.addChannel("science-daily");
  await api.addChannel("other");
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

/** Begins, and lets the stand-in's owner agree. */
async function consent(as = api.adminKey): Promise<{ code: string; state: string }> {
  const begun = await api.request(PATH, { as, json: { redirect_uri: REDIRECT_URI } });
  const { authorization_url: url } = (await begun.json()) as { authorization_url: string };
  const answer = await fetch(url, { redirect: "manual" });
  const { searchParams } = new URL(answer.headers.get("location") ?? "");
  return { code: searchParams.get("code") ?? "", state: searchParams.get("state") ?? "" };
}

test("a channel is connected, its token works and is kept encrypted", async () => {
  const connected = await api.request(`${PATH}/complete`, { json: await consent() });
  expect([connected.status, await connected.json()]).toEqual([
    200,
    {
      channel_id: "science-daily",
      platform: "youtube",
      status: "connected",
      account: { account_id: expect.stringMatching(/^UC/), title: "Demo channel" },
      connected_at: expect.any(String),
    },
  ]);
  const stored = await findConnection(api.deps.db, SYSTEM, KEY);
  const cipher = createCredentialCipher(api.deps.environment.LONGTAKE_CREDENTIAL_KEYS);
  const refreshToken = cipher.decrypt(stored?.encryptedToken ?? "", KEY);
  expect(stored?.encryptedToken).not.toContain(refreshToken);
  expect((await clientsOf(sandbox.url).youtube.asChannel(refreshToken, SYSTEM).readMine()).title).toBe("Demo channel");
});

test("a state works once, for its channel, for whoever began", async () => {
  const other = await api.keyOf("operator");
  const taken = await consent();
  const answers = [
    await api.request(`${PATH}/complete`, { json: taken, as: other }),
    await api.request(`${PATH}/complete`, { json: taken }),
    await api.request("/channels/other/connections/youtube/complete", { json: await consent() }),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422]);
  for (const answer of answers)
    expect(await problemOf(answer)).toMatchObject({ code: "invalid_input", field: "state" });
});

test("a code that Google does not know is refused, naming the field", async () => {
  const { state } = await consent();
  const answer = await api.request(`${PATH}/complete`, { json: { code: "4/wrong", state } });
  expect(await problemOf(answer)).toMatchObject({ code: "invalid_input", field: "code" });
});

test.each(["https://evil.example/callback", "http://127.0.0.1.evil.example/"])(
  "%s gets no code",
  async (redirectUri) => {
    const answer = await api.request(PATH, { json: { redirect_uri: redirectUri } });
    expect(await problemOf(answer)).toMatchObject({ status: 422, field: "redirect_uri" });
  },
);

test("an analyst may look and not touch; other channels' keys see nothing", async () => {
  const analyst = await api.keyOf("analyst");
  expect((await api.request(PATH, { as: analyst })).status).toBe(200);
  expect((await api.request(PATH, { as: analyst, json: { redirect_uri: REDIRECT_URI } })).status).toBe(403);
  const stranger = await api.keyOf("operator", ["other"]);
  expect((await api.request(PATH, { as: stranger, json: { redirect_uri: REDIRECT_URI } })).status).toBe(404);
});

test("disconnecting withdraws the access at the platform and forgets the token", async () => {
  await api.request(`${PATH}/complete`, { json: await consent() });
  const before = await findConnection(api.deps.db, SYSTEM, KEY);
  const cipher = createCredentialCipher(api.deps.environment.LONGTAKE_CREDENTIAL_KEYS);
  const refreshToken = cipher.decrypt(before?.encryptedToken ?? "", KEY);
  expect((await api.request(PATH, { method: "DELETE" })).status).toBe(204);
  expect(await findConnection(api.deps.db, SYSTEM, KEY)).toMatchObject({ status: "revoked", encryptedToken: null });
  const { youtube } = clientsOf(sandbox.url);
  await expect(youtube.asChannel(refreshToken, SYSTEM).readMine()).rejects.toMatchObject({
    code: "channel_not_connected",
  });
  expect((await api.request(PATH, { method: "DELETE" })).status).toBe(204);
});
