import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "../../domain/errors.ts";
import { waitForLock } from "./pid-lock.ts";

/**
 * Makes a folder once for everybody who shares it: under a lock, in a draft beside it, moved into place when
 * complete. A process that dies meanwhile leaves nothing that looks finished.
 */
export async function makeOnce(
  folder: string,
  make: (draft: string) => Promise<void>,
  onLine: (line: string) => void,
): Promise<string> {
  if (existsSync(folder)) return folder;
  const lock = await waitForLock(`${folder}.lock`, (pid) =>
    onLine(`Waiting for process ${pid}, which makes ${folder}`),
  );
  try {
    if (existsSync(folder)) return folder;
    const draft = `${folder}.draft`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(dirname(draft), { recursive: true });
    mkdirSync(draft);
    await make(draft);
    renameSync(draft, folder);
    return folder;
  } finally {
    lock.release();
  }
}

/** Throws AppError `missing_tool` when the bytes are not the pinned ones. */
export async function checkSha256(file: string, expected: string): Promise<void> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const found = hash.digest("hex");
  if (found === expected) return;
  throw new AppError("missing_tool", `${file} is not the expected download: sha256 ${found}, expected ${expected}`, {
    remedy: "Remove the file and try again; if it stays so, the package index serves other bytes than the pinned ones.",
  });
}
