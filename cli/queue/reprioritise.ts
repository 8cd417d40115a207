import { defineCommand } from "../command.ts";
import { integer, required } from "../flags.ts";
import { queuedVideoIdFlag } from "./queue-flags.ts";

export const queueReprioritise = defineCommand({
  name: "reprioritise",
  summary: "Give a waiting video another priority",
  example: `longtake queue reprioritise \\
    --video-id YourVideoId \\
    --priority 10`,
  flags: {
    videoId: queuedVideoIdFlag,
    priority: required(integer("--priority <Number>", "10 goes first, 1 last", { min: 1, max: 10 })),
  },
  async run(context, { videoId, priority }) {
    const answer = await context.api().call<{ readonly videoId: string; readonly priority: number }>({
      method: "PATCH",
      path: `/pipeline/queue/${encodeURIComponent(videoId)}`,
      body: { priority },
    });
    context.output.value(answer, () => [
      {
        title: "Reprioritised",
        fields: [
          ["VideoId", answer.videoId],
          ["Priority", answer.priority],
        ],
      },
    ]);
  },
});
