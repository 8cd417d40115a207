import { AppError } from "../../domain/errors.ts";
import { filesOfSpec } from "../../domain/video/spec-files.ts";
import type { VideoSpec } from "../../domain/video/video.ts";
import type { VideoSettings } from "../../domain/video/video-settings.ts";
import type { ApiDependencies } from "../dependencies.ts";

interface Named {
  /** Left out, all of them. */
  readonly settings?: readonly (keyof VideoSettings)[];
  /** Where the request has its spec. */
  readonly within?: string;
}

/** A file that is missing would only fail at its stage, minutes later. */
export async function requireFiles(
  { storage }: Pick<ApiDependencies, "storage">,
  spec: VideoSpec,
  { settings, within }: Named = {},
): Promise<void> {
  for (const { field, objectKey } of filesOfSpec(spec)) {
    const isUsed = settings === undefined || settings.some((name) => field.startsWith(`${name}.`));
    if (!isUsed || (await storage.has(objectKey))) continue;
    throw new AppError("invalid_input", `there is no file ${objectKey}`, {
      field: within === undefined ? field : `${within}.${field}`,
      remedy: "Upload it first: POST /files, or longtake file upload.",
    });
  }
}
