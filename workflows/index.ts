export { editPublished } from "./edit-published.ts";
export { expireRecords } from "./expire-records.ts";
export { generateVideo } from "./generate-video.ts";
export { makeStage } from "./make-stage.ts";
export { productionSchedule } from "./production-schedule.ts";
export { recordVideo } from "./record-video.ts";
export { sequenceAudit } from "./sequence-audit.ts";
export { videoQueue } from "./video-queue.ts";
