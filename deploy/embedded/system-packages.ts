import { AppError } from "../../domain/errors.ts";
import { findOnPath, runCommand, tryCommand } from "./run-command.ts";

/** Tools of the operating system and the Debian package that holds each. */
const PACKAGE_OF = {
  "redis-server": "redis-server",
  ffmpeg: "ffmpeg",
  ffprobe: "ffmpeg",
  "espeak-ng": "espeak-ng",
  "fc-list": "fontconfig",
  chromium: "chromium",
  setpriv: "util-linux",
} as const;

export type Tool = keyof typeof PACKAGE_OF;

const LOCK_WAIT_SECONDS = 300;
/** apt-get update has no waiting of its own for the lock on the lists. */
const UPDATE_ATTEMPTS = 30;

/** The paths of the tools, installed by apt when missing and allowed; throws AppError `missing_tool` with the command. */
export async function requireTools(tools: readonly Tool[], onLine: (line: string) => void): Promise<readonly string[]> {
  const missing = tools.filter((tool) => findOnPath(tool) === null);
  if (missing.length > 0) await installPackages(missing, onLine);
  return tools.map((tool) => findOnPath(tool) ?? tool);
}

export function installCommand(tools: readonly Tool[]): string {
  const packages = [...new Set(tools.map((tool) => PACKAGE_OF[tool]))];
  if (process.platform === "darwin") return `brew install ${packages.join(" ")}`;
  return `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
}

async function installPackages(missing: readonly Tool[], onLine: (line: string) => void): Promise<void> {
  const command = installCommand(missing);
  if (process.getuid?.() !== 0 || findOnPath("apt-get") === null) {
    throw new AppError("missing_tool", `Not installed: ${missing.join(", ")}`, {
      remedy: process.platform === "darwin" ? `Run: ${command}` : `Run: sudo ${command} (or your system's way)`,
    });
  }
  onLine(`Not installed: ${missing.join(", ")}. Running: apt-get update && ${command}`);
  await updatePackageLists(onLine);
  const [program = "", ...args] = command.split(" ");
  await runCommand(program, ["-o", `DPkg::Lock::Timeout=${LOCK_WAIT_SECONDS}`, ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  const still = missing.filter((tool) => findOnPath(tool) === null);
  if (still.length > 0) throw new AppError("missing_tool", `Installed, but not found on PATH: ${still.join(", ")}`);
}

async function updatePackageLists(onLine: (line: string) => void): Promise<void> {
  for (let attempt = 1; attempt <= UPDATE_ATTEMPTS; attempt++) {
    const { exitCode, stderr } = await tryCommand("apt-get", ["update"]);
    if (exitCode === 0) return;
    if (!/lock/i.test(stderr)) {
      onLine(`apt-get update failed; the lists at hand are used. ${stderr.trim().split("\n")[0] ?? ""}`);
      return;
    }
    if (attempt === 1) onLine("Another package manager is at work; waiting for it");
    await new Promise((resolve) => setTimeout(resolve, 10_000));
  }
}
