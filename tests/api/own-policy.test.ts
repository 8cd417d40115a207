import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { keepOwnPolicy } from "../../api/stages/own-policy.ts";
import { readQualityPolicy } from "../../clients/quality-policy.ts";
import { createObjectStore } from "../../clients/storage/storage.ts";
import type { QualityPolicy } from "../../domain/inspection/inspection.ts";

const DELIVERED = await readQualityPolicy();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-policy-"));
});
afterAll(() => rm(folder, { recursive: true }));

function keep(sent: Readonly<Record<string, unknown>>) {
  const storage = createObjectStore({ kind: "folder", path: folder });
  return keepOwnPolicy(storage, DELIVERED, sent).then((key) => storage.getJson<QualityPolicy>(key));
}

test("what is sent takes its place, the rest stays as delivered, and the report will say that it was changed", async () => {
  const sent = { gate: 91, checks: { true_peak: { full_at: -2 } }, content: { profanity: ["darn"] } };
  const kept = await keep(sent);
  expect(kept).toEqual({
    ...DELIVERED,
    version: expect.stringMatching(/^own-[0-9a-f]{8}$/),
    gate: 91,
    checks: { ...DELIVERED.checks, true_peak: { ...DELIVERED.checks.true_peak, fullAt: -2 } },
    content: { ...DELIVERED.content, profanity: ["darn"] },
  });
  expect(await keep({ ...sent, version: "channel 7" })).toEqual({ ...kept, version: "channel 7" });
});

test.each([
  [{ gate: 120 }, "policy.gate"],
  [{ checks: { loudness: { full_at: "low" } } }, "policy.checks.loudness.fullAt"],
  [{ checks: { true_peak: { full_at: 0.01 } } }, "policy.checks.true_peak"],
  [{ checks: { loudness: { weight: 20 } } }, "policy.checks"],
  [{ checks: { gloss: { weight: 1 } } }, "policy.checks.gloss"],
  [{ checks: [] }, "policy.checks"],
  [{ detection: { blackms: 3 } }, "policy.detection.blackms"],
  [JSON.parse('{ "bitrate": { "__proto__": { "lowestMbps": 1 } } }'), "policy.bitrate.__proto__"],
])("the policy %j is refused by the field %s", async (sent, field) => {
  await expect(keep(sent)).rejects.toMatchObject({ code: "invalid_input", field });
});
