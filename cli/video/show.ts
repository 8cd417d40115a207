import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { videoIdFlag, videoPath } from "./video-path.ts";

export const videoShow = defineCommand({
  name: "show",
  summary: "Show a video: what was asked, what was made, where it was published",
  example: `longtake video show \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  async run(context, { videoId }) {
    const video = await context.api().call<unknown>({ method: "GET", path: videoPath(videoId) });
    context.output.value(video, () => valueSections(context.output, "Video", video));
  },
});
