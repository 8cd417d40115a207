import { defineCommand } from "../command.ts";
import { choice, text } from "../flags.ts";
import type { Experiment } from "./experiment-view.ts";

const STATUSES = ["running", "decided", "inconclusive", "stopped"] as const;

export const experimentList = defineCommand({
  name: "list",
  summary: "List experiments, the newest first",
  example: `longtake experiment list \\
    --status running`,
  flags: {
    videoId: text("-v, --video-id <YourVideoId>", "Only those on this video"),
    status: choice("--status <Status>", "Only those with this status", STATUSES),
  },
  async run(context, query) {
    const request = { method: "GET", path: "/experiments", query } as const;
    const { experiments } = await context.api().call<{ readonly experiments: readonly Experiment[] }>(request);
    await context.output.list(experiments, [
      { title: "Status", value: (row) => row.status },
      { title: "ExperimentId", value: (row) => row.experimentId },
      { title: "VideoId", value: (row) => row.videoId },
      { title: "Kind", value: (row) => row.kind },
      { title: "Rounds", value: (row) => row.rounds, align: "right" },
      { title: "Created", value: (row) => ({ instant: row.createdAt }) },
      { title: "Winner", value: (row) => row.variants.find(({ isWinner }) => isWinner)?.value, shrinks: true },
    ]);
  },
});
