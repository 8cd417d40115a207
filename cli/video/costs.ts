import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { videoIdFlag, videoPath } from "./video-path.ts";

export const videoCosts = defineCommand({
  name: "costs",
  summary: "Show what a video cost, line by line of the ledger",
  example: `longtake video costs \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  async run(context, { videoId }) {
    const costs = await context.api().call<unknown>({ method: "GET", path: videoPath(videoId, "costs") });
    context.output.value(costs, () => valueSections(context.output, "Costs", costs));
  },
});
