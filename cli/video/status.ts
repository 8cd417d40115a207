import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoStatus = defineCommand({
  name: "status",
  summary: "Show where a video is: stage, cost so far, what it waits for and the remedy",
  example: `longtake video status \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  async run(context, { videoId }) {
    const path = `/pipeline/status/${encodeURIComponent(videoId)}`;
    const status = await context.api().call<unknown>({ method: "GET", path });
    context.output.value(status, () => valueSections(context.output, "Status", status));
  },
});
