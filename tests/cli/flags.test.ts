import { describe, expect, test } from "vitest";
import {
  choice,
  dollars,
  flagKey,
  instant,
  integer,
  json,
  jsonObject,
  pair,
  parseDurationMs,
  repeated,
  required,
  text,
  toggle,
  unless,
} from "../../cli/flags.ts";
import { AppError } from "../../domain/errors.ts";

function codeOf(read: () => unknown): { readonly code: string; readonly field: string | undefined } | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, field: error.field };
    throw error;
  }
}

describe("durations", () => {
  test.each([
    ["90s", 90_000],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["2d", 172_800_000],
    ["250ms", 250],
    ["1m250ms", 60_250],
  ])("%s is %i ms", (value, durationMs) => {
    expect(parseDurationMs(value)).toBe(durationMs);
  });

  test.each(["", "5", "m5", "5 m", "1m1h", "-1s", "1.5h"])("%j is none", (value) => {
    expect(parseDurationMs(value)).toBeUndefined();
  });
});

describe("dollars", () => {
  const cap = dollars("--cap <Dollars>", "");
  test.each([
    ["4.50", 4_500_000],
    ["$3", 3_000_000],
    ["0.000001", 1],
    ["2.29", 2_290_000],
  ])("%s is %i micro-dollars", (value, microUsd) => {
    expect(cap.read(value)).toBe(microUsd);
  });

  test.each(["-1", "1e3", "1.0000001", "abc", "1,50"])("%s is refused", (value) => {
    expect(codeOf(() => cap.read(value))).toEqual({ code: "invalid_input", field: "--cap" });
  });
});

test("integers keep their range and refuse anything else", () => {
  const limit = integer("--limit <Count>", "", { min: 1, max: 10 });
  expect(limit.read("10")).toBe(10);
  expect(limit.read(undefined)).toBeUndefined();
  for (const value of ["0", "11", "3.5", "1e1", "", " 3"])
    expect(codeOf(() => limit.read(value))?.field).toBe("--limit");
});

test("instants need a zone", () => {
  const at = instant("--publish-at <Instant>", "");
  expect(at.read("2026-11-21T18:00:00+01:00")).toBe("2026-11-21T17:00:00.000Z");
  for (const value of ["2026-11-21T18:00:00", "tomorrow", "2026-13-01T00:00:00Z"]) {
    expect(codeOf(() => at.read(value))?.code).toBe("invalid_input");
  }
});

test("JSON stays what it is", () => {
  expect(json("-i, --input <Json>", "").read('{"a":[1,null]}')).toEqual({ a: [1, null] });
  expect(codeOf(() => json("-i, --input <Json>", "").read("plain"))?.field).toBe("--input");
  expect(codeOf(() => jsonObject("--strategy <Json>", "").read("[1]"))?.field).toBe("--strategy");
});

test("two texts with a sign between them", () => {
  const flag = pair("--pronunciation <Word=Sound>", "");
  expect(flag.read("Nguyen = win")).toEqual(["Nguyen", "win"]);
  for (const wrong of ["Nguyen", "=win", "Nguyen="]) {
    expect(codeOf(() => flag.read(wrong))).toEqual({ code: "invalid_input", field: "--pronunciation" });
  }
});

test("choices, repetition, presence", () => {
  expect(choice("--shell <Shell>", "", ["bash", "zsh"]).read("zsh")).toBe("zsh");
  expect(codeOf(() => choice("--shell <Shell>", "", ["bash"]).read("fish"))?.field).toBe("--shell");
  expect(repeated(json("-i, --input <Json>", "")).read(["1", "null", '"x"'])).toEqual([1, null, "x"]);
  expect(repeated(text("--tag <Tag>", "")).read(undefined)).toEqual([]);
  expect(toggle("-y, --yes", "").read(undefined)).toBe(false);
  expect(unless("--no-browser", "").read(false)).toBe(false);
  expect(unless("--no-browser", "").read(true)).toBe(true);
  expect(codeOf(() => required(text("--name <Text>", "")).read(undefined))?.code).toBe("invalid_input");
});

test("the key of a flag is commander's", () => {
  expect(flagKey("-w, --workflow-id <YourWorkflowId>")).toBe("workflowId");
  expect(flagKey("--no-browser")).toBe("browser");
});
