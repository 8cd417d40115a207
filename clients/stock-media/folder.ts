import { constants } from "node:fs";
import { open, readdir, readFile, realpath } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { basename, extname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";

import { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import type { MediaCandidate } from "../../domain/media/candidate.ts";
import { BYTES_AT_MOST } from "../../domain/media/facts.ts";
import { kindByExtension } from "../../domain/media/signature.ts";

/** The operator's own pictures and clips. Nothing outside of the folder is ever read, whatever links lie in it. */
export interface MediaFolder {
  list(): Promise<readonly MediaCandidate[]>;
  /** Copies a listed file; throws AppError `media_failed` for one that leads out of the folder or is too large. */
  copy(path: string, target: string, signal: AbortSignal): Promise<void>;
}

const CREDITS_FILE = "credits.json";
const FILES_AT_MOST = 5_000;
const DEPTH_AT_MOST = 6;

/** By path inside the folder. Tags are words in addition to those of the file name. */
const Credits = z.record(
  z.string(),
  z.object({
    author: z.string().min(1).optional(),
    url: z.url().optional(),
    licence: z.string().min(1).optional(),
    tags: z.array(z.string()).optional(),
  }),
);

export function createMediaFolder(folderPath: string): MediaFolder {
  return {
    async list() {
      const root = await rootOf(folderPath);
      const credits = await readCredits(root);
      const names = await filesIn(root, root, 0);
      return names.toSorted().map((name) => candidateOf(name, credits[name]));
    },
    async copy(path, target, signal) {
      const root = await rootOf(folderPath);
      const source = await realpath(join(root, path));
      if (!source.startsWith(root + sep)) throw outside(path);
      // The last part is no link, or it was swapped since: O_NOFOLLOW refuses that.
      const file = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const facts = await file.stat();
        if (!facts.isFile()) throw outside(path);
        const most = BYTES_AT_MOST[kindByExtension(extensionOf(path)) ?? "photo"];
        if (facts.size > most) throw new AppError("media_failed", `it is larger than ${most} bytes`);
        await pipeline(file.createReadStream({ autoClose: false }), createWriteStream(target), { signal });
      } finally {
        await file.close();
      }
    },
  };
}

function outside(path: string): AppError {
  return new AppError("media_failed", `${path} leads out of the media folder`);
}

async function rootOf(folderPath: string): Promise<string> {
  return realpath(folderPath).catch((cause: unknown) => {
    throw new AppError("invalid_input", `the media folder ${folderPath} cannot be read`, {
      cause,
      field: "LONGTAKE_MEDIA_FOLDER",
      remedy: "Set LONGTAKE_MEDIA_FOLDER to a folder that exists, then resume the run.",
    });
  });
}

/** Paths inside the root; links and hidden files are passed over. */
async function filesIn(root: string, folder: string, depth: number): Promise<string[]> {
  if (depth > DEPTH_AT_MOST) return [];
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || found.length >= FILES_AT_MOST) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesIn(root, path, depth + 1)));
    else if (entry.isFile() && kindByExtension(extensionOf(entry.name)) !== null) found.push(relative(root, path));
  }
  return found.slice(0, FILES_AT_MOST);
}

function extensionOf(name: string): string {
  return extname(name).slice(1).toLowerCase();
}

function candidateOf(path: string, credit: z.infer<typeof Credits>[string] | undefined): MediaCandidate {
  const words = path.replace(/\.[^./]+$/, "").replaceAll(/[^\p{L}\p{N}]+/gu, " ");
  return {
    source: "folder",
    assetId: path,
    kind: kindByExtension(extensionOf(path)) ?? "photo",
    description: [words, ...(credit?.tags ?? [])].join(" "),
    durationMs: null,
    files: [{ from: { kind: "path", path }, width: 0, height: 0 }],
    credit: {
      source: "folder",
      author: credit?.author ?? basename(path),
      url: credit?.url ?? null,
      licence: credit?.licence ?? "operator",
    },
  };
}

async function readCredits(root: string): Promise<z.infer<typeof Credits>> {
  const field = `LONGTAKE_MEDIA_FOLDER/${CREDITS_FILE}`;
  const path = join(root, CREDITS_FILE);
  try {
    if ((await realpath(path)) !== path) throw outside(CREDITS_FILE);
    return Credits.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return {};
    if (cause instanceof AppError) throw cause;
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new AppError("invalid_input", `${CREDITS_FILE} of the media folder is wrong: ${why}`, {
      cause,
      field,
      remedy: 'Write it as { "<file>": { "author", "url", "licence", "tags" } }.',
    });
  }
}
