import { defineCommand } from "../command.ts";
import { videoIdFlag, videoPath } from "./video-path.ts";

interface Versions {
  readonly videoId: string;
  readonly versions: readonly {
    readonly version: number;
    readonly edits: readonly { readonly kind: string; readonly scene?: number }[];
    readonly qualityScore: number | null;
    readonly createdAt: string;
  }[];
}

export const videoVersions = defineCommand({
  name: "versions",
  summary: "List what a video was each time it was rendered",
  details: "Every version stays: longtake video download --version-number fetches its files.",
  example: `longtake video versions \\
    --video-id YourVideoId`,
  flags: { videoId: videoIdFlag },
  async run(context, { videoId }) {
    const { versions } = await context.api().call<Versions>({ method: "GET", path: videoPath(videoId, "versions") });
    await context.output.list(versions, [
      { title: "Version", value: ({ version }) => version },
      { title: "Edits", value: ({ edits }) => edits.map(inWords).join(", ") },
      { title: "Score", value: ({ qualityScore }) => qualityScore },
      { title: "Made", value: ({ createdAt }) => ({ instant: createdAt }) },
    ]);
  },
});

function inWords({ kind, scene }: { readonly kind: string; readonly scene?: number }): string {
  return scene === undefined ? kind.replaceAll("_", " ") : `${kind.replaceAll("_", " ")} ${scene}`;
}
