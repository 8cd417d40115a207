import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { publishedAt } from "./published-at.ts";
import { videoIdFlag, videoPath } from "./video-path.ts";

interface ShownVideo {
  readonly status: string;
  readonly spec: { readonly publish: { readonly dryRun?: boolean } };
  readonly publications: readonly { readonly url: string }[];
}

export const videoShow = defineCommand({
  name: "show",
  summary: "Show a video: what was asked, what was made, where it was published",
  example: `longtake video show \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  async run(context, { videoId }) {
    const video = await context.api().call<ShownVideo>({ method: "GET", path: videoPath(videoId) });
    const isDryRun = video.spec.publish.dryRun === true && video.status === "completed";
    const url = publishedAt(video.publications[0]?.url ?? null, isDryRun);
    context.output.value(video, () => valueSections(context.output, "Video", { ...video, url }));
  },
});
