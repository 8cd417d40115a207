import { ARTIFACTS } from "./artifacts.ts";

interface StageFile {
  readonly keyName: string;
  readonly contentType: string;
}

/** File name in the address → name of the object key: those of a whole video, and what lies between its stages. */
export const STAGE_FILES = {
  ...ARTIFACTS,
  "narration.wav": { keyName: "narrationKey", contentType: "audio/wav" },
  "master.wav": { keyName: "audioKey", contentType: "audio/wav" },
  "preview.mp4": { keyName: "previewKey", contentType: "video/mp4" },
} as const satisfies Readonly<Record<string, StageFile>>;

export type StageFileName = keyof typeof STAGE_FILES;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets which keys it was given
export const STAGE_FILE_NAMES = Object.keys(STAGE_FILES) as [StageFileName, ...StageFileName[]];
