import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { countTests, summaryLine } from "../../deploy/embedded/test-summary.ts";
import { table } from "../../deploy/embedded/text-table.ts";

test("a file that breaks outside of its tests counts as a failure", () => {
  const folder = mkdtempSync(join(tmpdir(), "longtake-summary-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "report.json");
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    testResults: [
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "failed", assertionResults: [] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ],
  };
  writeFileSync(file, JSON.stringify(report));
  expect(summaryLine(countTests(file))).toBe("3 passed, 2 failed, 2 skipped");
});

test("a line without skipped tests does not name them", () => {
  expect(summaryLine({ passed: 1, failed: 0, skipped: 0 })).toBe("1 passed, 0 failed");
});

test("numbers of a table stand to the right", () => {
  const lines = table(["step", "seconds"], [["lint", "1.5"]]).split("\n");
  expect(lines).toEqual(["step  seconds", "────  ───────", "lint      1.5"]);
});
