import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { loadQualityPolicy } from "../../clients/quality-policy.ts";

const TEXT = await readFile(join(import.meta.dirname, "../../assets/quality-policy.yaml"), "utf8");

it("reads the policy that is delivered, with its gate of 85", () => {
  expect(loadQualityPolicy(TEXT)).toMatchObject({ gate: 85, hardFailCap: 40, checks: { sync: { weight: 12 } } });
});

it.each([
  ["gate: 85", "gate: 120", "quality-policy.gate"],
  ["weight: 12", "weight: 13", "quality-policy.checks"],
  ["fullAt: 50, zeroAt: 1000", "fullAt: 50, zeroAt: 50", "quality-policy.checks.duration"],
  ["freezeMs: 1500", "freezeMs: long", "quality-policy.detection.freezeMs"],
  ["  bitrate: {", "  bitrates: {", "quality-policy.checks"],
  ["lines: 2", "", "quality-policy.captions.lines"],
])("names the place when %s becomes %s", (right, wrong, field) => {
  expect(TEXT).toContain(right);
  expect(() => loadQualityPolicy(TEXT.replace(right, wrong))).toThrow(
    expect.objectContaining({ code: "invalid_input", field: expect.stringMatching(new RegExp(`^${field}`)) }),
  );
});
