import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ARTIFACT_NAMES } from "../../domain/video/artifacts.ts";
import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { choice, integer, text, withDefault } from "../flags.ts";
import type { ProgressBar } from "../output/progress-bar.ts";
import { videoIdFlag, videoPath } from "./video-path.ts";

export const videoDownload = defineCommand({
  name: "download",
  summary: "Download what was made of a video",
  example: `longtake video download \\
    --video-id YourVideoId \\
    --artifact video.mp4 \\
    --file YourVideo.mp4`,
  flags: {
    videoId: videoIdFlag,
    artifact: withDefault(choice("--artifact <Name>", "What to download", ARTIFACT_NAMES), "video.mp4"),
    versionNumber: integer("--version-number <Number>", "Version of the video; the last when left out", {
      min: 1,
      max: 100_000,
    }),
    file: text("--file <Path>", "Where to write; the artifact's name in this folder when left out"),
  },
  async run(context, { videoId, artifact, versionNumber: version, file }) {
    const path = file ?? basename(artifact);
    const response = await context
      .api()
      .open({ method: "GET", path: videoPath(videoId, "artifacts", artifact), query: { version } }, { accept: "*/*" });
    if (response.body === null) throw new AppError("unavailable", `The API sent no bytes of ${artifact}`);
    const bytesTotal = Number(response.headers.get("content-length")) || null;
    const bar = context.progressBar();
    // Written beside its place and renamed: a broken download never looks like a whole one.
    const draft = `${path}.part`;
    try {
      const source = Readable.from(counted(response.body, { artifact, bytesTotal, bar }));
      await pipeline(source, createWriteStream(draft), { signal: context.signal });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    } finally {
      bar.finish();
    }
    context.output.value({ videoId, artifact, path, bytes: bytesTotal }, () => [
      {
        title: "Downloaded",
        fields: [
          ["Artifact", artifact],
          ["Path", path],
          ["Size", { bytes: bytesTotal }],
        ],
      },
    ]);
  },
});

async function* counted(
  body: AsyncIterable<Uint8Array>,
  options: { readonly artifact: string; readonly bytesTotal: number | null; readonly bar: ProgressBar },
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of body) {
    yield chunk;
    bytes += chunk.byteLength;
    const fraction = options.bytesTotal === null ? null : bytes / options.bytesTotal;
    options.bar.show({ label: "download", fraction, message: options.artifact });
  }
}
