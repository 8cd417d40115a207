import { randomUUID } from "node:crypto";
import { ASPECTS, COMPLEXITIES, PRIVACY_STATUSES, SECONDS_MAX, SECONDS_MIN, SIZES } from "../../domain/video.ts";
import { defineCommand } from "../command.ts";
import { choice, instant, integer, required, text, toggle } from "../flags.ts";
import { followVideo } from "../video/follow.ts";

interface QueuedVideo {
  readonly videoId: string;
  readonly position: number;
  readonly eta: string;
  readonly warning?: string;
  readonly links?: Readonly<Record<string, string>>;
}

export const queueAdd = defineCommand({
  name: "add",
  summary: "Put a video into the production queue",
  details:
    "Sent twice with one --idempotency-key, the video is queued once. With --wait the command follows the video until it is completed, fails, or waits for a person.",
  example: `longtake queue add \\
    --topic "How tides work" \\
    --seconds 60 \\
    --aspect 16:9 \\
    --priority 8 \\
    --wait`,
  flags: {
    topic: required(text("-t, --topic <Text>", "What the video is about")),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel that publishes it"),
    seconds: integer("--seconds <Count>", "Wanted length", { min: SECONDS_MIN, max: SECONDS_MAX }),
    aspect: choice("--aspect <Ratio>", "Shape of the picture", ASPECTS),
    size: choice("--size <Size>", "Short edge of the picture", SIZES),
    voice: text("--voice <YourVoice>", "Voice of the narration"),
    seed: integer("--seed <Number>", "Varies wording and pictures", { min: 0, max: 2_147_483_647 }),
    complexity: choice("--complexity <Complexity>", "How much work the picture gets", COMPLEXITIES),
    priority: integer("--priority <Number>", "10 goes first, 1 last", { min: 1, max: 10 }),
    privacy: choice("--privacy <Status>", "Who may see the published video", PRIVACY_STATUSES),
    publishAt: instant("--publish-at <Instant>", "When the platform makes it public, with zone"),
    idempotencyKey: text("--idempotency-key <YourKey>", "Makes a repetition harmless"),
    wait: toggle("--wait", "Follow the video until there is nothing more to wait for"),
  },
  async run(context, { idempotencyKey, wait, privacy, publishAt, ...spec }) {
    const publish = privacy === undefined && publishAt === undefined ? undefined : { privacy, publishAt };
    const queued = await context.api().call<QueuedVideo>({
      method: "POST",
      path: "/pipeline/queue",
      body: { ...spec, publish },
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
          ["Warning", queued.warning],
          ...Object.entries(queued.links ?? {}).map(([name, url]) => [`Link ${name}`, url] as const),
        ],
      },
    ]);
  },
});
