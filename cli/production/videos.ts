import { defineCommand } from "../command.ts";
import { integer } from "../flags.ts";
import { scheduleIdFlag, schedulePath } from "./schedule-flags.ts";

interface Firing {
  readonly firedFor: string;
  readonly topic: string | null;
  readonly videoId: string | null;
  readonly skippedBecause: string | null;
}

export const productionVideos = defineCommand({
  name: "videos",
  summary: "List what a production schedule did, the newest first",
  example: `longtake production videos \\
    --schedule-id YourScheduleId \\
    --limit 20`,
  flags: {
    scheduleId: scheduleIdFlag,
    limit: integer("--limit <Count>", "Print at most this many", { min: 1, max: 200 }),
  },
  async run(context, { scheduleId, limit }) {
    const request = { method: "GET", path: schedulePath(scheduleId, "videos"), query: { limit } } as const;
    const { firings } = await context.api().call<{ readonly firings: readonly Firing[] }>(request);
    await context.output.list(firings, [
      { title: "FiredFor", value: (row) => ({ instant: row.firedFor }) },
      { title: "VideoId", value: (row) => row.videoId },
      { title: "Topic", value: (row) => row.topic ?? row.skippedBecause, shrinks: true },
    ]);
  },
});
