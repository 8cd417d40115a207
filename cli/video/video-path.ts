import { required, text } from "../flags.ts";

export const videoIdFlag = required(text("-v, --video-id <YourVideoId>", "Video to act on"));

export function videoPath(videoId: string, ...rest: readonly string[]): string {
  return ["/pipeline/videos", ...[videoId, ...rest].map(encodeURIComponent)].join("/");
}
