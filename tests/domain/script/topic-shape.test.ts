import { expect, test } from "vitest";

import { topicShape } from "../../../domain/script/topic-shape.ts";

test.each([
  { topic: "How tides work", kind: "how", about: "how tides work", thing: "tides" },
  { topic: "Why do cats purr?", kind: "why", about: "why cats purr", thing: "cats" },
  { topic: "Why does a cat purr", kind: "why", about: "why a cat purrs", thing: "a cat" },
  { topic: "Why is the sky blue", kind: "why", about: "why the sky is blue", thing: "the sky" },
  { topic: "How deep is the ocean?", kind: "how", about: "how deep the ocean is", thing: "the ocean" },
  { topic: "How far is it to the moon?", kind: "how", about: "this puzzle", thing: "this puzzle" },
  { topic: "Why do we dream?", kind: "why", about: "why we dream", thing: "this puzzle" },
  { topic: "Why do we all dream so much?", kind: "why", about: "why we all dream so much", thing: "this puzzle" },
  { topic: "How does GPS know where you are?", kind: "how", about: "how GPS knows where you are", thing: "GPS" },
  { topic: "How to bake bread", kind: "task", about: "baking bread", thing: "baking bread" },
  { topic: "7 ways to plan a trip", kind: "task", about: "planning a trip", thing: "planning a trip" },
  { topic: "Swimming in cold water", kind: "task", about: "swimming in cold water", thing: "swimming in cold water" },
  { topic: "The history of Rome", kind: "history", about: "the history of Rome", thing: "Rome" },
  { topic: "10 tips for better sleep", kind: "list", about: "better sleep", thing: "better sleep" },
  { topic: "What is inflation?", kind: "thing", about: "inflation", thing: "inflation" },
  { topic: "A beginner's guide to meditation", kind: "thing", about: "meditation", thing: "meditation" },
  { topic: "Black holes: what happens inside?", kind: "thing", about: "black holes", thing: "black holes" },
  { topic: "Is coffee bad for you?", kind: "how", about: "this puzzle", thing: "this puzzle" },
  { topic: "top 5 beaches in Portugal", kind: "list", about: "beaches in Portugal", thing: "beaches in Portugal" },
  { topic: "Top 3 surprising facts about octopuses", kind: "list", about: "octopuses", thing: "octopuses" },
  { topic: "Stop doomscrolling", kind: "task", about: "stopping doomscrolling", thing: "stopping doomscrolling" },
  { topic: "Stop motion animation", kind: "thing", about: "Stop motion animation", thing: "Stop motion animation" },
  { topic: "Build a shed", kind: "task", about: "building a shed", thing: "building a shed" },
  { topic: "iPhone 18 review", kind: "thing", about: "iPhone 18", thing: "iPhone 18" },
  { topic: "Code review", kind: "thing", about: "code review", thing: "code review" },
  { topic: "Taipei 101", kind: "thing", about: "Taipei 101", thing: "Taipei 101" },
  { topic: "Why small is beautiful", kind: "why", about: "why small is beautiful", thing: "small" },
  { topic: "My grandmother's bread", kind: "thing", about: "my grandmother's bread", thing: "my grandmother's bread" },
  { topic: "My Chemical Romance", kind: "thing", about: "My Chemical Romance", thing: "My Chemical Romance" },
  { topic: "Paris in spring", kind: "thing", about: "Paris in spring", thing: "Paris in spring" },
])("$topic is a $kind about $about", ({ topic, ...expected }) => {
  expect(topicShape(topic)).toMatchObject(expected);
});

test("a common name is small inside a sentence, a proper one is not", () => {
  expect(topicShape("Owls").about).toBe("owls");
  expect(topicShape("Compound interest").about).toBe("compound interest");
  expect(topicShape("Trains vs planes").about).toBe("trains and planes");
  expect(topicShape("Athens vs Sparta").about).toBe("Athens and Sparta");
});

test("a comparison has two sides", () => {
  expect(topicShape("Coffee vs tea")).toMatchObject({ kind: "comparison", left: "coffee", right: "tea" });
});
