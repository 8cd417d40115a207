import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApi, problemOf, type TestApi } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.addChannel("science-daily");
});
afterAll(() => api[Symbol.asyncDispose]());

interface Voices {
  readonly voices: readonly { readonly voice: string; readonly languages: readonly string[] }[];
  readonly providers: readonly { readonly provider: string; readonly state: string }[];
}

const voices = async (query = "") => (await (await api.request(`/voices${query}`)).json()) as Voices;

describe("GET /voices", () => {
  it("lists what speaks, by provider and language, and says of each provider what its list is worth", async () => {
    const all = await voices();
    expect(all.voices.length).toBeGreaterThan(50);
    expect(all.providers).toEqual([
      { provider: "espeak", state: "asked", reason: null },
      ...["openai", "elevenlabs", "google"].map((provider) => {
        return { provider, state: "no_key", reason: "its key is not set here" };
      }),
    ]);
    const german = await voices("?language=de");
    expect(german.voices.map(({ voice }) => voice)).toEqual(["de"]);
    expect(await voices("?provider=openai")).toMatchObject({ voices: [], providers: [{ provider: "openai" }] });
    expect((await api.request("/voices?provider=azure")).status).toBe(422);
    expect((await api.request("/voices", { as: null })).status).toBe(401);
  });
});

describe("POST /pipeline/queue", () => {
  it.each([
    [{ voice: "martian" }, 'espeak has no voice "martian"'],
    [{ language: "xx" }, 'espeak has no voice "xx"'],
  ])("refuses %j at the door, and names voices that exist", async (asked, detail) => {
    const response = await api.request("/pipeline/queue", { json: { topic: "Tides", ...asked } });
    expect(response.status).toBe(422);
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ code: "invalid_input", field: "voice", remedy: expect.stringContaining("en-us") });
    expect(problem.detail).toContain(detail);
  });

  it("takes voices that exist, and leaves those of a service that cannot be asked to the stage that speaks", async () => {
    for (const voice of ["de", "en-us+f3", "elevenlabs:rachel"]) {
      const response = await api.request("/pipeline/queue", { json: { topic: `Tides by ${voice}`, voice } });
      expect(response.status).toBe(202);
    }
  });
});
