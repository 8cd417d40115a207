import { ApplicationFailure } from "@temporalio/common";
import { expect, test } from "vitest";
import { failureOf } from "../../workers/app-errors.ts";

test.each(["ENOSPC", "EDQUOT"])("%s of any file is a full disk with its remedy, however deep it lies", (code) => {
  const ofTheSystem = Object.assign(new Error(`${code}: write`), { code });
  const failure = failureOf(new Error("copying failed", { cause: ofTheSystem }));
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: "disk_full", nonRetryable: false });
  expect(failure).toHaveProperty("details.0.remedy", expect.stringContaining("disk space"));
});

test("what nobody can act on stays as it was thrown", () => {
  const error = new Error("a bug");
  expect(failureOf(error)).toBe(error);
});
