import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { camelCase, snakeCase, snakePath } from "../../domain/spelling.ts";

describe("spelling", () => {
  it("translates keys at every depth, and values never", () => {
    const camel = { videoId: "my_value", lastDay: { runMsP50: 1 }, items: [{ etaAt: "publishAt" }] };
    const snake = { video_id: "my_value", last_day: { run_ms_p50: 1 }, items: [{ eta_at: "publishAt" }] };
    expect(snakeCase(camel)).toEqual(snake);
    expect(camelCase(snake)).toEqual(camel);
  });

  it("leaves keys alone that are data", () => {
    const data = { "16:9": 1, "segments/ab_c.mp4": 2, SHOUTING_KEY: 3, "with-dash": 4, _lead: 5 };
    expect(camelCase(data)).toEqual(data);
    expect(snakeCase(data)).toEqual(data);
  });

  it("writes instants as ISO strings", () => {
    expect(snakeCase({ createdAt: new Date(0) })).toEqual({ created_at: "1970-01-01T00:00:00.000Z" });
  });

  it("names a nested field as the caller wrote it", () => {
    expect(snakePath("spec.publishAt.0")).toBe("spec.publish_at.0");
  });

  it("comes back unchanged from any field names of letters", () => {
    const word = fc.stringMatching(/^[a-z]{1,6}(_[a-z]{1,6}){0,3}$/);
    fc.assert(
      fc.property(fc.dictionary(word, fc.jsonValue({ maxDepth: 0 })), (document) => {
        expect(snakeCase(camelCase(document))).toEqual(document);
      }),
    );
  });

  it("does not let a key reach the prototype", () => {
    const translated = camelCase(JSON.parse('{"__proto__": {"is_admin": true}}') as object);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(Object.getPrototypeOf(translated)).toBe(Object.prototype);
  });
});
