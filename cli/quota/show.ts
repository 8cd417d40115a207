import { defineCommand } from "../command.ts";

interface QuotaRow {
  readonly platform: string;
  readonly project: string;
  readonly kind: string;
  readonly limitUnits: number;
  readonly spentUnits: number;
  readonly leftUnits: number;
  readonly keptUnits: number;
  readonly refusedAt: string | null;
  readonly resetsAt: string;
}

export const quotaShow = defineCommand({
  name: "show",
  summary: "Show what outside platforms allow today and what of it is spent",
  details:
    "Every call is counted before it is made, and one that does not fit waits for the reset. What is kept is for publishing alone: experiments and polls leave it. `--output json` also says which calls were made.",
  example: `longtake quota show`,
  flags: {},
  async run(context) {
    const { quotas } = await context
      .api()
      .call<{ readonly quotas: readonly QuotaRow[] }>({ method: "GET", path: "/quotas" });
    await context.output.list(quotas, [
      { title: "Platform", value: (row) => row.platform },
      { title: "Project", value: (row) => row.project },
      { title: "Kind", value: (row) => row.kind },
      { title: "Limit", value: (row) => row.limitUnits, align: "right" },
      { title: "Spent", value: (row) => row.spentUnits, align: "right" },
      { title: "Left", value: (row) => row.leftUnits, align: "right" },
      { title: "Kept", value: (row) => row.keptUnits, align: "right" },
      { title: "Refused", value: (row) => ({ instant: row.refusedAt }) },
      { title: "Resets", value: (row) => ({ instant: row.resetsAt }) },
    ]);
  },
});
