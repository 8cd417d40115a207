import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { publishedAt } from "./published-at.ts";
import { videoIdFlag } from "./video-path.ts";

interface VideoStatus {
  readonly status: string;
  readonly url: string | null;
  readonly dryRun: boolean;
}

export const videoStatus = defineCommand({
  name: "status",
  summary: "Show where a video is: stage, cost so far, what it waits for and the remedy",
  example: `longtake video status \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  async run(context, { videoId }) {
    const path = `/pipeline/status/${encodeURIComponent(videoId)}`;
    const status = await context.api().call<VideoStatus>({ method: "GET", path });
    const url = publishedAt(status.url, status.dryRun && status.status === "completed");
    context.output.value(status, () => valueSections(context.output, "Status", { ...status, url }));
  },
});
