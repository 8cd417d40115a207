import { randomUUID } from "node:crypto";
import { defineCommand } from "../command.ts";
import { choice, integer, repeated, required, text } from "../flags.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { type Experiment, showExperiment } from "./experiment-view.ts";

export const experimentCreate = defineCommand({
  name: "create",
  summary: "Test titles or thumbnails on a published video; the winner stays",
  details: "Beside what the video has now. Pictures come as files (--file) or as object keys (--variant).",
  example: `longtake experiment create \\
    --video-id YourVideoId \\
    --kind title \\
    --variant "What makes the sky blue?" \\
    --variant "The sky is not what you think" \\
    --rotation-hours 24`,
  flags: {
    videoId: required(text("-v, --video-id <YourVideoId>", "Published video")),
    kind: required(choice("--kind <Kind>", "What is tested", ["title", "thumbnail"])),
    variant: repeated(text("--variant <Text>", "A title, or a picture's object key")),
    file: repeated(text("--file <Path>", "A picture; PNG or JPEG")),
    rotationHours: integer("--rotation-hours <Count>", "How long each is shown", { min: 1, max: 336 }),
    roundsMax: integer("--rounds-max <Count>", "Rounds over all, at most", { min: 4, max: 50 }),
  },
  async run(context, { variant, file, ...terms }) {
    const variants = [...variant];
    for (const path of file) variants.push(await objectKeyOf(context, path));
    const body = { ...terms, variants };
    const request = { method: "POST", path: "/experiments", body, idempotencyKey: randomUUID() } as const;
    showExperiment(context, await context.api().call<Experiment>(request));
  },
});
