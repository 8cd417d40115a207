import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { decide, decisionReasonFlag } from "./decision.ts";
import { editFlags, editOf } from "./edit-flags.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoEdit = defineCommand({
  name: "edit",
  summary: "Change one thing of a video; only what depends on it is made again",
  details:
    'Until the upload begins every change is taken. A published video takes a title, a thumbnail and subtitles; any other change of it makes a new, linked video, which is private until you make it public. Files named by flags are uploaded first. Subtitles of your own are dropped when the spoken words or their times change; the answer says so.\n\nA chart is written as {"kind": "bar", "labels": ["Ebb", "Flood"], "values": [1, 2.5], "unit": "m", "source": "The port"}, with kind bar, line or donut; a map as {"places": [{"name": "Lisbon", "lat": 38.7, "lon": -9.1}]}. --without takes such a part away again, and the intro, outro or logo that the channel gave.',
  example: `longtake video edit \\
    --video-id YourVideoId \\
    --scene 3 \\
    --line 1 \\
    --text "Blue light is scattered the most." \\
    --reason YourReason`,
  flags: { videoId: videoIdFlag, ...editFlags, reason: decisionReasonFlag },
  async run(context, { videoId, reason, ...flags }) {
    const edit = await editOf(flags, (path) => objectKeyOf(context, path));
    await decide(context, videoId, "edit", { edit, reason });
  },
});
