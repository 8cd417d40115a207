import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { AppError } from "../domain/errors.ts";
import { defineCommand } from "./command.ts";

/** Run as a process, not imported: the bring-up of servers is no part of the CLI. */
const EMBEDDED_MAIN = fileURLToPath(new URL("../deploy/embedded/main.ts", import.meta.url));

export const doctor = defineCommand({
  name: "doctor",
  summary: "Check what this computer has and lacks for running the platform on it",
  details: "Prints a table whatever the output format, and exits with 1 when something required is missing.",
  example: "longtake doctor",
  flags: {},
  async run(context) {
    const child = spawn(process.execPath, [EMBEDDED_MAIN, "doctor"], {
      stdio: "inherit",
      env: context.environment,
      signal: context.signal,
    });
    const [exitCode] = await once(child, "exit");
    if (exitCode !== 0) throw new AppError("missing_tool", "Something is missing; see the lines above");
  },
});
