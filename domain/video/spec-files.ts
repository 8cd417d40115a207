import type { VideoSpec } from "./video.ts";

/** A file that a spec names, and where it does so. */
export interface NamedFile {
  readonly field: string;
  readonly objectKey: string;
}

/** Everything that somebody must have given us before the video can be made. */
export function filesOfSpec({ script, narration, media, look, music }: VideoSpec): readonly NamedFile[] {
  const named: readonly { readonly field: string; readonly objectKey: string | undefined }[] = [
    { field: "script.ownKey", objectKey: script?.ownKey },
    { field: "narration.recordingKey", objectKey: narration?.recordingKey },
    { field: "look.brand.logoKey", objectKey: look?.brand?.logoKey },
    { field: "music.objectKey", objectKey: music?.objectKey },
    ...(media?.uploads ?? []).map(({ objectKey }, index) => ({ field: `media.uploads.${index}.objectKey`, objectKey })),
  ];
  return named.flatMap(({ field, objectKey }) => (objectKey === undefined ? [] : [{ field, objectKey }]));
}
