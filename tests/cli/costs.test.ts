import { afterEach, expect, test } from "vitest";
import { runCommandLine } from "./command-line.ts";
import { startContractServer } from "./contract-server.ts";

const sums = { videos: 2, spent_micro_usd: 3_000, reserved_micro_usd: 0, overrun_micro_usd: 0, unknown_micro_usd: 0 };
const report = {
  ...{ from: "2026-11-01", to: "2026-11-21", group_by: "channel", totals: sums, is_cut: false, completed: 2 },
  groups: [{ key: "science", label: "science", ...sums }],
  targets: [{ target_micro_usd: 2_000_000, videos_within: 2, share: 1 }],
  base_model: [{ service: "openai", base_micro_usd: 400_000, actual_micro_usd: 1_500 }],
};
const budget = {
  ...{ budget: "channel:science:day", scope: "channel", scope_id: "science", period: "day" },
  ...{ limit_micro_usd: 5_000_000, spent_micro_usd: 1, reserved_micro_usd: 0, left_micro_usd: 4_999_999 },
  resets_at: "2026-11-22T00:00:00.000Z",
};
const estimate = {
  ...{ expected_usd: 0.1234, worst_usd: 0.2, basis: "measured", samples: 7 },
  stages: [{ stage: "narration", expected_micro_usd: 123_400, worst_micro_usd: 180_000 }],
  lines: [],
};

let server: Awaited<ReturnType<typeof startContractServer>>;
afterEach(() => server.close());

async function longtake(routes: Parameters<typeof startContractServer>[0], ...args: string[]) {
  server = await startContractServer(routes);
  return runCommandLine([...args, "--api-url", server.url, "--api-key", "lt_test"]);
}

test("an estimate is asked for with the flags of a queued video", async () => {
  const flags = ["--topic", "Tides", "--seconds", "90", "--voice", "elevenlabs:rachel"];
  const { stdout, exitCode } = await longtake(
    { "POST /costs/estimate": [{ body: estimate }] },
    "cost",
    "estimate",
    ...flags,
  );
  expect(exitCode).toBe(0);
  expect(server.received[0]?.body).toMatchObject({ topic: "Tides", seconds: 90, voice: "elevenlabs:rachel" });
  expect(stdout).toMatch(/Expected +\$0\.12/);
  expect(stdout).toContain("7 finished videos");
});

test("a report is text, JSON, or the server's own CSV", async () => {
  const path = "GET /costs/report?group_by=channel";
  const text = await longtake({ [path]: [{ body: report }] }, "cost", "report", "--group-by", "channel");
  expect(text.stdout).toMatch(/science +2 +\$0\.003000/);
  expect(text.stdout).toMatch(/\$2\.00 +2 +100 %/);
  await server.close();
  const csv = Buffer.from("channel,label\r\nscience,science\r\n");
  const routes = { [`${path}&format=csv`]: [{ headers: { "content-type": "text/csv" }, body: csv }] };
  const asCsv = await longtake(routes, "cost", "report", "--group-by", "channel", "-o", "csv");
  expect(asCsv).toMatchObject({ exitCode: 0, stdout: csv.toString() });
});

test("a report that is cut says so, and takes more lines", async () => {
  const path = "GET /costs/report?group_by=service&limit=1";
  const { stdout } = await longtake(
    { [path]: [{ body: { ...report, is_cut: true } }] },
    "cost",
    "report",
    "--limit",
    "1",
  );
  expect(stdout).toContain("There are more lines");
  await server.close();
  const whole = await longtake({ "GET /costs/report?group_by=service": [{ body: report }] }, "cost", "report");
  expect(whole.stdout).not.toContain("There are more lines");
});

test("a budget is set in dollars, listed and taken away by its name", async () => {
  const path = "/budgets/channel%3Ascience%3Aday";
  const name = ["--budget", "channel:science:day"];
  const set = await longtake({ [`PUT ${path}`]: [{ body: budget }] }, "budget", "set", ...name, "--limit", "5.00");
  expect(server.received[0]?.body).toEqual({ limit_micro_usd: 5_000_000 });
  expect(set.stdout).toMatch(/Left +\$5\.00/);
  await server.close();
  const list = await longtake({ "GET /budgets": [{ body: { budgets: [budget] } }] }, "budget", "list", "-o", "json");
  expect(JSON.parse(list.stdout)).toMatchObject([{ budget: "channel:science:day", limitMicroUsd: 5_000_000 }]);
  await server.close();
  const gone = await longtake({ [`DELETE ${path}`]: [{ status: 204 }] }, "budget", "delete", ...name, "--yes");
  expect(gone).toMatchObject({ exitCode: 0 });
  await server.close();
  const wrong = await longtake({}, "budget", "set", "--budget", "science:week", "--limit", "5");
  expect(wrong.stderr).toContain("--budget: expected a budget such as all:day");
});
