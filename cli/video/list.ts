import { QUEUE_STATUSES } from "../../domain/video/video.ts";
import { defineCommand } from "../command.ts";
import { choice, integer, text, withDefault } from "../flags.ts";
import { pagedRows } from "../paging.ts";

interface VideoRow {
  readonly videoId: string;
  readonly channelId: string;
  readonly topic: string;
  readonly title: string | null;
  readonly status: string;
  readonly waitingFor: { readonly kind: string } | null;
  readonly qualityScore: number | null;
  readonly spentMicroUsd: number;
  readonly createdAt: string;
}

export const videoList = defineCommand({
  name: "list",
  summary: "List videos, the newest first",
  example: `longtake video list \\
    --status completed \\
    --channel-id YourChannelId \\
    --limit 20`,
  flags: {
    status: choice("--status <Status>", "Only videos with this status", QUEUE_STATUSES),
    channelId: text("-c, --channel-id <YourChannelId>", "Only videos of this channel"),
    search: text("--search <Text>", "Only videos whose topic or title has these words"),
    limit: withDefault(integer("--limit <Count>", "Print at most this many", { min: 1, max: 100_000 }), 100),
  },
  async run(context, { limit, ...query }) {
    const request = { path: "/pipeline/videos", query, limit };
    const rows = pagedRows<VideoRow, { readonly videos: readonly VideoRow[]; readonly nextCursor: string | null }>(
      context.api(),
      request,
      (answer) => answer.videos,
    );
    await context.output.list(rows, [
      { title: "Status", value: (row) => row.status },
      { title: "VideoId", value: (row) => row.videoId },
      { title: "Channel", value: (row) => row.channelId, shrinks: true },
      { title: "WaitsFor", value: (row) => row.waitingFor?.kind.replaceAll("_", " ") },
      { title: "Cost", value: (row) => ({ microUsd: row.spentMicroUsd }), align: "right" },
      { title: "Score", value: (row) => row.qualityScore, align: "right" },
      { title: "Created", value: (row) => ({ instant: row.createdAt }) },
      { title: "Title", value: (row) => row.title ?? row.topic, shrinks: true },
    ]);
  },
});
