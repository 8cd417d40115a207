import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestApi, problemOf, type TestApi } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({
    settings: (settings) => ({ ...settings, api: { ...settings.api, requestsPerMinute: 1_000 } }),
  });
});
afterAll(() => api[Symbol.asyncDispose]());

interface Made {
  key: string;
  key_id: string;
  requests_per_minute: number | null;
}

async function makeKey(requestsPerMinute?: number): Promise<Made> {
  const json = { name: "limited", role: "analyst", requests_per_minute: requestsPerMinute };
  return (await (await api.request("/api-keys", { json })).json()) as Made;
}

async function answersTo(as: string, requests: number): Promise<Response[]> {
  const answers: Response[] = [];
  for (let request = 0; request < requests; request++) answers.push(await api.request("/auth/me", { as }));
  return answers;
}

it("a key with a limit of its own is held to it, others to the setting", async () => {
  const answers = await answersTo((await makeKey(3)).key, 4);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
  expect(answers.map((answer) => answer.headers.get("ratelimit-remaining"))).toEqual(["2", "1", "0", "0"]);
  expect(answers[3]?.headers.get("ratelimit-limit")).toBe("3");
  const problems = await Promise.all(answers.slice(3).map(problemOf));
  expect(problems).toMatchObject([{ code: "rate_limited" }]);
  const [plain] = await answersTo((await makeKey()).key, 1);
  expect(plain?.headers.get("ratelimit-limit")).toBe("1000");
});

it("a limit may lie above everybody's", async () => {
  const [answer] = await answersTo((await makeKey(5_000)).key, 1);
  expect(answer?.headers.get("ratelimit-limit")).toBe("5000");
});

it("the limit is listed, and goes on with the key's successor and tokens", async () => {
  const made = await makeKey(7);
  expect(made.requests_per_minute).toBe(7);
  const { api_keys: keys } = (await (await api.request("/api-keys")).json()) as { api_keys: Made[] };
  expect(keys.find((key) => key.key_id === made.key_id)?.requests_per_minute).toBe(7);
  const rotated = await api.request(`/api-keys/${made.key_id}/rotate`, { json: {} });
  expect(((await rotated.json()) as Made).requests_per_minute).toBe(7);
  const credentials = { grant_type: "client_credentials", client_id: made.key_id, client_secret: made.key };
  const token = await api.request("/auth/token", { as: null, json: credentials });
  const { access_token } = (await token.json()) as { access_token: string };
  expect((await answersTo(access_token, 1))[0]?.headers.get("ratelimit-limit")).toBe("7");
});

it.each([0, -1, 1.5, 1_000_001])("%d requests a minute are refused", async (requestsPerMinute) => {
  const json = { name: "limited", role: "analyst", requests_per_minute: requestsPerMinute };
  const answer = await api.request("/api-keys", { json });
  expect(await problemOf(answer)).toMatchObject({ status: 422, field: "requests_per_minute" });
});
