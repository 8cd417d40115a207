import { randomUUID } from "node:crypto";
import { PRIVACY_STATUSES } from "../../domain/video/video.ts";
import { defineCommand } from "../command.ts";
import { choice, instant, toggle } from "../flags.ts";
import { valueSections } from "../value-sections.ts";
import { publishedAt } from "./published-at.ts";
import { videoIdFlag, videoPath } from "./video-path.ts";

export const videoPublish = defineCommand({
  name: "publish",
  summary: "Publish a finished video, or change who may see a published one",
  details: "With --dry-run the command shows exactly what would be sent, checked, and sends nothing.",
  example: `longtake video publish \\
    --video-id YourVideoId \\
    --publish-at 2027-01-01T18:00:00Z`,
  flags: {
    videoId: videoIdFlag,
    privacy: choice("--privacy <Status>", "Who may see it; public when left out", PRIVACY_STATUSES),
    publishAt: instant("--publish-at <Instant>", "Private until then, with zone"),
    dryRun: toggle("--dry-run", "Show what would be sent"),
  },
  async run(context, { videoId, dryRun, ...body }) {
    const api = context.api();
    if (dryRun) {
      const path = videoPath(videoId, "publication");
      const publication = await api.call<{ readonly url: string | null }>({ method: "GET", path });
      const url = publishedAt(publication.url, true);
      context.output.value(publication, () => valueSections(context.output, "Publication", { ...publication, url }));
      return;
    }
    const path = videoPath(videoId, "publish");
    const request = { method: "POST", path, body, idempotencyKey: randomUUID() } as const;
    const started = await api.call<{ readonly videoId: string; readonly workflowId: string }>(request);
    context.output.value(started, () => [
      {
        title: "Publishing",
        fields: [
          ["VideoId", started.videoId],
          ["WorkflowId", started.workflowId],
        ],
      },
    ]);
  },
});
