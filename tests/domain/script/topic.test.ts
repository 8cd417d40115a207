import { expect, test } from "vitest";

import { subjectOf } from "../../../domain/script/topic.ts";

test.each([
  { topic: "How tides work", title: "How tides work", phrase: "how tides work" },
  {
    topic: "Top 10 facts about the Roman Empire 🔥",
    title: "Top 10 facts about the Roman Empire",
    phrase: "the Roman Empire",
  },
  { topic: "explain photosynthesis", title: "Explain photosynthesis", phrase: "photosynthesis" },
  { topic: "<b>cats</b> {\\an8}purr\u0000\u202e", title: "Cats purr", phrase: "cats purr" },
  { topic: "iPhone cameras", title: "iPhone cameras", phrase: "iPhone cameras" },
  { topic: "How old is the universe", title: "How old is the universe?", phrase: "how old is the universe" },
  { topic: "How many stars are there", title: "How many stars are there?", phrase: "how many stars are there" },
  { topic: "mRNA", title: "mRNA", phrase: "mRNA" },
  { topic: "Is coffee bad for you", title: "Is coffee bad for you?", phrase: "Is coffee bad for you" },
  { topic: "Will Smith: a life", title: "Will Smith: a life", phrase: "Will Smith a life" },
  { topic: "$& and $1", title: "$& and $1", phrase: "$& and $1" },
  { topic: "שלום עולם", title: "שלום עולם", phrase: "שלום עולם" },
])("$topic becomes a title and a phrase", ({ topic, title, phrase }) => {
  expect(subjectOf(topic)).toMatchObject({ title, phrase });
});

test.each(["🔥🔥", "...", "   ", "<b></b>"])("a topic without a word is refused: %s", (topic) => {
  expect(() => subjectOf(topic)).toThrow(expect.objectContaining({ code: "invalid_input", field: "topic" }));
});

test("a long topic is cut between words and says so", () => {
  const { title, phrase } = subjectOf("why ".concat("the northern lights appear so late in the year ".repeat(4)));
  expect(title).toMatch(/^Why the northern lights.*…$/);
  expect(title.length).toBeLessThanOrEqual(71);
  expect(phrase.split(" ").length).toBeLessThanOrEqual(8);
});
