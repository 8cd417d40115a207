import { expect, test } from "vitest";

import { draft, serve } from "./model-service.ts";

const WHOLE = { content: JSON.stringify(draft) };
const TITLED = { content: JSON.stringify({ ...draft, title: "Tides 潮" }) };

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
