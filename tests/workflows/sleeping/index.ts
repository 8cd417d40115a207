export { videoQueue } from "../../../workflows/video-queue.ts";
export { generateVideo } from "./generate-video.ts";
