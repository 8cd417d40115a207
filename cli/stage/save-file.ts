import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "../../domain/errors.ts";
import type { CommandContext } from "../context.ts";

/** Downloads a file that a stage made; written beside its place and renamed, so that half of it never looks whole. */
export async function saveFile(
  context: CommandContext,
  { stageRunId, artifact, path }: { readonly stageRunId: string; readonly artifact: string; readonly path: string },
): Promise<void> {
  const address = `/stages/${encodeURIComponent(stageRunId)}/artifacts/${encodeURIComponent(artifact)}`;
  const response = await context.api().open({ method: "GET", path: address }, { accept: "*/*" });
  if (response.body === null) throw new AppError("unavailable", `The API sent no bytes of ${artifact}`);
  const part = `${path}.part`;
  try {
    await pipeline(Readable.from(response.body), createWriteStream(part), { signal: context.signal });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
