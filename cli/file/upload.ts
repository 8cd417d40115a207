import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import { uploadFile } from "./upload-file.ts";

export const fileUpload = defineCommand({
  name: "upload",
  summary: "Give a script, recording, picture, clip or plan to the platform",
  details:
    "What a file is, is found by looking into it. The same bytes twice are one file. The object key that is printed is what other commands take.",
  example: `longtake file upload \\
    --file YourPicture.jpg \\
    --licence CC-BY-4.0 \\
    --author "Jane Doe"`,
  flags: {
    file: required(text("-f, --file <Path>", "File of this machine")),
    name: text("--name <Text>", "Name shown to people; the file's own when left out"),
    licence: text("--licence <Name>", "Licence it is used under; left out it is your own work"),
    author: text("--author <Text>", "Who made it"),
  },
  async run(context, { file, name, licence, author }) {
    const stored = await uploadFile(context, file, {
      ...(name === undefined ? {} : { name }),
      ...(licence === undefined ? {} : { licence }),
      ...(author === undefined ? {} : { author }),
    });
    context.output.value(stored, () => [
      {
        title: "File",
        fields: [
          ["ObjectKey", stored.objectKey],
          ["Kind", stored.mediaType],
          ["Size", { bytes: stored.bytes }],
          ["Name", stored.name],
          ["Licence", stored.licence],
          ["Author", stored.author],
        ],
      },
    ]);
  },
});
