import { ApplicationFailure } from "@temporalio/common";
import { expect, test } from "vitest";
import { AppError, withPurchases } from "../../domain/errors.ts";
import { failureOf } from "../../workers/app-errors.ts";

test.each(["ENOSPC", "EDQUOT"])("%s of any file is a full disk with its remedy, however deep it lies", (code) => {
  const ofTheSystem = Object.assign(new Error(`${code}: write`), { code });
  const failure = failureOf(new Error("copying failed", { cause: ofTheSystem }));
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: "disk_full", nonRetryable: false });
  expect(failure).toHaveProperty("details.0.remedy", expect.stringContaining("disk space"));
});

test("what was bought travels in the details, and null where nobody can say", () => {
  const usage = [{ service: "tts", operation: "openai", units: 30, unit: "character" }];
  const detailsOf = (error: unknown): unknown => Object(failureOf(error)).details;
  expect(detailsOf(new AppError("platform_unavailable", "gone", { usage }))).toMatchObject([{ usage }]);
  expect(detailsOf(new AppError("platform_unavailable", "gone", { usage: "unknown" }))).toMatchObject([
    { usage: null },
  ]);
  expect(detailsOf(new AppError("render_failed", "broken"))).toMatchObject([{ usage: null }]);
  const full = Object.assign(new Error("ENOSPC: write"), { code: "ENOSPC" });
  const failure = failureOf(withPurchases(full, usage));
  expect(failure).toMatchObject({ type: "disk_full", details: [{ usage, remedy: expect.any(String) }] });
});

test("purchases around a failure are added to those inside it, and not known where those are not", () => {
  const usage = [{ service: "openai", operation: "input", units: 5, unit: "token" }];
  const inner = new AppError("media_failed", "nonsense", { usage, retryable: true, remedy: "Try again." });
  const outer = withPurchases(inner, [{ service: "openai", operation: "output", units: 2, unit: "token" }]);
  expect(outer).toMatchObject({ code: "media_failed", retryable: true, remedy: "Try again." });
  expect(outer.usage).toHaveLength(2);
  expect(withPurchases(new AppError("unavailable", "away", { usage: "unknown" }), usage).usage).toBe("unknown");
  expect(withPurchases(new Error("a bug"), usage)).toMatchObject({ code: "internal", message: "a bug", usage });
});

test("what nobody can act on stays as it was thrown", () => {
  const error = new Error("a bug");
  expect(failureOf(error)).toBe(error);
});
