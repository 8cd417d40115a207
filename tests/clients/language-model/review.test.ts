import { expect, test } from "vitest";

import { draft, serve, spoken } from "./model-service.ts";

const WHOLE = { content: JSON.stringify(draft) };
const TITLED = { content: JSON.stringify({ ...draft, title: "Tides 潮" }) };

test.each([
  ["a sentence", spoken("Tokyo is written 東京 on every sign."), /Scene 1: the fonts cannot draw 東 京/u],
  ["the title, which thumbnails show", TITLED, /The title: the fonts cannot draw 潮/u],
])("letters of %s that no font has are sent back once, by name", async (_, drafted, named) => {
  const { asked, write } = await serve([drafted, WHOLE]);
  const { script } = await write();
  expect(asked[1]?.messages.at(-1)?.content).toMatch(named);
  expect(script.title).toBe("Tides");
  expect(script.notes).toBeUndefined();
});

test("letters that stay are an error about the language and the model, not the topic", async () => {
  const { asked, write } = await serve([TITLED, TITLED, WHOLE]);
  await expect(write()).rejects.toMatchObject({
    code: "media_failed",
    retryable: false,
    field: "language",
    message: expect.stringContaining("潮"),
    remedy: expect.stringContaining("another model"),
    usage: { length: 4 },
  });
  expect(asked).toHaveLength(2);
});

test("all that is shown or published is moderated", async () => {
  const scene = { ...draft.scenes[0], kind: "figure", figure: "Two" };
  const { moderated, write } = await serve([{ content: JSON.stringify({ ...draft, scenes: [scene] }) }]);
  await write();
  for (const word of [draft.title, draft.hook, draft.description, "tides", "Twice", "Two", "breathes"]) {
    expect(moderated.join("\n")).toContain(word);
  }
});

test.each(["{}", "<html>welcome</html>"])(
  "a moderation that answers %s has checked nothing, and a note says so",
  async (text) => {
    const { asked, write } = await serve([WHOLE], text);
    const { script } = await write();
    expect(script.notes).toEqual([expect.stringContaining("nobody has checked")]);
    expect(asked).toHaveLength(1);
  },
);
