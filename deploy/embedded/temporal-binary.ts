import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { makeOnce } from "./downloads.ts";
import { GO_MIN, goInstall, goVersion } from "./go-install.ts";
import { findOnPath, runCommand, tryCommand } from "./run-command.ts";

/** Later versions have a `replace` in their go.mod and cannot be installed by `go install`. */
const CLI_VERSION = "1.5.1";
const SERVER_MIN = "1.29.1";

/** The path of a `temporal` whose server is new enough: from PATH, from the cache, built once, or downloaded. */
export async function temporalBinary(cache: string, onLine: (line: string) => void): Promise<string> {
  const onPath = findOnPath("temporal");
  if (onPath !== null && isAtLeast(await serverVersion(onPath), SERVER_MIN)) return onPath;
  const folder = await makeOnce(join(cache, `temporal-${CLI_VERSION}`), (draft) => obtain(draft, onLine), onLine);
  return join(folder, "temporal");
}

/** Where `temporalBinary` would find it without making it; null when it would have to be made. */
export async function findTemporalBinary(cache: string): Promise<string | null> {
  const onPath = findOnPath("temporal");
  if (onPath !== null && isAtLeast(await serverVersion(onPath), SERVER_MIN)) return onPath;
  const cached = join(cache, `temporal-${CLI_VERSION}`, "temporal");
  return existsSync(cached) ? cached : null;
}

/** `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`; a go-installed one calls itself 0.0.0-DEV. */
export async function serverVersion(binary: string): Promise<string> {
  const { stdout } = await tryCommand(binary, ["--version"], { timeoutMs: 10_000 });
  return /Server (\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? "0";
}

export function isAtLeast(version: string, minimum: string): boolean {
  const wanted = minimum.split(".").map(Number);
  const found = version.split(".").map(Number);
  for (const [index, part] of wanted.entries()) {
    const difference = (found[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

async function obtain(draft: string, onLine: (line: string) => void): Promise<void> {
  if (isAtLeast(await goVersion(), GO_MIN)) return build(draft, onLine);
  onLine(`No Go ${GO_MIN} on PATH to build Temporal with; trying the official download`);
  return download(draft);
}

async function build(draft: string, onLine: (line: string) => void): Promise<void> {
  onLine(`Building Temporal ${CLI_VERSION} with Go, once for all checkouts; this takes two to five minutes`);
  await goInstall({
    name: "Temporal",
    module: `github.com/temporalio/cli/cmd/temporal@v${CLI_VERSION}`,
    draft,
    onLine,
  });
  await requireServer(join(draft, "temporal"));
}

/** The release archive, checked against the checksums published beside it. */
async function download(draft: string): Promise<void> {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const archive = `temporal_cli_${CLI_VERSION}_${process.platform}_${architecture}.tar.gz`;
  const release = `https://github.com/temporalio/cli/releases/download/v${CLI_VERSION}`;
  const curl = (file: string) =>
    runCommand("curl", ["-fsSL", "--retry", "3", "-o", join(draft, file), `${release}/${file}`], {
      timeoutMs: 300_000,
    });
  try {
    await curl(archive);
    await curl("checksums.txt");
    await runCommand("sha256sum", ["--check", "--ignore-missing", "--strict", "checksums.txt"], { cwd: draft });
    await runCommand("tar", ["-xzf", archive, "temporal"], { cwd: draft });
  } catch (cause) {
    throw new AppError("missing_tool", "Temporal is not installed and could not be downloaded", {
      cause,
      remedy: `Install Go ${GO_MIN} or newer (https://go.dev/dl) or a temporal with server ${SERVER_MIN} or newer, on PATH.`,
    });
  }
  for (const file of [archive, "checksums.txt"]) rmSync(join(draft, file));
  await requireServer(join(draft, "temporal"));
}

async function requireServer(binary: string): Promise<void> {
  const version = await serverVersion(binary);
  if (isAtLeast(version, SERVER_MIN)) return;
  renameSync(binary, `${binary}.unusable`);
  throw new AppError("missing_tool", `The new temporal has server ${version}, expected ${SERVER_MIN} or newer`);
}
