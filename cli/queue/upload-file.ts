import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { AppError } from "../../domain/errors.ts";
import type { CommandContext } from "../context.ts";
import { errorOfResponse } from "../problem.ts";

/** Gives a file to the platform and returns its object key; the same bytes are the same file, so a repeat is harmless. */
export async function uploadFile(context: CommandContext, path: string): Promise<string> {
  const api = context.api();
  const file = await openAsBlob(path).catch((cause: unknown) => {
    throw new AppError("invalid_input", `${path} cannot be read`, { cause, remedy: "Name a file that is there." });
  });
  const form = new FormData();
  form.set("file", file, basename(path));
  const response = await fetch(`${api.url}/files`, {
    method: "POST",
    headers: { accept: "application/json", ...api.authorization() },
    body: form,
    signal: context.signal,
  });
  if (!response.ok) throw await errorOfResponse(response);
  const answer: unknown = await response.json();
  if (
    typeof answer === "object" &&
    answer !== null &&
    "object_key" in answer &&
    typeof answer.object_key === "string"
  ) {
    return answer.object_key;
  }
  throw new AppError("internal", "the API's answer to a file names no object key");
}
