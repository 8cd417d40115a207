import { AppError } from "../../domain/errors.ts";
import { filesOfSpec } from "../../domain/video/spec-files.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import type { VideoSettings } from "../../domain/video/video-settings.ts";
import type { ApiDependencies } from "../dependencies.ts";

/** A file that is missing would only fail at its stage, minutes later. Left out, `settings` are all of them. */
export async function requireFiles(
  { storage }: Pick<ApiDependencies, "storage">,
  spec: VideoSpec,
  settings?: readonly (keyof VideoSettings)[],
): Promise<void> {
  for (const { field, objectKey } of filesOfSpec(spec)) {
    const isUsed = settings === undefined || settings.some((name) => field.startsWith(`${name}.`));
    if (!isUsed || (await storage.has(objectKey))) continue;
    throw new AppError("invalid_input", `there is no file ${objectKey}`, {
      field,
      remedy: "Upload it first: POST /files, or longtake file upload.",
    });
  }
}
