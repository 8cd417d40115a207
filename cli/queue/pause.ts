import { setQueueMode } from "./mode.ts";

export const queuePause = setQueueMode({
  verb: "pause",
  summary: "Start no further videos; those in production go on",
  example: `longtake queue pause \\
    --reason YourReason`,
});
