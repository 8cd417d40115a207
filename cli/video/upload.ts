import { PRIVACY_STATUSES } from "../../domain/video/video.ts";
import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { choice, instant, repeated, required, text, toggle } from "../flags.ts";
import { runStage } from "../stage/run-stage.ts";
import { publishedAt } from "./published-at.ts";

export const videoUpload = defineCommand({
  name: "upload",
  summary: "Upload a finished file of your own to a channel, as a whole video is",
  details:
    "The file is judged first by what it tells itself. One that cannot be decoded is refused; one below the quality gate too, unless --reason approves it as it is. Sent twice with one --idempotency-key, it is uploaded once. A spent quota is waited for.",
  example: `longtake video upload \\
    --file tides.mp4 \\
    --title "How tides work" \\
    --channel-id YourChannelId \\
    --privacy unlisted`,
  flags: {
    file: required(text("-f, --file <PathOrKey>", "Video to upload")),
    title: required(text("--title <Text>", "At most 100 characters")),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel that publishes it"),
    description: text("--description <Text>", "Words below the video"),
    tag: repeated(text("--tag <Text>", "Put on the video; may be repeated")),
    language: text("--language <Tag>", "BCP 47, of words and subtitles"),
    privacy: choice("--privacy <Status>", "Who may see it; the channel's when left out", PRIVACY_STATUSES),
    publishAt: instant("--publish-at <Instant>", "Private until then, with zone"),
    thumbnail: text("--thumbnail <PathOrKey>", "PNG or JPEG of at most 2 MB"),
    subtitles: text("--subtitles <PathOrKey>", "An SRT file"),
    dryRun: toggle("--dry-run", "Judge it, prove what would be sent, and send nothing"),
    reason: text("--reason <Text>", "Approves a file below the gate; kept in the audit log"),
    idempotencyKey: text("--idempotency-key <YourKey>", "Makes a repetition harmless"),
  },
  async run(context, flags) {
    const { file, title, channelId, description, tag, language, privacy, publishAt, dryRun, reason } = flags;
    const { thumbnail, subtitles, idempotencyKey } = flags;
    const run = await runStage(
      context,
      "upload",
      {
        ...{ channelId, title, description, language, reason },
        videoKey: await objectKeyOf(context, file),
        thumbnailKey: thumbnail === undefined ? undefined : await objectKeyOf(context, thumbnail),
        srtKey: subtitles === undefined ? undefined : await objectKeyOf(context, subtitles),
        publish: {
          ...{ privacy, publishAt },
          dryRun: dryRun || undefined,
          tags: tag.length === 0 ? undefined : tag,
        },
      },
      idempotencyKey,
    );
    const { url = null, score = 0, findings = [], visibilityReason } = run.result ?? {};
    context.output.value(run, () => [
      {
        title: dryRun ? "Proved" : "Uploaded",
        fields: [
          ["StageRunId", run.stageRunId],
          ["Url", publishedAt(url, dryRun)],
          ...(visibilityReason === undefined ? [] : [["Visibility", visibilityReason] as const]),
          ["Score", score],
          ["Findings", findings.length],
          ["Report", run.objectKeys["reportKey"]],
          ["Cost", { microUsd: run.spentMicroUsd }],
        ],
      },
    ]);
  },
});
