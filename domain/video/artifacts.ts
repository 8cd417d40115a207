/** The files of a video that can be fetched, by the name they have for people. */
export const ARTIFACT_NAMES = [
  "video.mp4",
  "thumbnail.jpg",
  "thumbnail-1.jpg",
  "thumbnail-2.jpg",
  "thumbnail-3.jpg",
  "contact-sheet.jpg",
  "captions.srt",
  "captions.vtt",
  "report.json",
  "plan.json",
  "script.json",
  "timings.json",
  "media.json",
] as const;
export type ArtifactName = (typeof ARTIFACT_NAMES)[number];

interface Artifact {
  /** Name of its object key in the video's record. */
  readonly keyName: string;
  readonly contentType: string;
}

export const ARTIFACTS: Readonly<Record<ArtifactName, Artifact>> = {
  "video.mp4": { keyName: "videoKey", contentType: "video/mp4" },
  "thumbnail.jpg": { keyName: "thumbnailKey", contentType: "image/jpeg" },
  "thumbnail-1.jpg": { keyName: "thumbnail1Key", contentType: "image/jpeg" },
  "thumbnail-2.jpg": { keyName: "thumbnail2Key", contentType: "image/jpeg" },
  "thumbnail-3.jpg": { keyName: "thumbnail3Key", contentType: "image/jpeg" },
  "contact-sheet.jpg": { keyName: "contactSheetKey", contentType: "image/jpeg" },
  "captions.srt": { keyName: "srtKey", contentType: "application/x-subrip; charset=utf-8" },
  "captions.vtt": { keyName: "vttKey", contentType: "text/vtt; charset=utf-8" },
  "report.json": { keyName: "reportKey", contentType: "application/json" },
  "plan.json": { keyName: "planKey", contentType: "application/json" },
  "script.json": { keyName: "scriptKey", contentType: "application/json" },
  "timings.json": { keyName: "timingsKey", contentType: "application/json" },
  "media.json": { keyName: "mediaKey", contentType: "application/json" },
};

/** Those that are there, in the order of the list. */
export function artifactsPresent(keys: Readonly<Record<string, string>>): ArtifactName[] {
  return ARTIFACT_NAMES.filter((name) => keys[ARTIFACTS[name].keyName] !== undefined);
}
