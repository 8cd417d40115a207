import { expect, test, vi } from "vitest";

import type { KeptAnswers } from "../../../clients/language-model/language-model.ts";
import { draft, serve, spoken } from "./model-service.ts";

const WHOLE = { content: JSON.stringify(draft) };
const CUT = { content: '{"title":"Tides","sc', end: "length" };

function keeping(): KeptAnswers & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const keyOf = (question: object): string => JSON.stringify(question);
  return {
    kept,
    find: (question) => Promise.resolve(kept.get(keyOf(question)) ?? null),
    keep: (question, content) => Promise.resolve(void kept.set(keyOf(question), content)),
  };
}

test("an answer that was cut off is asked for once more, with the tokens of both repairs", async () => {
  const { asked, write } = await serve([CUT, WHOLE]);
  const { script, usage } = await write();
  const [first, second] = asked.map((question) => question.max_completion_tokens);
  expect(second).toBe(2 * (first ?? 0));
  expect(asked[1]?.messages.at(-1)?.content).toContain("cut off");
  expect(script.title).toBe("Tides");
  expect(usage).toHaveLength(4);
});

test("after that nothing is left for another draft: what is wrong stands in the notes", async () => {
  const { asked, write } = await serve([CUT, spoken("The sea breathes."), WHOLE]);
  const { script } = await write(14);
  expect(asked).toHaveLength(2);
  expect(script.notes).toEqual([expect.stringContaining("3 spoken words")]);
});

test.each([CUT, { content: "", end: "length" }])("cut off twice is an error that names the limit", async (cut) => {
  const { asked, write } = await serve([cut, cut, WHOLE]);
  const failure: unknown = await write().catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "media_failed",
    retryable: false,
    message: expect.stringContaining(`${asked[1]?.max_completion_tokens} tokens`),
    remedy: expect.stringContaining("thinks less"),
  });
  expect(asked).toHaveLength(2);
});

test("a cut answer is kept too: the attempt after a crash asks for the longer one alone", async () => {
  const answers = keeping();
  const { asked, write } = await serve([CUT, { status: 503 }, WHOLE]);
  await expect(write(6, answers)).rejects.toMatchObject({ code: "platform_unavailable" });
  await expect(write(6, answers)).resolves.toMatchObject({ script: { title: "Tides" } });
  expect(asked.map((question) => question.messages.length)).toEqual([2, 3, 3]);
});

test("a longer answer may take longer, and a moderation 45 s", async () => {
  const timeouts = vi.spyOn(AbortSignal, "timeout");
  const { write } = await serve([WHOLE, WHOLE, WHOLE, WHOLE]);
  const waited = async (words: number) => {
    timeouts.mockClear();
    await write(words);
    return [...new Set(timeouts.mock.calls.flat())];
  };
  expect(await waited(600)).toEqual([255_000, 45_000]);
  expect(await waited(1_550)).toEqual([290_000, 45_000]);
});
