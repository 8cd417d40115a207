import { expect, test } from "vitest";
import { wordsToBuy } from "../../activities/words-to-buy.ts";
import { completeSpec } from "../../domain/channel/defaults.ts";
import { AppError } from "../../domain/errors.ts";

const SCRIPT = { wordsPerMinute: 150, scenes: [{ sentences: ["Twelve words.", "nginx [pause 1 s] rises."] }] };
const read: string[] = [];
const storage = {
  getJson: async <T>(key: string): Promise<T> => {
    read.push(key);
    if (key !== "scripts/a.json") throw new AppError(key === "scripts/gone.json" ? "not_found" : "unavailable", key);
    return JSON.parse(JSON.stringify(SCRIPT));
  },
};
const spec = (voice: string) => completeSpec("Tides", [{ seconds: 60, voice }]);

test("what a bought voice will say is counted, as it is said", async () => {
  const narration = { mode: "speech", pronunciations: [{ word: "nginx", say: "engine ex" }] } as const;
  const plain = { stage: "narration", spec: spec("openai:alloy"), scriptKey: "scripts/a.json" } as const;
  expect(await wordsToBuy({ storage }, plain)).toEqual({ spokenCharacters: "Twelve words.nginxrises.".length });
  const pronounced = { ...plain, spec: { ...plain.spec, narration } };
  expect(await wordsToBuy({ storage }, pronounced)).toEqual({
    spokenCharacters: "Twelve words.engine exrises.".length,
  });
});

test("what was bought before is not bought again; where nobody can tell, all of it is reckoned with", async () => {
  const asked: unknown[] = [];
  const answering =
    (answer: readonly string[] | null) =>
    async (...question: unknown[]) => {
      asked.push(question);
      return answer;
    };
  const input = { stage: "narration", spec: spec("openai:alloy"), scriptKey: "scripts/a.json" } as const;
  const charactersWith = async (answer: readonly string[] | null, of: typeof input = input) =>
    (await wordsToBuy({ storage, unbought: answering(answer) }, of)).spokenCharacters;
  expect(await charactersWith(["rises."])).toBe("rises.".length);
  expect(await charactersWith([])).toBe(0);
  expect(await charactersWith(null)).toBe("Twelve words.nginxrises.".length);
  const french = { ...input, spec: { ...input.spec, language: "fr" } };
  expect(await charactersWith(["rises."], french)).toBe("rises.".length);
  const texts = ["Twelve words.", "nginx", "rises."];
  const saying = { voice: "openai:alloy", wordsPerMinute: 150 };
  expect(asked[0]).toEqual([texts, saying]);
  expect(asked.at(-1)).toEqual([texts, { ...saying, language: "fr" }]);
  // A marked voice bills its markup for each text that is left.
  const marked = { ...input, spec: spec("google:en-US-Wavenet-B") };
  expect(await charactersWith(["rises."], marked)).toBe("<speak>rises.</speak>".length);
});

test("what is to be translated is counted", async () => {
  const translated = { ...spec("en-us"), reuse: { translateKey: "scripts/a.json" } };
  expect(await wordsToBuy({ storage }, { stage: "script", spec: translated, scriptKey: undefined })).toEqual({
    original: { words: 7, characters: JSON.stringify(SCRIPT).length },
  });
});

test("nothing is read where nothing is bought", async () => {
  read.length = 0;
  const silent = { ...spec("openai:alloy"), narration: { mode: "silent" } } as const;
  const scriptKey = "scripts/a.json";
  for (const stage of ["script", "media", "render", "qa", "upload"] as const) {
    expect(await wordsToBuy({ storage }, { stage, spec: spec("openai:alloy"), scriptKey })).toEqual({});
  }
  expect(await wordsToBuy({ storage }, { stage: "narration", spec: spec("en-us"), scriptKey })).toEqual({});
  expect(await wordsToBuy({ storage }, { stage: "narration", spec: silent, scriptKey })).toEqual({});
  expect(read).toEqual([]);
});

test("a script that is gone is for the attempt to miss; a store that is away is asked again", async () => {
  const input = { stage: "narration", spec: spec("openai:alloy") } as const;
  expect(await wordsToBuy({ storage }, { ...input, scriptKey: "scripts/gone.json" })).toEqual({});
  await expect(wordsToBuy({ storage }, { ...input, scriptKey: "scripts/away.json" })).rejects.toMatchObject({
    code: "unavailable",
  });
});
