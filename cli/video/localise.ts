import { randomUUID } from "node:crypto";
import { defineCommand } from "../command.ts";
import { required, text, toggle } from "../flags.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { valueSections } from "../value-sections.ts";
import { followVideo } from "./follow.ts";
import { videoIdFlag, videoPath } from "./video-path.ts";

interface Localised {
  readonly videoId: string;
  readonly parentVideoId: string;
  readonly position: number;
  readonly eta: string;
  readonly notes: readonly string[];
}

export const videoLocalise = defineCommand({
  name: "localise",
  summary: "Make a finished or approved video in another language, with the same pictures",
  details:
    "The words are translated, or yours with --script-file, which goes scene by scene as the video does. The new video is private until you make it public.",
  example: `longtake video localise \\
    --video-id YourVideoId \\
    --language de`,
  flags: {
    videoId: videoIdFlag,
    language: required(text("-l, --language <Language>", "Language (BCP 47), as in pt-BR")),
    voice: text("--voice <YourVoice>", "Voice; one of the language when left out"),
    scriptFile: text("--script-file <Path>", "A translation of your own, text or JSON"),
    wait: toggle("--wait", "Follow the video until there is nothing more to wait for"),
  },
  async run(context, { videoId, language, voice, scriptFile, wait }) {
    const scriptKey = scriptFile === undefined ? undefined : await objectKeyOf(context, scriptFile);
    const queued = await context.api().call<Localised>({
      method: "POST",
      path: videoPath(videoId, "localise"),
      body: { language, voice, scriptKey },
      idempotencyKey: randomUUID(),
    });
    if (wait) {
      context.output.note([`Queued ${queued.videoId} at position ${queued.position}`, ...queued.notes].join(". "));
      return followVideo(context, queued.videoId);
    }
    context.output.value(queued, () => valueSections(context.output, "Queued", queued));
  },
});
