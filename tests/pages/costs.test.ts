import { expect, test } from "vitest";

import { type CostPage, costPage } from "../../api/pages/costs/page.ts";
import { hostile } from "./examples.ts";
import { frame, textOf } from "./page-text.ts";

const sums = { videos: 2, spentMicroUsd: 3_000, reservedMicroUsd: 500, overrunMicroUsd: 0, unknownMicroUsd: 0 };

function costs(fields: Partial<CostPage["report"]> = {}, csrfToken: string | null = "csrf-1"): string {
  const report: CostPage["report"] = {
    ...{ from: "2026-11-19", to: "2026-11-21", groupBy: "video", totals: sums, isCut: false, completed: 2 },
    groups: [{ key: "vid_a", label: "Bridges", ...sums }],
    targets: [{ targetMicroUsd: 2_000_000, videosWithin: 2, share: 1 }],
    baseModel: [{ service: "openai", baseMicroUsd: 400_000, actualMicroUsd: 1_500 }],
    ...fields,
  };
  const key = { scope: "channel", scopeId: "science", period: "day", budget: "channel:science:day" } as const;
  const amounts = { limitMicroUsd: 3_000, spentMicroUsd: 2_500, reservedMicroUsd: 500 };
  const budgets = [{ ...key, ...amounts, resetsAt: "2026-11-22T00:00:00.000Z" }];
  const days = [{ key: "2026-11-20", label: "2026-11-20", ...sums }];
  return textOf(costPage(frame, { report, days, budgets, nowMs: 0, csrfToken, notice: null }));
}

test("the page of costs draws a column a day, links the videos and its CSV, and says that a budget is spent", () => {
  const page = costs();
  expect(page.match(/class="column"/g)).toHaveLength(1);
  expect(page).toContain("2026-11-20: $0.0030 spent, $0.00050 reserved");
  expect(page).toContain('<a href="/videos/vid_a">Bridges</a>');
  expect(page).toContain("/costs/report?from=2026-11-19&amp;to=2026-11-21&amp;group_by=video&amp;format=csv");
  expect(page).toMatch(/The day&#39;s budget of the channel science/);
  expect(page).toContain("spent</span>");
  expect(costs({ groups: [{ key: "x", label: hostile, ...sums }] })).not.toContain("<script>");
});

test("only administrators are offered to set budgets", () => {
  expect(costs()).toContain('action="/costs/budgets/set"');
  expect(costs({}, null)).not.toContain('method="post" action="/costs');
});
