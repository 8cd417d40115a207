import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunningPlatform } from "./running-platform.ts";

const SECONDS = () => Math.floor(Date.now() / 1000);

export function badInput(given: () => RunningPlatform): void {
  describe("a wrong request to POST /pipeline/queue", () => {
    const queue = (call: Parameters<RunningPlatform["call"]>[2]) => given().call("POST", "/pipeline/queue", call);
    const topic = "Why is the sky blue?";
    let key = "";
    beforeAll(async () => {
      key = await given().keyOf("operator");
    });

    test.each<{ what: string; json: object; field: string; says: RegExp }>([
      { what: "without a topic", json: {}, field: "topic", says: /expected string/ },
      { what: "an empty topic", json: { topic: " " }, field: "topic", says: /empty/ },
      { what: "a topic of another type", json: { topic: 7 }, field: "topic", says: /expected string/ },
      { what: "a topic of 201 characters", json: { topic: "x".repeat(201) }, field: "topic", says: /at most 200/ },
      { what: "a control character", json: { topic: "a\u0007b" }, field: "topic", says: /control/ },
      { what: "a mark that turns text around", json: { topic: "a\u202eb" }, field: "topic", says: /control/ },
      { what: "half a character", json: { topic: "a\ud800b" }, field: "topic", says: /well-formed/ },
      { what: "pictographs alone", json: { topic: "🦊🐻🐼" }, field: "topic", says: /no letters/ },
      { what: "an unknown field", json: { topic, lenght: 7 }, field: "lenght", says: /not known/ },
      { what: "an unknown field inside", json: { topic, publish: { a: 1 } }, field: "publish.a", says: /not known/ },
      { what: "priority 0", json: { topic, priority: 0 }, field: "priority", says: />=1/ },
      { what: "priority 11", json: { topic, priority: 11 }, field: "priority", says: /<=10/ },
      { what: "priority 1.5", json: { topic, priority: 1.5 }, field: "priority", says: /int/ },
      { what: "seconds as text", json: { topic, seconds: "60" }, field: "seconds", says: /expected number/ },
      { what: "another size", json: { topic, size: "4k" }, field: "size", says: /360p/ },
      {
        what: "a date that is none",
        json: { topic, publish: { publish_at: "soon" } },
        field: "publish.publish_at",
        says: /date/i,
      },
    ])("$what is refused by its field", async ({ json, field, says }) => {
      const { status, headers, body } = await queue({ as: key, json });
      expect({ status, code: body["code"], field: body["field"] }).toEqual({
        status: 422,
        code: "invalid_input",
        field,
      });
      expect(headers.get("content-type")).toBe("application/problem+json");
      expect(body["detail"]).toMatch(says);
      expect(body["remedy"]).toMatch(/\w+ \w+/);
      expect(body["request_id"]).toBe(headers.get("x-request-id"));
    });

    test.each([
      { what: "no JSON", body: "{", status: 400, says: /not valid JSON/ },
      { what: "nothing", body: "", status: 400, says: /not valid JSON/ },
      { what: "10 MB", body: JSON.stringify({ topic: "x".repeat(10_000_000) }), status: 413, says: /too large/ },
    ])("a body of $what is refused", async ({ body, status, says }) => {
      const answer = await queue({ as: key, body });
      expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code: "invalid_input" });
      expect(answer.body["detail"]).toMatch(says);
      expect(answer.body["remedy"]).toBeTruthy();
    });

    test("a body of another content type is refused", async () => {
      const { status, body } = await queue({ as: key, body: "topic=sky", headers: { "content-type": "text/plain" } });
      expect({ status, code: body["code"] }).toEqual({ status: 415, code: "invalid_input" });
    });

    test("a channel that is not there is named", async () => {
      const { status, body } = await queue({ as: key, json: { topic, channel_id: "nowhere" } });
      expect({ status, code: body["code"] }).toEqual({ status: 404, code: "not_found" });
    });

    test("letters that no bundled font draws are named before anything is queued", async () => {
      const json = { topic: "为什么天空是蓝色的", channel_id: "unconnected" };
      const { status, body } = await queue({ as: key, json });
      expect({ status, field: body["field"] }).toEqual({ status: 422, field: "topic" });
      expect(body["detail"]).toContain("为 什 么 天 空");
      expect(body["remedy"]).toMatch(/letters/);
    });
  });

  describe("a request with wrong credentials", () => {
    const tokens = (): Record<string, string> => {
      const { LONGTAKE_JWT_SECRET = "", LONGTAKE_PUBLIC_URL = "" } = given().platform.env;
      const claims = { sub: "mallory", role: "admin", iss: LONGTAKE_PUBLIC_URL, aud: "longtake", exp: SECONDS() + 600 };
      return {
        "nothing at all": "",
        "alg none": token({ alg: "none" }, claims, ""),
        "another secret": token({ alg: "HS256" }, claims, "another secret, as long as ours"),
        expired: token({ alg: "HS256" }, { ...claims, exp: SECONDS() - 600 }, LONGTAKE_JWT_SECRET),
        "without an end": token({ alg: "HS256" }, { ...claims, exp: undefined }, LONGTAKE_JWT_SECRET),
        "for another audience": token({ alg: "HS256" }, { ...claims, aud: "elsewhere" }, LONGTAKE_JWT_SECRET),
        "a role that is none": token({ alg: "HS256" }, { ...claims, role: "root" }, LONGTAKE_JWT_SECRET),
        "an unknown key": "lt_0000_0000",
      };
    };

    test("is refused with 401, and says how to be let in", async () => {
      for (const [what, credential] of Object.entries(tokens())) {
        const as = credential === "" ? null : credential;
        const { status, headers, body } = await given().call("POST", "/pipeline/queue", { as, json: { topic: "a" } });
        expect({ what, status, code: body["code"] }).toEqual({ what, status: 401, code: "unauthorized" });
        expect(body["remedy"]).toBeTruthy();
        expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
      }
    });

    test("a token of the right secret is let in", async () => {
      const { LONGTAKE_JWT_SECRET = "", LONGTAKE_PUBLIC_URL = "" } = given().platform.env;
      const claims = { sub: "ada", role: "analyst", iss: LONGTAKE_PUBLIC_URL, aud: "longtake", exp: SECONDS() + 600 };
      const as = token({ alg: "HS256" }, claims, LONGTAKE_JWT_SECRET);
      expect((await given().call("GET", "/auth/me", { as })).body).toMatchObject({ id: "ada", role: "analyst" });
    });
  });
}

/** A JSON web token made by hand, so that it can be wrong in every way. */
export function token(header: object, claims: object, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ typ: "JWT", ...header })}.${part(claims)}`;
  return `${signed}.${secret === "" ? "" : createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
