import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { loadQualityPolicy, readQualityPolicy } from "../../clients/quality-policy.ts";

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

describe("a policy file of the operator's own", () => {
  async function written(text: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "longtake-policy-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "own-policy.yaml");
    await writeFile(file, text);
    return file;
  }

  it("is laid over the delivered one, and reports can tell the two apart", async () => {
    const delivered = loadQualityPolicy(TEXT);
    const own = await readQualityPolicy(await written("gate: 70\ncontent: { personalData: [], profanity: [] }\n"));
    expect(own).toEqual({
      ...delivered,
      version: expect.stringMatching(/^own-[0-9a-f]{8}$/),
      gate: 70,
      content: { ...delivered.content, personalData: [], profanity: [] },
    });
    expect(await readQualityPolicy(await written(`${TEXT}\n`))).toEqual(delivered);
  });

  it.each([
    ["gate: 120", "gate"],
    ["content: { personalData: [address] }", "content.personalData.0"],
    ["gates: 70", ""],
    ["checks: { sync: { weight: 13 } }", "checks"],
  ])("is refused for %s, by file and place", async (text, place) => {
    const file = await written(text);
    await expect(readQualityPolicy(file)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(place === "" ? file : `${file}.${place}`),
    });
  });

  it.each(["", "gate: {", "- 1"])("is refused as no policy at all: %j", async (text) => {
    await expect(readQualityPolicy(await written(text))).rejects.toMatchObject({ field: "quality.policyFile" });
    await expect(readQualityPolicy("/nowhere/own.yaml")).rejects.toMatchObject({ field: "quality.policyFile" });
  });
});
