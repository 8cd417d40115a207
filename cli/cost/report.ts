import { defineCommand } from "../command.ts";
import { choice, integer, text, withDefault } from "../flags.ts";

interface CostSums {
  readonly videos: number;
  readonly spentMicroUsd: number;
  readonly reservedMicroUsd: number;
  readonly overrunMicroUsd: number;
  readonly unknownMicroUsd: number;
}

interface CostReport {
  readonly from: string;
  readonly to: string;
  readonly totals: CostSums;
  readonly groups: readonly (CostSums & { readonly key: string; readonly label: string })[];
  readonly isCut: boolean;
  readonly completed: number;
  readonly targets: readonly {
    readonly targetMicroUsd: number;
    readonly videosWithin: number;
    readonly share: number | null;
  }[];
  readonly baseModel: readonly {
    readonly service: string;
    readonly baseMicroUsd: number;
    readonly actualMicroUsd: number | null;
  }[];
}

export const costReport = defineCommand({
  name: "report",
  summary: "Show what was spent, by service, video, channel, stage or day",
  details:
    "Days are UTC and both ends are included; the last 30 days when left out. With --output csv the table is for a spreadsheet, amounts in US dollars.",
  example: `longtake cost report \\
    --from 2026-11-01 \\
    --to 2026-11-30 \\
    --group-by channel`,
  csv: true,
  flags: {
    from: text("--from <Day>", "First day, such as 2026-11-01"),
    to: text("--to <Day>", "Last day (default today)"),
    groupBy: withDefault(
      choice("--group-by <What>", "What a line stands for", ["service", "video", "channel", "stage", "day"]),
      "service",
    ),
    limit: integer("--limit <Count>", "Lines at most (default 1000, in CSV all)", { min: 1, max: 5_000 }),
  },
  async run(context, query) {
    const request = { method: "GET", path: "/costs/report" } as const;
    if (context.output.format === "csv") {
      const answer = await context
        .api()
        .open({ ...request, query: { ...query, format: "csv" } }, { accept: "text/csv" });
      return context.output.raw(await answer.text());
    }
    const report = await context.api().call<CostReport>({ ...request, query });
    context.output.value(report, () => [
      {
        title: "Costs",
        fields: [
          ["From", report.from],
          ["To", report.to],
          ["Spent", { microUsd: report.totals.spentMicroUsd }],
          ["Reserved", { microUsd: report.totals.reservedMicroUsd }],
          ["Settled at estimate", { microUsd: report.totals.unknownMicroUsd }],
          ["Overrun", { microUsd: report.totals.overrunMicroUsd }],
          ["Videos", report.totals.videos],
          ["Completed", report.completed],
        ],
      },
      {
        title: `By ${query.groupBy}`,
        lines: [
          ...context.output.table(report.groups, [
            { title: query.groupBy === "video" ? "Video" : "Group", value: (row) => row.label, shrinks: true },
            ...(query.groupBy === "video" ? [{ title: "VideoId", value: (row: { key: string }) => row.key }] : []),
            { title: "Videos", value: (row) => row.videos, align: "right" },
            { title: "Spent", value: (row) => ({ microUsd: row.spentMicroUsd }), align: "right" },
            { title: "Reserved", value: (row) => ({ microUsd: row.reservedMicroUsd }), align: "right" },
          ]),
          ...(report.isCut ? ["There are more lines: --limit 5000 shows more, --output csv all of them."] : []),
        ],
      },
      {
        title: "A completed video beside the base model",
        lines: context.output.table(report.baseModel, [
          { title: "Service", value: (row) => row.service },
          { title: "Base", value: (row) => ({ microUsd: row.baseMicroUsd }), align: "right" },
          { title: "Actual", value: (row) => ({ microUsd: row.actualMicroUsd }), align: "right" },
        ]),
      },
      {
        title: "Videos within the targets",
        lines: context.output.table(report.targets, [
          { title: "Target", value: (row) => ({ microUsd: row.targetMicroUsd }), align: "right" },
          { title: "Videos", value: (row) => row.videosWithin, align: "right" },
          { title: "Share", value: (row) => ({ fraction: row.share }), align: "right" },
        ]),
      },
    ]);
  },
});
