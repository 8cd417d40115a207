import { setQueueMode } from "./mode.ts";

export const queueResume = setQueueMode({
  verb: "resume",
  summary: "Start and take videos again",
  example: `longtake queue resume \\
    --reason YourReason`,
});
