import { randomUUID } from "node:crypto";
import { defineCommand } from "../command.ts";
import { integer, required, text, toggle } from "../flags.ts";
import { followVideo } from "../video/follow.ts";
import { videoFlags, videoLayer } from "./video-flags.ts";

interface QueuedVideo {
  readonly videoId: string;
  readonly position: number;
  readonly eta: string;
  readonly estimateUsd: number;
  readonly warning?: string;
  readonly links?: Readonly<Record<string, string>>;
}

export const queueAdd = defineCommand({
  name: "add",
  summary: "Put a video into the production queue",
  details:
    "Sent twice with one --idempotency-key, the video is queued once. Files named by flags are uploaded first. With --wait the command follows the video until it is completed, fails, or waits for a person.",
  example: `longtake queue add \\
    --topic "How tides work" \\
    --seconds 60 \\
    --aspect 16:9 \\
    --priority 8 \\
    --wait`,
  flags: {
    topic: required(text("-t, --topic <Text>", "What the video is about")),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel that publishes it"),
    ...videoFlags,
    priority: integer("--priority <Number>", "10 goes first, 1 last", { min: 1, max: 10 }),
    idempotencyKey: text("--idempotency-key <YourKey>", "Makes a repetition harmless"),
    wait: toggle("--wait", "Follow the video until there is nothing more to wait for"),
  },
  async run(context, { topic, channelId, priority, idempotencyKey, wait, ...flags }) {
    const queued = await context.api().call<QueuedVideo>({
      method: "POST",
      path: "/pipeline/queue",
      body: { topic, channelId, priority, ...(await videoLayer(context, flags)) },
      idempotencyKey: idempotencyKey ?? randomUUID(),
    });
    if (wait) {
      context.output.note(`Queued ${queued.videoId} at position ${queued.position}`);
      return followVideo(context, queued.videoId);
    }
    context.output.value(queued, () => [
      {
        title: "Queued",
        fields: [
          ["VideoId", queued.videoId],
          ["Position", queued.position],
          ["Eta", { instant: queued.eta }],
          ["Estimate", { microUsd: queued.estimateUsd * 1_000_000 }],
          ["Warning", queued.warning],
          ...Object.entries(queued.links ?? {}).map(([name, url]) => [`Link ${name}`, url] as const),
        ],
      },
    ]);
  },
});
