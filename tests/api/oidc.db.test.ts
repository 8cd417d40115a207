import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "../../db/queries/people.ts";
import {
  type Browser,
  CLIENT_ID,
  CLIENT_SECRET,
  type IdentityProvider,
  type Person,
  startIdentityProvider,
} from "./identity-provider.ts";
import { createTestApi, problemOf, PUBLIC_URL, SYSTEM, type TestApi } from "./test-api.ts";

const ADA: Person = { accountId: "ada", email: "ada@example.org", isVerified: true };
const EVE: Person = { accountId: "eve", email: "eve@example.org", isVerified: false };
const BEN: Person = { accountId: "ben", email: "ben@example.org", isVerified: true };

let provider: IdentityProvider;
let api: TestApi;
beforeAll(async () => {
  provider = await startIdentityProvider(`${PUBLIC_URL}/auth/oidc/callback`);
  api = await createTestApi({
    environment: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: CLIENT_SECRET },
    settings: (settings) => ({ ...settings, api: { ...settings.api, requestsPerMinute: 100_000 } }),
  });
  const person = { displayName: "", role: "admin" as const, channelIds: null, passwordHash: null };
  await createUser(api.deps.db, SYSTEM, { ...person, userId: "usr_ada", email: "Ada@Example.org" });
  await createUser(api.deps.db, SYSTEM, { ...person, userId: "usr_eve", email: EVE.email });
  await createUser(api.deps.db, SYSTEM, { ...person, userId: "usr_ben", email: BEN.email });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

interface Begun {
  readonly authorizationUrl: URL;
  readonly cookie: string;
}

async function begin(query = "next=%2Fvideos%3Fstatus%3Dfailed"): Promise<Begun> {
  const response = await api.request(`/auth/oidc/start?${query}`, { as: null });
  expect(response.status).toBe(303);
  return {
    authorizationUrl: new URL(response.headers.get("location") ?? ""),
    cookie: cookieOf(response, "longtake_oidc"),
  };
}

function finish(back: URL, cookie: string): Promise<Response> {
  return api.request(back.pathname + back.search, { as: null, headers: { cookie } });
}

async function signIn(person: Person, browser: Browser = new Map(), query?: string): Promise<Response> {
  const { authorizationUrl, cookie } = await begin(query);
  return finish(await provider.visit(browser, authorizationUrl.href, person), cookie);
}

function cookieOf(response: Response, name: string): string {
  return (
    response.headers
      .getSetCookie()
      .find((line) => line.startsWith(`${name}=`))
      ?.split(";")[0] ?? ""
  );
}

async function meOf(cookie: string) {
  const response = await api.request("/auth/me", { as: null, headers: { cookie } });
  return {
    status: response.status,
    ...((await response.json()) as { id: string; csrf_token: string; authenticated_at: string }),
  };
}

async function auditOf(userId: string): Promise<unknown[]> {
  const rows = await api.deps.db.execute<{ action: string }>(
    `select action from audit.audit_events where subject = 'user/${userId}' order by at`,
  );
  return [...rows].map((row) => row.action);
}

describe("sign-in by an identity provider", () => {
  it("opens a session for the user with the e-mail address, and goes on to the page asked for", async () => {
    const { authorizationUrl } = await begin();
    expect(Object.fromEntries(authorizationUrl.searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
    const response = await signIn(ADA);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/videos?status=failed"]);
    const me = await meOf(cookieOf(response, "longtake_session"));
    expect(me).toMatchObject({ status: 200, kind: "user", id: "usr_ada", role: "admin" });
    expect(await auditOf("usr_ada")).toEqual(["user.created", "user.identity_linked", "session.opened"]);
  });

  it("refuses an address that no user has", async () => {
    const response = await signIn({ accountId: "zoe", email: "zoe@example.org", isVerified: true });
    expect(cookieOf(response, "longtake_session")).toBe("");
    expect(await problemOf(response)).toMatchObject({ status: 403, detail: "there is no account for this identity" });
  });

  it("refuses an address that the provider has not verified", async () => {
    const response = await signIn(EVE);
    expect(cookieOf(response, "longtake_session")).toBe("");
    expect(await problemOf(response)).toMatchObject({ status: 401, detail: expect.stringContaining("not verified") });
  });

  it("refuses another identity with the address of a linked one", async () => {
    expect((await signIn(ADA)).status).toBe(303);
    expect((await signIn({ ...ADA, accountId: "another-ada" })).status).toBe(403);
  });

  it("refuses another state, no cookie, and the same answer twice", async () => {
    const { authorizationUrl, cookie } = await begin();
    const back = await provider.visit(new Map(), authorizationUrl.href, ADA);
    expect((await finish(back, "")).status).toBe(401);
    const forged = new URL(back);
    forged.searchParams.set("state", "another");
    expect((await finish(forged, cookie)).status).toBe(401);
    // The wrong try has used the sign-in up.
    expect((await finish(back, cookie)).status).toBe(401);
  });

  it("refuses an answer begun in another browser", async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const back = await provider.visit(new Map(), theirs.authorizationUrl.href, ADA);
    expect((await finish(back, mine.cookie)).status).toBe(401);
  });

  it.each([
    ["nonce", "another nonce"],
    ["code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"],
  ])("refuses an answer to another %s", async (name, value) => {
    const { authorizationUrl, cookie } = await begin();
    authorizationUrl.searchParams.set(name, value);
    const back = await provider.visit(new Map(), authorizationUrl.href, ADA);
    const response = await finish(back, cookie);
    expect(cookieOf(response, "longtake_session")).toBe("");
    expect(await problemOf(response)).toMatchObject({ status: 401, code: "unauthorized" });
  });

  it("names a refusal of the provider a refusal", async () => {
    const { authorizationUrl, cookie } = await begin();
    const state = authorizationUrl.searchParams.get("state") ?? "";
    const back = new URL(`${PUBLIC_URL}/auth/oidc/callback?error=access_denied&state=${state}`);
    back.searchParams.set("iss", provider.issuer);
    expect((await finish(back, cookie)).status).toBe(401);
  });
});

describe("proving again who one is", () => {
  it("needs the provider's fresh check, not its remembered one", async () => {
    const browser: Browser = new Map();
    const makeKey = async (cookie: string) => {
      const headers = { cookie, "x-csrf-token": (await meOf(cookie)).csrf_token };
      return api.request("/api-keys", { as: null, json: { name: "guarded", role: "analyst" }, headers });
    };
    const first = cookieOf(await signIn(BEN, browser), "longtake_session");
    expect((await makeKey(first)).status).toBe(201);
    await api.deps.db.execute("update core.sessions set authenticated_at = now() - interval '6 minutes'");
    expect((await makeKey(first)).status).toBe(403);

    const withPassword = await api.request("/auth/reauthenticate", {
      as: null,
      json: { password: "none" },
      headers: { cookie: first, "x-csrf-token": (await meOf(first)).csrf_token },
    });
    expect((await problemOf(withPassword)).remedy).toContain("/auth/oidc/start?fresh=true");

    // `auth_time` has whole seconds: only the next one shows a later check.
    await new Promise((resolve) => setTimeout(resolve, 1_010 - (Date.now() % 1_000)));
    const remembered = cookieOf(await signIn(BEN, browser), "longtake_session");
    const checkedAt = (await meOf(remembered)).authenticated_at;

    const { authorizationUrl, cookie } = await begin("fresh=true&next=%2Fvideos");
    expect(authorizationUrl.searchParams.get("prompt")).toBe("login");
    const back = await provider.visit(browser, authorizationUrl.href, BEN);
    const response = await api.request(back.pathname + back.search, {
      as: null,
      headers: { cookie: `${cookie}; ${first}` },
    });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/videos"]);
    const proved = cookieOf(response, "longtake_session");
    expect(Date.parse((await meOf(proved)).authenticated_at)).toBeGreaterThan(Date.parse(checkedAt));
    expect((await makeKey(proved)).status).toBe(201);
    // The session it replaces is closed.
    expect((await meOf(first)).status).toBe(401);
  });
});

it("without a provider there is nothing to go to", async () => {
  await using plain = await createTestApi();
  expect((await plain.request("/auth/oidc/start", { as: null })).status).toBe(404);
});
