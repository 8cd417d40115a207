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

const refusal = async (response: Response) => {
  expect(response.status).toBe(422);
  const problem = await problemOf(response);
  expect(problem).toMatchObject({ code: "invalid_input", remedy: expect.stringContaining("GET /voices") });
  return problem;
};

describe("POST /pipeline/queue", () => {
  it.each([
    [{ voice: "martian" }, "voice", 'espeak has no voice "martian"', "en-us"],
    [{ voice: "martian", language: "de" }, "voice", 'espeak has no voice "martian"', "en-us"],
    [{ language: "xx" }, "language", 'espeak has no voice "xx"', "name one that speaks it"],
  ])("refuses %j at the door, and names what would be right", async (asked, field, detail, remedy) => {
    const problem = await refusal(await api.request("/pipeline/queue", { json: { topic: "Tides", ...asked } }));
    expect(problem).toMatchObject({ field, remedy: expect.stringContaining(remedy) });
    expect(problem.detail).toContain(detail);
  });

  it("takes voices that exist, and leaves those of a service that cannot be asked to the stage that speaks", async () => {
    for (const voice of ["de", "en-us+f3", "elevenlabs:rachel"]) {
      const response = await api.request("/pipeline/queue", { json: { topic: `Tides by ${voice}`, voice } });
      expect(response.status).toBe(202);
    }
  });
});

describe("the voice of a channel", () => {
  const patch = (personality: object) =>
    api.request("/channels/science-daily", { method: "PATCH", json: { personality } });
  const personality = async () => (await (await api.request("/channels/science-daily")).json()) as object;

  it.each([
    [{ voice: "martian" }, "personality.voice"],
    [{ language: "xx" }, "personality.language"],
  ])("is refused when nobody has it, and the channel stays as it was: %j", async (asked, field) => {
    const before = await personality();
    expect(await refusal(await patch(asked))).toMatchObject({ field });
    expect(await personality()).toEqual(before);
    const made = { channel_id: "refused", name: "Refused", niche: "tech", personality: asked };
    expect(await refusal(await api.request("/channels", { json: made }))).toMatchObject({ field });
    expect((await api.request("/channels/refused")).status).toBe(404);
  });

  it("may speak a language that has none of its own, as long as it stays", async () => {
    expect((await patch({ language: "xx", voice: "openai:alloy" })).status).toBe(200);
    expect(await refusal(await patch({ voice: null }))).toMatchObject({ field: "personality.language" });
    expect((await patch({ tone: "dry" })).status).toBe(200);
    expect((await patch({ voice: null, language: null })).status).toBe(200);
  });
});

describe("the voice of a production schedule", () => {
  it.each([
    [{ voice: "martian" }, "spec.voice"],
    [{ language: "xx" }, "spec.language"],
  ])("is refused before there is a schedule: %j", async (spec, field) => {
    const json = { schedule_id: "mornings", channel_id: "science-daily", cadence: "0 6 * * *", topic_source: "list" };
    const asked = { ...json, topics: { topics: ["Tides"] }, spec };
    expect(await refusal(await api.request("/schedules", { json: asked }))).toMatchObject({ field });
    expect((await api.request("/schedules/mornings")).status).toBe(404);
  });
});
