import { existsSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { makeOnce } from "./downloads.ts";
import { GO_MIN, goInstall, goVersion } from "./go-install.ts";
import { pythonWithPip } from "./postgresql-binaries.ts";
import { findOnPath, runCommand } from "./run-command.ts";
import { isAtLeast } from "./temporal-binary.ts";

const SCHEMATHESIS_VERSION = "4.32.5";
const VERSITYGW_VERSION = "1.8.0";

/** The folder of Python packages with schemathesis, for PYTHONPATH; null, with a line, where it cannot be had. */
export async function installSchemathesis(cache: string, onLine: (line: string) => void): Promise<string | null> {
  const python = await pythonWithPip();
  if (python === null) {
    onLine("Python 3 has no pip: the API document is not fuzzed. Install python3-pip.");
    return null;
  }
  const folder = join(cache, `schemathesis-${SCHEMATHESIS_VERSION}`);
  const install = async (draft: string) => {
    onLine(`Installing schemathesis ${SCHEMATHESIS_VERSION} (once for all checkouts)`);
    const requirement = `schemathesis==${SCHEMATHESIS_VERSION}`;
    await runCommand(python, ["-m", "pip", "install", "--quiet", "--target", draft, requirement]);
  };
  try {
    return await makeOnce(folder, install, onLine);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    onLine(`schemathesis could not be installed, so the API document is not fuzzed: ${error.message}`);
    return null;
  }
}

/**
 * The program of an S3 server over plain files; null, with a line, where it cannot be had. Whoever asks while another
 * process builds it waits for that one.
 */
export async function installS3Server(cache: string, onLine: (line: string) => void): Promise<string | null> {
  const installed = findOnPath("versitygw");
  if (installed !== null) return installed;
  const folder = join(cache, `versitygw-${VERSITYGW_VERSION}`);
  if (!existsSync(folder) && !isAtLeast(await goVersion(), GO_MIN)) {
    onLine(`No Go ${GO_MIN} on PATH to build an S3 server with: the object store is tried on a folder only.`);
    return null;
  }
  const name = `versitygw ${VERSITYGW_VERSION}, an S3 server,`;
  const build = async (draft: string) => {
    onLine(`Building ${name} with Go (once for all checkouts)`);
    const module = `github.com/versity/versitygw/cmd/versitygw@v${VERSITYGW_VERSION}`;
    await goInstall({ name, module, draft, onLine: () => undefined });
  };
  try {
    return join(await makeOnce(folder, build, onLine), "versitygw");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    onLine(`The S3 server could not be built, so the object store is tried on a folder only: ${error.message}`);
    return null;
  }
}
