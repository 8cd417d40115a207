import { AppError, appErrorOf } from "../../domain/errors.ts";
import type { MediaCandidate } from "../../domain/media/candidate.ts";
import { placeUploads } from "../../domain/media/uploads.ts";
import type { UploadedMedia } from "../../domain/video/video-settings.ts";
import type { GivenFile } from "../../db/queries/media-uses.ts";
import { type AssetDeps, formatOfFile } from "./assets.ts";

/** The person's own files by scene. Throws AppError `invalid_input` for a key that is not in the store or no picture. */
export async function uploadsByScene(
  deps: Pick<AssetDeps, "storage">,
  uploads: readonly UploadedMedia[],
  given: readonly GivenFile[],
  scenes: Parameters<typeof placeUploads>[1],
): Promise<ReadonlyMap<number, MediaCandidate>> {
  const candidates: MediaCandidate[] = [];
  for (const [index, upload] of uploads.entries()) {
    const file = given.find(({ objectKey }) => objectKey === upload.objectKey);
    candidates.push(await candidateOf(deps, upload, file).catch((error: unknown) => refuseUpload(error, index)));
  }
  const described = candidates.map(({ description }, index) => {
    const scene = uploads[index]?.scene;
    return scene === undefined ? { description } : { description, scene };
  });
  const placed = new Map<number, MediaCandidate>();
  for (const [scene, upload] of placeUploads(described, scenes)) {
    const candidate = candidates[upload];
    if (candidate !== undefined) placed.set(scene, candidate);
  }
  return placed;
}

/** Somebody chose this very file: another in its place would be no help. */
export function refuseUpload(error: unknown, index: number): never {
  const known = appErrorOf(error);
  if (known?.code !== "media_failed" && known?.code !== "not_found") throw error;
  throw new AppError("invalid_input", `the uploaded file ${index + 1} cannot be used: ${known.message}`, {
    cause: error,
    field: `media.uploads.${index}`,
    remedy: "Upload a whole JPEG, PNG, WebP, MP4 or WebM file and ask for the video again.",
  });
}

async function candidateOf(
  { storage }: Pick<AssetDeps, "storage">,
  { objectKey, credit }: UploadedMedia,
  given: GivenFile | undefined,
): Promise<MediaCandidate> {
  const { kind } = await formatOfFile(await storage.getFile(objectKey));
  return {
    source: "upload",
    assetId: objectKey,
    kind,
    description: (given?.name ?? "").replaceAll(/[^\p{L}\p{N}]+/gu, " "),
    durationMs: null,
    files: [{ from: { kind: "object", objectKey }, width: 0, height: 0 }],
    credit: {
      source: "upload",
      author: credit ?? given?.author ?? "operator",
      url: null,
      licence: given?.licence ?? "operator",
    },
  };
}
