import { setQueueMode } from "./mode.ts";

export const queueDrain = setQueueMode({
  verb: "drain",
  summary: "Take no new videos and finish those that wait",
  example: `longtake queue drain \\
    --reason YourReason`,
});
