import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { makeOnce } from "./downloads.ts";
import { pythonWithPip } from "./postgresql-binaries.ts";
import { runCommand } from "./run-command.ts";

const SCHEMATHESIS_VERSION = "4.32.5";

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
