import type { Transaction } from "../../db/client.ts";
import { findPublication, findUploadSession } from "../../db/queries/publications.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { AppliedEdit } from "../../domain/video/generation.ts";
import { PLATFORM } from "./context.ts";

/**
 * What a parked upload still takes. Title and publishing go to the platform before the first byte, thumbnail and
 * subtitles after the last. Throws `conflict` for what is sent already, and for what would have to be rendered again.
 */
export async function requireUnsent(
  tx: Transaction,
  principal: Principal,
  { videoId, edit, redo }: Pick<AppliedEdit, "edit" | "redo"> & { readonly videoId: string },
): Promise<void> {
  if (redo.some((each) => each !== "upload-metadata")) {
    throw new AppError("conflict", "the upload has begun: picture and sound stay as they are", {
      field: "edit.kind",
      remedy: "Resume the run, then edit the published video: that makes a new, linked one.",
    });
  }
  if (edit.kind === "thumbnail" || edit.kind === "subtitles") return;
  const key = { videoId, platform: PLATFORM };
  const [session, publication] = [
    await findUploadSession(tx, principal, key),
    await findPublication(tx, principal, key),
  ];
  if (publication === null && session?.state !== "open") return;
  throw new AppError("conflict", `the ${edit.kind} is with YouTube already, and the file is on its way or there`, {
    field: "edit.kind",
    remedy: "Resume the run, and change it when the video is published.",
  });
}
