import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { required, text } from "../flags.ts";
import { publishFlags, publishPart } from "../setting-flags.ts";
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
    language: text("--language <Tag>", "BCP 47, of words and subtitles"),
    ...publishFlags,
    thumbnail: text("--thumbnail <PathOrKey>", "PNG or JPEG of at most 2 MB"),
    subtitles: text("--subtitles <PathOrKey>", "An SRT file"),
    reason: text("--reason <Text>", "Approves a file below the gate; kept in the audit log"),
    idempotencyKey: text("--idempotency-key <YourKey>", "Makes a repetition harmless"),
  },
  async run(context, flags) {
    const { file, title, channelId, description, language, dryRun, reason } = flags;
    const { thumbnail, subtitles, idempotencyKey } = flags;
    const run = await runStage(
      context,
      "upload",
      {
        ...{ channelId, title, description, language, reason },
        videoKey: await objectKeyOf(context, file),
        thumbnailKey: thumbnail === undefined ? undefined : await objectKeyOf(context, thumbnail),
        srtKey: subtitles === undefined ? undefined : await objectKeyOf(context, subtitles),
        publish: publishPart(flags),
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
