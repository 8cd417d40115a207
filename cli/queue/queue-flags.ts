import { required, text } from "../flags.ts";

export const queuedVideoIdFlag = required(text("-v, --video-id <YourVideoId>", "Video in the waiting line"));
export const reasonFlag = required(text("--reason <Text>", "Why; kept in the audit log"));
