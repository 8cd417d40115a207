import type { CommandContext } from "../context.ts";
import { required, text } from "../flags.ts";

export const experimentIdFlag = required(text("-e, --experiment-id <YourExperiment>", "Its id"));

export interface Experiment {
  readonly experimentId: string;
  readonly videoId: string;
  readonly kind: string;
  readonly status: string;
  readonly rounds: number;
  readonly roundsMax: number;
  readonly rotationHours: number;
  readonly reason: string | null;
  readonly variants: readonly {
    readonly value: string;
    readonly hours: number;
    readonly views: number;
    readonly viewsPerHour: number;
    readonly isWinner: boolean;
  }[];
  readonly createdAt: string;
}

export function experimentPath(experimentId: string, ...rest: readonly string[]): string {
  return ["/experiments", ...[experimentId, ...rest].map(encodeURIComponent)].join("/");
}

/** The experiment and what each of its variants has gained. */
export function showExperiment(context: CommandContext, experiment: Experiment): void {
  const { experimentId, videoId, kind, status, rounds, roundsMax, rotationHours, reason, variants } = experiment;
  context.output.value(experiment, () => [
    {
      title: "Experiment",
      fields: [
        ["ExperimentId", experimentId],
        ["VideoId", videoId],
        ["Kind", kind],
        ["Status", status],
        ["Rounds", `${rounds} of at most ${roundsMax}, ${rotationHours} h a variant`],
        ["Reason", reason],
      ],
    },
    {
      title: "Variants",
      lines: context.output.table(variants, [
        { title: "Winner", value: (row) => row.isWinner },
        { title: "Views", value: (row) => row.views, align: "right" },
        { title: "Hours", value: (row) => Math.round(row.hours), align: "right" },
        { title: "PerHour", value: (row) => row.viewsPerHour.toFixed(1), align: "right" },
        { title: "Variant", value: (row) => row.value, shrinks: true },
      ]),
    },
  ]);
}
