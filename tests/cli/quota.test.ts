import { afterEach, expect, test } from "vitest";
import { runCommandLine } from "./command-line.ts";
import { startContractServer } from "./contract-server.ts";

const quota = {
  ...{ platform: "youtube", project: "4711", kind: "units", day: "2026-11-21" },
  ...{ limit_units: 10_000, spent_units: 500, left_units: 9_500, kept_units: 2_000, refused_at: null },
  resets_at: "2026-11-22T08:00:00.000Z",
  calls: [{ method: "captions.insert", calls: 1, units: 400 }],
};

let server: Awaited<ReturnType<typeof startContractServer>>;
afterEach(() => server.close());

test("shows what is left as a table, and with its calls as JSON", async () => {
  server = await startContractServer({ "GET /quotas": [{ body: { quotas: [quota] } }] });
  const line = ["quota", "show", "--api-url", server.url, "--api-key", "lt_test"];
  const text = await runCommandLine(line);
  expect(text.exitCode).toBe(0);
  expect(text.stdout).toMatch(/youtube +4711 +units +10000 +500 +9500 +2000/);
  const json = await runCommandLine([...line, "-o", "json"]);
  expect(JSON.parse(json.stdout)).toMatchObject([
    { leftUnits: 9_500, calls: [{ method: "captions.insert", calls: 1, units: 400 }] },
  ]);
});
